import type { Language } from '#core/base/language.ts'

const CLOCK = /^\s*(\d{1,2})(?:[.:]?(\d{2}))?\s*$/

/** What a person typed as a time of day, as HH:MM; null while it is none. Takes 8, 8.30, 08:30 and 0830. */
export function readClock(typed: string): string | null {
  const [, hours, minutes = '00'] = CLOCK.exec(typed) ?? []
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return null
  return `${hours.padStart(2, '0')}:${minutes}`
}

/** A time of day as the language writes it: 08.30 or 08:30. */
export function clockIn(language: Language, clock: string): string {
  return language === 'id' ? clock.replace(':', '.') : clock
}
