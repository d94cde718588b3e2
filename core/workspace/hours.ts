import { z } from 'zod'
import { daysFromDate } from '#core/base/calendar.ts'
import { DAY, MINUTE, type Millis } from '#core/base/time.ts'
import { dateIn, momentOf } from '#core/base/zone.ts'

const SPANS_MAX = 4
const HOLIDAYS_MAX = 100
/** A shop that opens on no day within so many never opens. */
const DAYS_AHEAD_MAX = 400
const WEEK = 7
const DAY_MINUTES = 1440

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
/** From a clock time until another, which is outside already; over midnight when `to` is earlier, a whole day when both are the same. */
export const Span = z.object({ from: Clock, to: Clock })
export type Span = z.infer<typeof Span>

/** When the business answers: stretches of each weekday (Monday first), and days on which it is closed all day. */
export const Hours = z.object({
  zone: z.string().max(64),
  days: z.array(z.array(Span).max(SPANS_MAX)).length(WEEK),
  holidays: z
    .array(z.object({ date: z.iso.date(), name: z.string().trim().max(80).default('') }))
    .max(HOLIDAYS_MAX)
    .default([]),
})
export type Hours = z.infer<typeof Hours>

/** Whether the business is open now; in a zone that nobody knows it never is. What begins before midnight belongs to its day. */
export function isOpenAt(hours: Hours, now: Millis): boolean {
  const today = daysFromDate(dateIn(now, hours.zone) ?? '')
  if (today === null) return false
  return [today - 1, today].some((day) =>
    stretchesOf(hours, day).some(({ from, to }) => from <= now && now < to),
  )
}

/** The first moment, `now` or later, at which the business is open; null when there is none. */
export function opensNext(hours: Hours, now: Millis): Millis | null {
  if (isOpenAt(hours, now)) return now
  const today = daysFromDate(dateIn(now, hours.zone) ?? '')
  if (today === null) return null
  for (let day = today; day <= today + DAYS_AHEAD_MAX; day++) {
    const begins = stretchesOf(hours, day).flatMap(({ from }) => (from >= now ? [from] : []))
    if (begins.length > 0) return Math.min(...begins)
  }
  return null
}

type Stretch = { readonly from: Millis; readonly to: Millis }

/** The stretches that begin on a day, given as days since 1970. */
function stretchesOf({ zone, days, holidays }: Hours, day: number): Stretch[] {
  if (holidays.some(({ date }) => daysFromDate(date) === day)) return []
  return (days[weekdayOf(day)] ?? []).map((span) => {
    const from = minuteOf(span.from)
    const end = minuteOf(span.to)
    const to = end > from ? end : end + DAY_MINUTES
    return { from: momentOf(day * DAY + from * MINUTE, zone), to: momentOf(day * DAY + to * MINUTE, zone) }
  })
}

/** 0 is Monday; the first day of 1970 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 3) % WEEK) + WEEK) % WEEK
}

function minuteOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
}
