import { cleanText } from '#core/base/text.ts'
import type { Finding } from '#core/whatsapp/finding.ts'
import { amiss } from '#core/whatsapp/template/fill/fill-rules.ts'
import type { TextValue } from '#core/whatsapp/template/fill/values.ts'

export type Settled = { readonly text: string; readonly findings: readonly Finding[] }

/** What programs write where they had nothing; no customer is to read it. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(['undefined', 'NaN', '[object Object]'])

/**
 * The text that will stand for a variable. Empty values take their fallback; line breaks, tabs and more than four
 * spaces become one space, since Meta refuses them (132018). `value` names the variable for a person.
 */
export function settleText(
  given: Pick<TextValue, 'text' | 'fallback'>,
  field: string,
  value: string,
): Settled {
  const own = flat(wordsOf(given.text))
  if (own.text !== '' && !hasBraces(own.text)) {
    return { text: own.text, findings: own.changed ? [amiss('param_sanitised', field, { value })] : [] }
  }
  const spare = flat(given.fallback ?? '')
  if (spare.text !== '' && !hasBraces(spare.text)) {
    return { text: spare.text, findings: [amiss('param_fallback', field, { value })] }
  }
  return { text: '', findings: [amiss(own.text === '' ? 'param_empty' : 'param_braces', field, { value })] }
}

/** The text of a value that may be missing: emptiness is no breach then, everything else is. */
export function settleOptional(text: TextValue['text'], field: string, value: string): Settled {
  const settled = settleText({ text }, field, value)
  return { ...settled, findings: settled.findings.filter(({ rule }) => rule !== 'param_empty') }
}

function wordsOf(text: TextValue['text']): string {
  if (typeof text === 'number') return Number.isFinite(text) ? String(text) : ''
  return text === undefined || text === null || EMPTY_WORDS.has(text.trim()) ? '' : cleanText(text)
}

function flat(text: string): { text: string; changed: boolean } {
  const line = text.replace(/[\n\r\t\v\f\u0085\u2028\u2029]+/g, ' ').replace(/ {5,}/g, ' ')
  return { text: line.trim() === '' ? '' : line, changed: line !== text }
}

/** A value is never read for variables, and its braces would reach the customer. */
function hasBraces(text: string): boolean {
  return text.includes('{{') || text.includes('}}')
}
