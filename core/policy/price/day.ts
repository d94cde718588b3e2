import { MINUTE, type Millis } from '#core/base/time.ts'

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
  const day = formatDay(at, zone)
  if (lastDays.size >= ZONES_MAX) lastDays.clear()
  lastDays.set(zone, { minute, day })
  return day
}

/** Days change at whole minutes: of what comes together only the first is looked up in the calendar. */
const lastDays = new Map<string, { readonly minute: number; readonly day: Day }>()

function formatDay(at: Millis, zone: string): Day {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {}
  for (const { type, value } of formatterOf(zone).formatToParts(at)) part[type] = value
  return `${part.year?.padStart(4, '0')}-${part.month}-${part.day}`
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

const ZONES_MAX = 1000
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  if (formatters.size >= ZONES_MAX) formatters.clear()
  const made = makeFormatter(zone)
  formatters.set(zone, made)
  return made
}

function makeFormatter(timeZone: string): Intl.DateTimeFormat {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      ...parts,
    })
  } catch {
    return makeFormatter('UTC') // an unknown zone is an answer here, not a failure
  }
}
