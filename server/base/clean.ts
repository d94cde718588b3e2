import { cleanText } from '#core/base/text.ts'

/** Deeper than any body of ours; a parser's depth is memory of whoever parses. */
export const DEPTH_MAX = 64

/** The body is nested deeper than `DEPTH_MAX`. */
export class TooDeep extends Error {
  override readonly name = 'TooDeep'
}

/**
 * What a request says, without what no database column can hold (U+0000, half surrogates), in every text at any depth.
 * A password stays as it was typed: it is compared, never stored as text.
 */
export function cleanInput(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= DEPTH_MAX) throw new TooDeep('the body is nested too deeply')
  if (Array.isArray(value)) return value.map((item) => cleanInput(item, depth + 1))
  if (!isPlain(value)) return value
  const clean = Object.entries(value).map(([key, item]) => [
    cleanText(key),
    key === 'password' && typeof item === 'string' ? item : cleanInput(item, depth + 1),
  ])
  return Object.fromEntries(clean)
}

/** A file is an object too, and stays whole; parsers make objects with and without a prototype. */
function isPlain(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object Object]'
}
