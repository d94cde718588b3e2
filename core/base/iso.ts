import { DAY, HOUR, MINUTE, type Millis, SECOND } from '#core/base/time.ts'

/** A moment as people write it in files: ISO 8601 in UTC, whole seconds. */
export const ISO = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})Z$/

/** Days between 1970-01-01 and a date of the Gregorian calendar (H. Hinnant, days_from_civil). */
function daysOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const ofEra = shifted - era * 400
  const ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
}

/** The moment that a text names; `NaN` when it is not of this form. */
export function momentOfIso(text: string): Millis {
  const parts = ISO.exec(text)?.slice(1).map(Number)
  const [year = Number.NaN, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts ?? []
  return daysOf(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second * SECOND
}

/** The moment as such a text, cut to whole seconds. */
export function isoOf(at: Millis): string {
  const days = Math.floor(at / DAY)
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const ofEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  )
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marched = Math.floor((5 * ofYear + 2) / 153)
  const day = ofYear - Math.floor((153 * marched + 2) / 5) + 1
  const month = marched < 10 ? marched + 3 : marched - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  const rest = at - days * DAY
  const clock = [rest / HOUR, (rest % HOUR) / MINUTE, (rest % MINUTE) / SECOND].map((part) => two(part))
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${clock.join(':')}Z`
}

function two(part: number): string {
  return String(Math.floor(part)).padStart(2, '0')
}
