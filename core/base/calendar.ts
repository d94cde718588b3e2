import { DAY, type Millis, SECOND } from '#core/base/time.ts'

/** Days of a month in the Gregorian calendar; `month` counts from 1. */
export function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Days from 1970-01-01 in the Gregorian calendar. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** The day that many days after 1970-01-01, as `yyyy-mm-dd`; null beyond the years 1000 to 9999. */
export function dateFromDays(days: number): string | null {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return year < 1000 || year > 9999 ? null : `${year}-${two(month)}-${two(day)}`
}

/** Days from 1970-01-01 to a day `yyyy-mm-dd`; null when no calendar has it. */
export function daysFromDate(date: string): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  if (!parts) return null
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null
  return daysFromCivil(year, month, day)
}

/** A moment as `yyyy-mm-ddThh:mm:ssZ`, in UTC and to the second; null beyond the years 1000 to 9999. */
export function isoFromMillis(moment: Millis): string | null {
  const days = Math.floor(moment / DAY)
  const date = dateFromDays(days)
  const seconds = Math.floor((moment - days * DAY) / SECOND)
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return date && `${date}T${clock.map(two).join(':')}Z`
}

/** The moment that `yyyy-mm-ddThh:mm:ssZ` names (seconds and their fraction may be missing); null when it names none. */
export function millisFromIso(iso: string): Millis | null {
  const parts = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d{1,9})?)?Z$/.exec(iso)
  const days = parts && daysFromDate(parts[1] ?? '')
  if (!parts || days === null) return null
  return days * DAY + (Number(parts[2]) * 3600 + Number(parts[3]) * 60 + Number(parts[4] ?? 0)) * SECOND
}

function two(count: number): string {
  return String(count).padStart(2, '0')
}
