import { dateFromDays, daysFromDate } from '#core/base/calendar.ts'
import { DAY, type Millis } from '#core/base/time.ts'
import { dateIn, momentOf } from '#core/base/zone.ts'

/** A calendar day of a zone: its name such as `2026-11-27`, and its first moment. */
export type CalendarDay = { readonly day: string; readonly from: Millis }

/** The last days up to the one that `now` falls on, oldest first. A zone that does not exist counts as UTC. */
export function lastDays(now: Millis, zone: string, count: number): CalendarDay[] {
  const today = daysFromDate(dateIn(now, zone) ?? dateIn(now, 'UTC') ?? '') ?? 0
  return Array.from({ length: count }, (_, at) => {
    const nth = today - (count - 1 - at)
    return { day: dateFromDays(nth) ?? '', from: momentOf(nth * DAY, zone) }
  })
}
