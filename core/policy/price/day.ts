import { MINUTE, type Millis } from '#core/base/time.ts'
import { calendarAt } from '#core/base/zone.ts'

/** A calendar day as `2026-10-01`, in the time zone of the WhatsApp Business Account; days compare as texts. */
export type Day = string
/** A calendar month as `2026-10`. */
export type Month = string

/**
 * The day a moment falls on in that IANA zone. Meta switches months, plans and rates at midnight of the account's time zone.
 * A zone that does not exist counts as UTC.
 */
export function dayOf(at: Millis, zone: string): Day {
  const minute = Math.floor(at / MINUTE)
  const known = lastDays.get(zone)
  if (known?.minute === minute) return known.day
  const day = readDay(at, zone)
  if (lastDays.size >= ZONES_MAX) lastDays.clear()
  lastDays.set(zone, { minute, day })
  return day
}

/** Zones of which the last day is kept. */
const ZONES_MAX = 1000
/** Days change at whole minutes: of what comes together only the first is looked up in the calendar. */
const lastDays = new Map<string, { readonly minute: number; readonly day: Day }>()

function readDay(at: Millis, zone: string): Day {
  const { year = 1970, month = 1, day = 1 } = calendarAt(at, zone) ?? calendarAt(at, 'UTC') ?? {}
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

export function monthOf(day: Day): Month {
  return day.slice(0, 7)
}

/** The number of the day in its month, and how many days that month has. */
export function placeInMonth(day: Day): { readonly nth: number; readonly days: number } {
  const [year = 0, month = 0, nth = 0] = day.split('-').map(Number)
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
  return { nth, days }
}
