import { daysFromDate, isoFromMillis } from '#core/base/calendar.ts'
import { DAY, HOUR, MINUTE } from '#core/base/time.ts'
import { momentOf } from '#core/base/zone.ts'
import { readDate } from '#core/contact/field/read-date.ts'

const FORM =
  /^(.+?)[,\s]+(jam|pukul|at|@)?\s*(\d{1,2})(?:[.:](\d{2}))?\s*(am|pm|pagi|siang|sore|malam)?\s*(wib|wita|wit)?$/
/** Nobody needs more for a day and a time. */
const LENGTH_MAX = 80
const ZONES: Readonly<Record<string, string>> = {
  wib: 'Asia/Jakarta',
  wita: 'Asia/Makassar',
  wit: 'Asia/Jayapura',
}

/**
 * A day and a time as people write them (31/12/2026 14.30 · 31 Desember 2026 jam 2 siang · 2026-12-31T14:30), by the
 * clock of `zone` unless WIB, WITA or WIT is said, as `yyyy-mm-ddThh:mm:ssZ`. Null when it is none.
 */
export function readDateTime(text: string, zone: string): string | null {
  if (text.length > LENGTH_MAX) return null
  const said = text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/^(\d{4}-\d{2}-\d{2})t(?=\d)/, '$1 ')
  const [, day = '', word, hours = '', minutes, part, named = ''] = FORM.exec(said) ?? []
  if (minutes === undefined && part === undefined && word === undefined) return null
  const date = readDate(day.replace(/,$/, ''))
  const days = date === null ? null : daysFromDate(date)
  const hour = hourOf(Number(hours), part)
  const minute = Number(minutes ?? 0)
  if (days === null || hour === null || minute > 59) return null
  return isoFromMillis(momentOf(days * DAY + hour * HOUR + minute * MINUTE, ZONES[named] ?? zone))
}

/** The hour of the day from 0 to 23; null when no clock shows it. */
function hourOf(hour: number, part: string | undefined): number | null {
  if (part === undefined) return hour <= 23 ? hour : null
  if (hour < 1 || hour > 12) return hour <= 23 && part !== 'am' && part !== 'pm' ? hour : null
  switch (part) {
    case 'am':
    case 'pagi':
      return hour % 12
    case 'malam':
      return hour === 12 ? 0 : hour + 12
    case 'siang':
      return hour <= 5 ? hour + 12 : hour
    default:
      return (hour % 12) + 12
  }
}
