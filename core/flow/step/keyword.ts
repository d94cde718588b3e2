import { matchesWhole } from '#core/flow/answer/pattern.ts'
import type { StartNode } from '#core/flow/nodes/start.ts'
import { fold, plain } from '#core/flow/text/fold.ts'

/** How well a keyword fits what was said; more is better, 0 is not at all. */
export const WHOLE = 4
const PATTERN = 3
const BEGINS = 2
const CONTAINS = 1

type Keywords = Pick<StartNode, 'keywords' | 'match'>
export type KeywordHit = { readonly fit: number; readonly length: number }

/**
 * How a start's keywords take a text: whole, at its beginning, or anywhere in it, as the start allows. Case,
 * punctuation and emoji do not count; a keyword of letters is found as whole words ("hi" is not in "hari ini").
 * A pattern (RE2) must fit the whole text as it was typed, but for white space at its ends.
 */
export function keywordHit({ keywords, match }: Keywords, said: string): KeywordHit {
  const text = match === 'pattern' ? said.trim() : plain(said)
  let best: KeywordHit = NONE
  for (const keyword of keywords) {
    const fit = match === 'pattern' ? fitOfPattern(keyword, text) : fitOf(plain(keyword), text, match)
    const hit = { fit, length: keyword.length }
    if (isBetter(hit, best)) best = hit
  }
  return best
}

/** Whole before pattern before beginning before anywhere; then the longer keyword. */
export function isBetter(one: KeywordHit, other: KeywordHit): boolean {
  if (one.fit !== other.fit) return one.fit > other.fit
  return one.fit > 0 && one.length > other.length
}

function fitOfPattern(pattern: string, text: string): number {
  return matchesWhole(pattern, text) ? PATTERN : 0
}

const NONE: KeywordHit = { fit: 0, length: 0 }
const WORDS = /^[\p{Script=Latin}\p{N}\s]+$/u

function fitOf(keyword: string, text: string, match: StartNode['match']): number {
  if (fold(keyword) === '' || text === '') return 0
  if (keyword === text) return WHOLE
  if (match === 'whole') return 0
  const spaced = WORDS.test(keyword)
  const wanted = spaced ? `${keyword} ` : keyword
  const within = spaced ? `${text} ` : text
  if (within.startsWith(wanted)) return BEGINS
  if (match === 'begins') return 0
  return (spaced ? ` ${within}`.includes(` ${wanted}`) : within.includes(wanted)) ? CONTAINS : 0
}
