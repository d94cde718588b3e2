/** Any value that JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether two values say the same, in whatever order their keys stand: PostgreSQL's `jsonb` keeps none. */
export function isAlike(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((value, at) => isAlike(value, other[at]))
  if (!isObject(one) || !isObject(other)) return Object.is(one, other)
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isAlike(one[key], other[key]))
  )
}

/** JSON text to a value, or undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // not JSON is an answer here, not a failure
  }
}

/** Digits in a row, outside of quotes, that a number may not hold exactly. */
const LONG = /(?:^|[[:,])\s*\d{16}/

/** The same for what others write: a whole number too long to be held exactly, such as an id of Meta's, comes as its digits. */
export function parseForeign(text: string): unknown {
  if (!LONG.test(text)) return parseJson(text)
  try {
    return JSON.parse(text, exactly)
  } catch {
    return undefined // not JSON is an answer here, not a failure
  }
}

function exactly(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source
  const isRounded = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
  return isRounded && source !== undefined && /^\d+$/.test(source) ? source : value
}
