import type { Language } from '#core/base/language.ts'
import { DAY, HOUR, MINUTE, type Millis } from '#core/base/time.ts'

const LOCALES: Readonly<Record<Language, string>> = { id: 'id-ID', en: 'en-GB' }
const SHORT = {
  id: { d: 'hr', h: 'j', m: 'm', now: 'kini' },
  en: { d: 'd', h: 'h', m: 'm', now: 'now' },
} as const

/** Times, dates and numbers as a reader of the language writes them; `zone` is an IANA name, by default the device's. */
export function formatsOf(language: Language, zone?: string) {
  const locale = LOCALES[language]
  const at = zone ? { timeZone: zone } : {}
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false, ...at })
  const day = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', ...at })
  const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', ...at })
  const key = new Intl.DateTimeFormat('sv-SE', { year: 'numeric', month: '2-digit', day: '2-digit', ...at })
  const plain = new Intl.NumberFormat(locale)
  const shares = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const money = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'IDR',
    maximumFractionDigits: 0,
  })
  return {
    /** 10.04 or 10:04. */
    time: (moment: Millis) => time.format(moment),
    /** Sen, 23 Nov or Mon 23 Nov. */
    day: (moment: Millis) => day.format(moment),
    /** 23 Nov 2026. */
    date: (moment: Millis) => date.format(moment),
    /** 23 Nov 2026, 10.04. */
    moment: (moment: Millis) => `${date.format(moment)}, ${time.format(moment)}`,
    /** 2026-11-23: equal for moments of one calendar day. */
    dayKey: (moment: Millis) => key.format(moment),
    number: (value: number) => plain.format(value),
    /** 0.124 as 12,4%. */
    percent: (share: number) => shares.format(share),
    rupiah: (value: number) => money.format(value),
    /** A length of time in its two largest units: 23 j 59 m, 2 hr 3 j. */
    span: (length: Millis) => spanOf(length, language).join(' '),
    /** How long ago, in the largest unit; after a week the date, within a minute `kini`. */
    ago: (moment: Millis, now: Millis) => {
      if (now - moment >= 7 * DAY) return day.format(moment)
      return now - moment < MINUTE ? SHORT[language].now : (spanOf(now - moment, language)[0] ?? '')
    },
    /** 10.04 on the day of `now`, else 23 Nov 2026, 10.04. */
    stamp: (moment: Millis, now: Millis) =>
      key.format(moment) === key.format(now)
        ? time.format(moment)
        : `${date.format(moment)}, ${time.format(moment)}`,
  }
}
export type Formats = ReturnType<typeof formatsOf>

/** The two largest units of a length of time, the larger first. */
function spanOf(length: Millis, language: Language): readonly string[] {
  const unit = SHORT[language]
  const days = Math.floor(length / DAY)
  const hours = Math.floor((length % DAY) / HOUR)
  const minutes = Math.floor((length % HOUR) / MINUTE)
  if (days > 0) return hours > 0 ? [`${days} ${unit.d}`, `${hours} ${unit.h}`] : [`${days} ${unit.d}`]
  if (hours > 0) return [`${hours} ${unit.h}`, `${minutes} ${unit.m}`]
  return [`${minutes} ${unit.m}`]
}
