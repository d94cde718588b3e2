import { RE2JS } from 're2js'

export const PATTERN_MAX = 500
/** Longer answers never match; matching costs time in proportion to the answer times the pattern. */
export const PATTERN_INPUT_MAX = 1024

/** Whether the whole text matches a pattern that a person wrote, in linear time. False when the pattern is none. */
export function matchesWhole(pattern: string, input: string): boolean {
  if (input.length > PATTERN_INPUT_MAX) return false
  const compiled = compiledOf(pattern)
  return compiled?.matches(input) ?? false
}

/** Whether RE2 takes the pattern, and whether it is small enough to match quickly. */
export function isPattern(pattern: string): boolean {
  return compiledOf(pattern) !== null
}

/** RE2's own measure of cost: about one step per instruction and character. */
const PROGRAM_MAX = 1000
const PATTERNS_MAX = 500
const compiled = new Map<string, RE2JS | null>()

function compiledOf(pattern: string): RE2JS | null {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  if (compiled.size >= PATTERNS_MAX) compiled.clear()
  const made = compile(pattern)
  compiled.set(pattern, made)
  return made
}

function compile(pattern: string): RE2JS | null {
  if (pattern.length > PATTERN_MAX) return null
  try {
    const made = RE2JS.compile(pattern)
    return made.programSize() > PROGRAM_MAX ? null : made
  } catch {
    return null // not a pattern is an answer here, not a failure
  }
}
