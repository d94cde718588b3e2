import { dateFromDays, millisFromIso } from '#core/base/calendar.ts'
import { decimalFrom, plainOf, rounded } from '#core/base/decimal.ts'
import type { Language, Words } from '#core/base/language.ts'
import { cutText } from '#core/base/text.ts'
import { DAY } from '#core/base/time.ts'
import { dateIn, wallClock } from '#core/base/zone.ts'
import { MONTHS } from '#core/contact/field/read-date.ts'
import { readList } from '#core/contact/field/value.ts'

/** For whom a text is filled in. */
export type Voice = { readonly language: Language; readonly zone: string }
type Filter = {
  readonly run: (value: string, other: string, voice: Voice) => string
  readonly does: Words
  /** A merge field that uses it, and what it makes of the value before the bar. */
  readonly example: readonly [field: string, value: string, made: string]
}

/** Everything that a merge field may do to its value: `{{ first_name | default: "Kak" }}`. A value it cannot read stays. */
export const FILTERS: Readonly<Record<string, Filter>> = {
  default: {
    run: (value, other) => (value.trim() === '' ? other : value),
    does: { id: 'Teks lain kalau kosong', en: 'Another text when it is empty' },
    example: ['{{ nama | default: "Kak" }}', '', 'Kak'],
  },
  rupiah: {
    run: (value) => rupiah(value),
    does: { id: 'Sebagai rupiah', en: 'As rupiah' },
    example: ['{{ total | rupiah }}', '45000', 'Rp45.000'],
  },
  number: {
    run: (value, other, { language }) => grouped(value, other, language),
    does: {
      id: 'Angka dengan pemisah ribuan; bisa dengan jumlah desimal',
      en: 'A number with its thousands grouped; takes decimal places',
    },
    example: ['{{ berat | number: 1 }}', '1250.55', '1.250,6'],
  },
  date: {
    run: (value, other, voice) => longDate(value, isLanguage(other) ? { ...voice, language: other } : voice),
    does: {
      id: 'Tanggal lengkap; "en" untuk bahasa Inggris',
      en: 'The full date; "id" or "en" sets the language',
    },
    example: ['{{ acara | date }}', '2026-10-05', '5 Oktober 2026'],
  },
  short_date: {
    run: (value, _other, voice) => shortDate(value, voice),
    does: { id: 'Tanggal pendek, hari di depan', en: 'The short date, day first' },
    example: ['{{ acara | short_date }}', '2026-10-05', '05/10/2026'],
  },
  time: {
    run: (value, _other, { zone, language }) => clockOf(value, zone, language),
    does: { id: 'Jam di zona waktu pelanggan', en: 'The time in the customer’s zone' },
    example: ['{{ janji | time }}', '2026-10-05T08:30:00Z', '15.30'],
  },
  upcase: {
    run: (value) => value.toUpperCase(),
    does: { id: 'HURUF BESAR', en: 'CAPITAL LETTERS' },
    example: ['{{ kode | upcase }}', 'ab12', 'AB12'],
  },
  downcase: {
    run: (value) => value.toLowerCase(),
    does: { id: 'huruf kecil', en: 'small letters' },
    example: ['{{ kode | downcase }}', 'AB12', 'ab12'],
  },
  capitalize: {
    run: (value) => value.charAt(0).toUpperCase() + value.slice(1).toLowerCase(),
    does: { id: 'Huruf pertama besar', en: 'First letter in capital' },
    example: ['{{ kota | capitalize }}', 'BANDUNG', 'Bandung'],
  },
  join: {
    run: (value, other) => readList(value).join(other === '' ? ', ' : other),
    does: { id: 'Isi daftar dengan pemisah', en: 'A list with a separator' },
    example: ['{{ belanja | join: " + " }}', '["kopi","roti"]', 'kopi + roti'],
  },
  size: {
    run: (value) => String(value.startsWith('[') ? readList(value).length : [...value].length),
    does: { id: 'Banyaknya isi daftar atau huruf', en: 'How many things or characters' },
    example: ['{{ belanja | size }}', '["kopi","roti"]', '2'],
  },
  truncate: {
    run: (value, other) => truncate(value, other),
    does: { id: 'Dipotong pada sekian huruf', en: 'Cut at so many characters' },
    example: ['{{ catatan | truncate: 10 }}', 'Antar sebelum makan siang', 'Antar seb…'],
  },
  url_encode: {
    run: (value) => encodeURIComponent(value.toWellFormed()),
    does: { id: 'Aman dipakai di dalam tautan', en: 'Safe inside a link' },
    example: ['{{ nama | url_encode }}', 'Budi & Co', 'Budi%20%26%20Co'],
  },
}

/** How a value without filters reads: a list by commas, a yes-or-no as a word. */
export function plainText(type: string | undefined, value: string, language: Language): string {
  if (type === 'list') return readList(value).join(', ')
  if (type === 'boolean' && value !== '')
    return value === 'true' || value === 'yes' ? YES[language] : NO[language]
  return value
}
const YES = { id: 'Ya', en: 'Yes' } as const
const NO = { id: 'Tidak', en: 'No' } as const

function isLanguage(text: string): text is Language {
  return text === 'id' || text === 'en'
}

function rupiah(value: string): string {
  const number = decimalFrom(value)
  if (!number) return value
  const [whole = '', cents = ''] = plainOf(rounded(number, 2)).replace('-', '').split('.')
  const sign = number.units < 0n ? '-' : ''
  return `${sign}Rp${groups(whole, '.')}${cents === '' ? '' : `,${cents.padEnd(2, '0')}`}`
}

const PLACES_MAX = 6

/** Digits grouped and pointed as the language does it: 1.234,5 in Indonesian, 1,234.5 in English. */
function grouped(value: string, places: string, language: Language): string {
  const number = decimalFrom(value)
  if (!number) return value
  const wanted = /^\d$/.test(places) ? Math.min(Number(places), PLACES_MAX) : null
  const [whole = '', rest = ''] = plainOf(wanted === null ? number : rounded(number, wanted))
    .replace('-', '')
    .split('.')
  const fraction = wanted === null ? rest : rest.padEnd(wanted, '0')
  const [mark, point] = language === 'id' ? ['.', ','] : [',', '.']
  return `${number.units < 0n ? '-' : ''}${groups(whole, mark)}${fraction === '' ? '' : point + fraction}`
}

function groups(whole: string, mark: string): string {
  return whole.replace(/\B(?=(\d{3})+(?!\d))/g, mark)
}

/** The calendar day of a date, or of a moment in that zone. */
function dayOf(value: string, zone: string): readonly [string, string, string] | null {
  const moment = millisFromIso(value.trim())
  const local =
    moment === null ? value.trim() : (dateIn(moment, zone) ?? dateFromDays(Math.floor(moment / DAY)) ?? '')
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(local)
  return parts ? [parts[1] ?? '', parts[2] ?? '', parts[3] ?? ''] : null
}

function longDate(value: string, { language, zone }: Voice): string {
  const [year, month, day] = dayOf(value, zone) ?? []
  const name = month && MONTHS[language][Number(month) - 1]
  return name ? `${Number(day)} ${name} ${year}` : value
}

function shortDate(value: string, { zone }: Voice): string {
  const [year, month, day] = dayOf(value, zone) ?? []
  return year ? `${day}/${month}/${year}` : value
}

function clockOf(value: string, zone: string, language: Language): string {
  const moment = millisFromIso(value.trim())
  const clock = moment === null ? undefined : wallClock(moment, zone)
  if (!clock) return value
  const two = (count: number) => String(count).padStart(2, '0')
  return `${two(Math.floor(clock.minute / 60))}${language === 'id' ? '.' : ':'}${two(clock.minute % 60)}`
}

function truncate(value: string, length: string): string {
  const max = /^\d{1,4}$/.test(length) ? Number(length) : TRUNCATE_USUAL
  return value.length <= max ? value : `${cutText(value, Math.max(max - 1, 0))}…`
}
const TRUNCATE_USUAL = 50
