import { isObject, type Json } from '#core/base/json.ts'
import { cleanText, cutText } from '#core/base/text.ts'
import { MINUTE, type Millis, SECOND } from '#core/base/time.ts'

/**
 * Careful reading of single fields of a foreign JSON value: own properties only, every text clean and bounded.
 * A value of another shape than asked for is `undefined`; nothing here throws.
 */

export type Foreign = Readonly<Record<string, unknown>>

/** UTF-16 units that are kept of one text; the raw event keeps the rest. */
export const TEXT_MAX = 64_000
/** UTF-16 units of an id of Meta; longer ones are not ids. */
const ID_MAX = 512
const NAME_MAX = 200
const JSON_DEPTH_MAX = 32
const JSON_VALUES_MAX = 5_000
const WA_ID_MIN = 5
const WA_ID_MAX = 20
const BSUID_MAX = 160
/** Meta's clock may run ahead of ours by this much before its time is disbelieved. */
const CLOCK_SKEW_MAX: Millis = MINUTE
/** From here on a bare number can only mean milliseconds (as seconds it would be the year 33658). */
const MILLIS_FROM = 1e12
/** WhatsApp is younger than this moment (seconds, 1 January 2009). */
const FIRST_SECOND = 1_230_768_000

/** An own property; what lies on the prototype is never seen. */
export function own(value: Foreign, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined
}

export function objectAt(value: Foreign, key: string): Foreign | undefined {
  const found = own(value, key)
  return isObject(found) ? found : undefined
}

export function listAt(value: Foreign, key: string): readonly unknown[] | undefined {
  const found = own(value, key)
  return Array.isArray(found) ? found : undefined
}

/** Text as it was written, even empty; clean and at most `max` units long. */
export function textAt(value: Foreign, key: string, max = TEXT_MAX): string | undefined {
  const found = own(value, key)
  return typeof found === 'string' ? cleanText(cutText(found, max)) : undefined
}

/** A short label such as a name or a title; absent when blank. */
export function labelAt(value: Foreign, key: string, max = NAME_MAX): string | undefined {
  const text = textAt(value, key, max)?.trim()
  return text ? text : undefined
}

/** An id: a non-empty string of at most `ID_MAX` units, or a whole number that JSON carried exactly. */
export function idAt(value: Foreign, key: string): string | undefined {
  const found = own(value, key)
  if (typeof found === 'number') return Number.isSafeInteger(found) && found >= 0 ? String(found) : undefined
  if (typeof found !== 'string' || found === '' || found.length > ID_MAX) return undefined
  const text = cleanText(found)
  return text === '' ? undefined : text
}

/** A WhatsApp id: the digits of a phone number with its country code. */
export function waIdAt(value: Foreign, key: string): string | undefined {
  const found = own(value, key)
  if (typeof found !== 'string' || found.length < WA_ID_MIN || found.length > WA_ID_MAX) return undefined
  return isDigits(found) ? found : undefined
}

/** A business-scoped user id such as `ID.40817263544556677889`: opaque, but of plain characters. */
export function bsuidAt(value: Foreign, key: string): string | undefined {
  const found = own(value, key)
  if (typeof found !== 'string' || found === '' || found.length > BSUID_MAX) return undefined
  return /^[A-Za-z0-9._-]+$/.test(found) ? found : undefined
}

/** A number, also when it came as decimal text. */
export function numberAt(value: Foreign, key: string): number | undefined {
  const found = own(value, key)
  if (typeof found === 'number') return Number.isFinite(found) ? found : undefined
  if (typeof found !== 'string' || found.length > 40) return undefined
  return /^-?\d+(\.\d+)?$/.test(found) ? Number(found) : undefined
}

/**
 * Meta's time of an element: seconds as text or number; milliseconds are recognised by their size.
 * Missing or impossible times, and times ahead of the receipt, become the receipt, so that no sender can stretch a window.
 */
export function timeAt(value: Foreign, receivedAt: Millis): Millis {
  const said = numberAt(value, 'timestamp')
  if (said === undefined) return receivedAt
  const at = Math.floor(said >= MILLIS_FROM ? said : said * SECOND)
  if (at < FIRST_SECOND * SECOND || at > receivedAt + CLOCK_SKEW_MAX) return receivedAt
  return Math.min(at, receivedAt)
}

/** The last moment that a calendar of JavaScript or PostgreSQL is asked for: the year 9999. */
const LAST_MOMENT: Millis = 253_402_300_799_999

/** A moment of Meta's that may still come: seconds or milliseconds, as number or text; null when there is none, or no calendar has it. */
export function momentAt(value: Foreign, key: string): Millis | null {
  const said = numberAt(value, key) ?? 0
  const at = Math.floor(said >= MILLIS_FROM ? said : said * SECOND)
  return at > 0 && at <= LAST_MOMENT ? at : null
}

/**
 * A copy that can be stored: texts clean and bounded, at most 32 levels and 5,000 values.
 * Undefined when it is larger; the raw event still holds it.
 */
export function jsonOf(value: unknown): Json | undefined {
  const budget = { left: JSON_VALUES_MAX }
  return copyOf(value, JSON_DEPTH_MAX, budget)
}

function copyOf(value: unknown, depth: number, budget: { left: number }): Json | undefined {
  budget.left -= 1
  if (budget.left < 0 || depth === 0) return undefined
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'string') return cleanText(cutText(value, TEXT_MAX))
  if (Array.isArray(value)) return copyOfList(value, depth, budget)
  return isObject(value) ? copyOfObject(value, depth, budget) : undefined
}

function copyOfList(list: readonly unknown[], depth: number, budget: { left: number }): Json | undefined {
  if (list.length > budget.left) return undefined
  const copies: Json[] = []
  for (const item of list) {
    const copy = copyOf(item, depth - 1, budget)
    if (copy === undefined) return undefined
    copies.push(copy)
  }
  return copies
}

function copyOfObject(value: Foreign, depth: number, budget: { left: number }): Json | undefined {
  const copies: { [key: string]: Json } = {}
  for (const key of Object.keys(value)) {
    // A key of this name would set the prototype of whoever copies the value further.
    if (key === '__proto__') continue
    const copy = copyOf(value[key], depth - 1, budget)
    if (copy === undefined) return undefined
    copies[cleanText(cutText(key, NAME_MAX))] = copy
  }
  return copies
}

function isDigits(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 48 || code > 57) return false
  }
  return text.length > 0
}
