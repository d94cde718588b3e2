import { daysIn } from '#core/base/calendar.ts'

export const MONTHS = {
  id: [
    'Januari',
    'Februari',
    'Maret',
    'April',
    'Mei',
    'Juni',
    'Juli',
    'Agustus',
    'September',
    'Oktober',
    'November',
    'Desember',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
} as const

/**
 * A date as people write it (05/10/2026, 5-10-2026, 5.10.2026, 5 Oktober 2026, Oct 5, 2026, 2026-10-05), day before
 * month, as ISO `yyyy-mm-dd`. Null when it is none, or a day that no calendar has.
 */
export function readDate(text: string): string | null {
  const said = text.normalize('NFKC').trim().toLowerCase()
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(said)
  if (iso) return dateOf(iso[1], Number(iso[2]), iso[3])
  const digits = /^(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{4})$/.exec(said)
  if (digits) return dateOf(digits[3], Number(digits[2]), digits[1])
  const worded = /^(\d{1,2})(?:st|nd|rd|th)?[-/. ]{0,2}([a-z]{3,9})[-/., ]{0,2}(\d{4})$/.exec(said)
  if (worded) return dateOf(worded[3], monthOf(worded[2]), worded[1])
  const american = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/.exec(said)
  if (american) return dateOf(american[3], monthOf(american[1]), american[2])
  return null
}

const SHORT: Readonly<Record<string, number>> = {
  agt: 8,
  agu: 8,
  ags: 8,
  peb: 2,
  sept: 9,
  nop: 11,
  nopember: 11,
  pebruari: 2,
}

function monthOf(word = ''): number {
  for (const names of [MONTHS.id, MONTHS.en]) {
    const at = names.findIndex((name) => {
      const full = name.toLowerCase()
      return word === full || word === full.slice(0, 3)
    })
    if (at >= 0) return at + 1
  }
  return Object.hasOwn(SHORT, word) ? (SHORT[word] ?? 0) : 0
}

function dateOf(year = '', month: number, day = ''): string | null {
  const y = Number(year)
  const d = Number(day)
  if (y < 1000 || month < 1 || month > 12 || d < 1 || d > daysIn(y, month)) return null
  return `${year}-${String(month).padStart(2, '0')}-${String(d).padStart(2, '0')}`
}
