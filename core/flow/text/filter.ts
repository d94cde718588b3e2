import type { Language } from '#core/base/language.ts'
import { MONTHS } from '#core/flow/answer/date.ts'

type Filter = (value: string, other: string, language: Language) => string

/** Everything that a merge field may do to its value: `{{ first_name | default: "Kak" }}`. */
export const FILTERS: Readonly<Record<string, Filter>> = {
  /** Another text when the value is empty. */
  default: (value, other) => (value.trim() === '' ? other : value),
  upcase: (value) => value.toUpperCase(),
  downcase: (value) => value.toLowerCase(),
  /** 45000 → Rp45.000; what is no number stays. */
  rupiah: (value) => rupiah(value),
  /** 2026-10-05 → 5 Oktober 2026 (or, with `"en"`, 5 October 2026); what is no date stays. */
  date: (value, other, language) => longDate(value, other === 'id' || other === 'en' ? other : language),
}

function rupiah(value: string): string {
  const parts = /^(-?)(\d{1,15})(?:\.(\d{1,2}))?\d*$/.exec(value.trim())
  if (!parts) return value
  const [, sign = '', whole = '', cents = ''] = parts
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, '.')
  return `${sign}Rp${grouped}${Number(cents) > 0 ? `,${cents.padEnd(2, '0')}` : ''}`
}

function longDate(value: string, language: Language): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value.trim())
  const month = parts ? MONTHS[language][Number(parts[2]) - 1] : undefined
  return parts && month ? `${Number(parts[3])} ${month} ${parts[1]}` : value
}
