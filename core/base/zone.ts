import { dateFromDays, daysFromCivil } from '#core/base/calendar.ts'
import { DAY, HOUR, MINUTE, type Millis, SECOND } from '#core/base/time.ts'

/** A moment as a clock on the wall shows it. `weekday`: 1 = Monday … 7 = Sunday; `minute` since midnight. */
export type WallClock = { readonly weekday: number; readonly minute: number }

/** The wall clock of an IANA zone; undefined when there is no such zone. */
export function wallClock(now: Millis, zone: string): WallClock | undefined {
  const offset = offsetOf(now, zone)
  if (offset === undefined) return undefined
  const local = now + offset
  const day = Math.floor(local / DAY)
  return { weekday: ((((day + 3) % 7) + 7) % 7) + 1, minute: Math.floor((local - day * DAY) / MINUTE) }
}

/**
 * The next moment, later than `now`, at which a clock in that zone shows `clock` (hh:mm).
 * When clocks spring over it, it is as much later as they spring (02:30 → 03:30); when they fall back, the first of
 * the two. Undefined when there is no such zone.
 */
export function nextClock(now: Millis, clock: string, zone: string): Millis | undefined {
  const offset = offsetOf(now, zone)
  if (offset === undefined) return undefined
  const today = Math.floor((now + offset) / DAY) * DAY
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  for (let day = 0; day <= DAYS_AHEAD_MAX; day++) {
    const moment = momentOf(today + day * DAY + hour * HOUR + minute * MINUTE, zone)
    if (moment > now) return moment
  }
  return undefined
}

/** A date of the Gregorian calendar, and the second of its day. */
type CalendarTime = {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly second: number
}

/** What calendar and clock of an IANA zone show; undefined when there is no such zone. */
export function calendarAt(now: Millis, zone: string): CalendarTime | undefined {
  const formatter = formatterOf(zone)
  if (!formatter) return undefined
  const at: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {}
  for (const part of formatter.formatToParts(now)) at[part.type] = Number(part.value)
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = at
  return { year, month, day, second: hour * 3600 + minute * 60 + second }
}

/** The calendar day that a clock in that zone shows, as `yyyy-mm-dd`; undefined when there is no such zone. */
export function dateIn(now: Millis, zone: string): string | undefined {
  const offset = offsetOf(now, zone)
  return offset === undefined ? undefined : (dateFromDays(Math.floor((now + offset) / DAY)) ?? undefined)
}

export function isZone(zone: string): boolean {
  return formatterOf(zone) !== null
}

/** A zone may leave out a whole day (Samoa did in 2011), never three. */
const DAYS_AHEAD_MAX = 3
const ZONES_MAX = 1000
const formatters = new Map<string, Intl.DateTimeFormat | null>()

function formatterOf(zone: string): Intl.DateTimeFormat | null {
  const known = formatters.get(zone)
  if (known !== undefined) return known
  if (formatters.size >= ZONES_MAX) formatters.clear()
  const made = makeFormatter(zone)
  formatters.set(zone, made)
  return made
}

function makeFormatter(zone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return null // an unknown zone is an answer here, not a failure
  }
}

/** How far that zone's clocks run ahead of UTC. */
function offsetOf(now: Millis, zone: string): Millis | undefined {
  const at = calendarAt(now, zone)
  if (!at) return undefined
  const local = daysFromCivil(at.year, at.month, at.day) * DAY + at.second * SECOND
  return local - Math.floor(now / SECOND) * SECOND
}

/** The first moment at which the clocks show that local time; past a gap, as much later as the gap is long. */
export function momentOf(local: Millis, zone: string): Millis {
  const before = offsetOf(local - DAY, zone) ?? 0
  const after = offsetOf(local + DAY, zone) ?? 0
  if (offsetOf(local - before, zone) === before) return local - before
  if (offsetOf(local - after, zone) === after) return local - after
  return local - before
}
