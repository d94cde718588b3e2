import { daysFromDate, isoFromMillis, millisFromIso } from '#core/base/calendar.ts'
import { decimalFrom, plainOf } from '#core/base/decimal.ts'
import { cutText } from '#core/base/text.ts'

export const FIELD_TYPES = ['text', 'number', 'boolean', 'date', 'datetime', 'list'] as const
export type FieldType = (typeof FIELD_TYPES)[number]

/** The longest value that a field keeps, in UTF-16 units; a list as its JSON text. */
export const FIELD_VALUE_MAX = 4000
/** Texts in a list, and the longest of them. */
export const LIST_MAX = 100
const ITEM_MAX = 500

/**
 * Every value is kept as one text in one form per type, so that equal values are equal texts; the empty text is "no value".
 * number `1234.5` · boolean `true` or `false` · date `2026-10-05` · datetime `2026-10-05T08:30:00Z` · list `["a","b"]`.
 * Null: the text is no value of that type. A value in the form is returned as it is.
 */
export function canonicalValue(type: FieldType, text: string): string | null {
  if (type === 'text') return cutText(text, FIELD_VALUE_MAX)
  const said = text.trim()
  return said === '' ? '' : CODECS[type](said)
}

const CODECS: Readonly<Record<Exclude<FieldType, 'text'>, (text: string) => string | null>> = {
  number: (text) => {
    const number = decimalFrom(text)
    return number && plainOf(number)
  },
  boolean: (text) => BOOLEANS.get(text.toLowerCase()) ?? null,
  date: (text) => (daysFromDate(text) === null ? null : text),
  datetime: (text) => {
    const moment = millisFromIso(text)
    return moment === null ? null : isoFromMillis(moment)
  },
  list: (text) => {
    const items = parsedList(text)
    return items && writeList(items)
  },
}

const BOOLEANS: ReadonlyMap<string, string> = new Map([
  ...['true', 'yes', 'ya', '1'].map((word): [string, string] => [word, 'true']),
  ...['false', 'no', 'tidak', '0'].map((word): [string, string] => [word, 'false']),
])

/** The texts of a list value; a text that is no list is a list of itself, so that nothing is lost. */
export function readList(value: string): readonly string[] {
  if (value.trim() === '') return []
  return parsedList(value) ?? [value]
}

/** A list as its value; null when it is too long for a field. Empty texts are left out, no list is the empty text. */
export function writeList(items: readonly string[]): string | null {
  const kept = items.map((item) => cutText(item.trim(), ITEM_MAX)).filter((item) => item !== '')
  if (kept.length > LIST_MAX) return null
  const text = kept.length === 0 ? '' : JSON.stringify(kept)
  return text.length > FIELD_VALUE_MAX ? null : text
}

function parsedList(text: string): string[] | null {
  if (!text.startsWith('[')) return null
  try {
    const read: unknown = JSON.parse(text)
    if (!Array.isArray(read)) return null
    return read.every((item) => typeof item === 'string' || typeof item === 'number')
      ? read.map(String)
      : null
  } catch {
    return null // a text that begins with a bracket and is no JSON
  }
}
