import type { Language } from '#core/base/language.ts'
import { readDate } from '#core/contact/field/read-date.ts'
import { readNumber } from '#core/contact/field/read-number.ts'
import { canonicalValue, type FieldType } from '#core/contact/field/value.ts'

/**
 * A value as people write it, in the form of its type; the empty text is no value, null is none of that type. What is in
 * the form already is meant so (`1.5`); other numbers and dates are read by the language (`45.000` is 45000 in Indonesian).
 */
export function readValue(type: FieldType, value: string, language: Language): string | null {
  const text = canonicalValue(type, value)
  if (type === 'number' && text !== value.trim()) return readNumber(value, language) ?? text
  if (text !== null) return text
  if (type === 'date') return readDate(value)
  return type === 'list' ? canonicalValue('list', JSON.stringify([value])) : null
}
