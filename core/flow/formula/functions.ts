import { dateFromDays, daysFromCivil, daysFromDate, daysIn, millisFromIso } from '#core/base/calendar.ts'
import {
  compareDecimals,
  countOf,
  type Decimal,
  decimalFrom,
  negate,
  plainOf,
  rounded,
  SCALE_MAX,
  wholeOf,
} from '#core/base/decimal.ts'
import type { Words } from '#core/base/language.ts'
import { HOUR, MINUTE, type Millis } from '#core/base/time.ts'
import { dateIn } from '#core/base/zone.ts'
import {
  DayValue,
  FormulaError,
  filled,
  MomentValue,
  NumberValue,
  numberOf,
} from '#core/flow/formula/value.ts'

/** A function of formulas: CEL's signature, what it does in both languages, and an example. */
type FormulaFunction = {
  readonly signature: string
  readonly does: Words
  readonly example: string
  /** CEL checks the arguments against the signature before it calls. */
  readonly run: (...values: never[]) => unknown
}

const whole = (count: number) => new NumberValue({ units: BigInt(count), scale: 0 })

function steps(number: NumberValue): number {
  const count = countOf(filled(number))
  if (count === null) throw new FormulaError('out-of-range')
  return count
}

export function dayAfter(day: DayValue, count: NumberValue, sign: 1 | -1 = 1): DayValue {
  const days = filled(day) + sign * steps(count)
  if (dateFromDays(days) === null) throw new FormulaError('out-of-range')
  return new DayValue(days)
}

function momentAfter(moment: MomentValue, count: NumberValue, unit: Millis): MomentValue {
  return new MomentValue(filled(moment) + steps(count) * unit)
}

function civil(day: DayValue): { year: number; month: number; day: number } {
  const [year = 0, month = 0, date = 0] = (dateFromDays(filled(day)) ?? '').split('-').map(Number)
  return { year, month, day: date }
}

/** The same day of another month; its last day where the month is shorter. */
function monthAfter(day: DayValue, count: NumberValue): DayValue {
  const from = civil(day)
  const months = from.year * 12 + from.month - 1 + steps(count)
  const [year, month] = [Math.floor(months / 12), (((months % 12) + 12) % 12) + 1]
  return dayAfter(new DayValue(daysFromCivil(year, month, Math.min(from.day, daysIn(year, month)))), whole(0))
}

function pick(one: NumberValue, other: NumberValue, sign: 1 | -1): NumberValue {
  return compareDecimals(filled(one), filled(other)) * sign >= 0 ? one : other
}

function split(text: string, by: string): string[] {
  return by === '' ? [text] : text.split(by).map((part) => part.trim())
}

function read<T>(held: T | null): T {
  if (held === null) throw new FormulaError('not-a-value')
  return held
}

const positive = (number: Decimal) => (number.units < 0n ? negate(number) : number)

/** All that a formula may call besides CEL's operators, `in`, and `list.map · filter · exists · all`. */
export const FUNCTIONS: readonly FormulaFunction[] = [
  {
    signature: 'round(number, number): number',
    does: { id: 'Membulatkan ke sekian angka di belakang koma.', en: 'Rounds to so many decimal places.' },
    example: 'round(total / 3, 2)',
    run: (number: NumberValue, places: NumberValue) => {
      const count = Math.min(Math.max(steps(places), 0), SCALE_MAX)
      return new NumberValue(rounded(filled(number), count))
    },
  },
  {
    signature: 'floor(number): number',
    does: { id: 'Membulatkan ke bawah.', en: 'Rounds down to a whole number.' },
    example: 'floor(total / 1000)',
    run: (number: NumberValue) => new NumberValue(wholeOf(filled(number), 'down')),
  },
  {
    signature: 'ceil(number): number',
    does: { id: 'Membulatkan ke atas.', en: 'Rounds up to a whole number.' },
    example: 'ceil(jumlah / 12)',
    run: (number: NumberValue) => new NumberValue(wholeOf(filled(number), 'up')),
  },
  {
    signature: 'abs(number): number',
    does: { id: 'Nilai tanpa tanda minus.', en: 'The number without its sign.' },
    example: 'abs(selisih)',
    run: (number: NumberValue) => new NumberValue(positive(filled(number))),
  },
  {
    signature: 'min(number, number): number',
    does: { id: 'Yang lebih kecil dari dua angka.', en: 'The smaller of two numbers.' },
    example: 'min(diskon, 20000)',
    run: (one: NumberValue, other: NumberValue) => pick(one, other, -1),
  },
  {
    signature: 'max(number, number): number',
    does: { id: 'Yang lebih besar dari dua angka.', en: 'The larger of two numbers.' },
    example: 'max(total - diskon, 0)',
    run: (one: NumberValue, other: NumberValue) => pick(one, other, 1),
  },
  {
    signature: 'number(string): number',
    does: { id: 'Teks “12.5” menjadi angka.', en: 'The text “12.5” as a number.' },
    example: 'number("12.5")',
    run: (text: string) => new NumberValue(read(decimalFrom(text))),
  },
  {
    signature: 'text(number): string',
    does: { id: 'Angka menjadi teks.', en: 'A number as text.' },
    example: 'text(jumlah) + " buah"',
    run: (number: NumberValue) => plainOf(filled(number)),
  },
  {
    signature: 'text(date): string',
    does: { id: 'Tanggal menjadi teks tttt-bb-hh.', en: 'A date as text yyyy-mm-dd.' },
    example: 'text(today)',
    run: (day: DayValue) => read(dateFromDays(filled(day))),
  },
  {
    signature: 'upper(string): string',
    does: { id: 'Huruf besar semua.', en: 'In capital letters.' },
    example: 'upper(name)',
    run: (text: string) => text.toUpperCase(),
  },
  {
    signature: 'lower(string): string',
    does: { id: 'Huruf kecil semua.', en: 'In small letters.' },
    example: 'lower(last_message)',
    run: (text: string) => text.toLowerCase(),
  },
  {
    signature: 'trim(string): string',
    does: { id: 'Tanpa spasi di awal dan akhir.', en: 'Without spaces at both ends.' },
    example: 'trim(name)',
    run: (text: string) => text.trim(),
  },
  {
    signature: 'replace(string, string, string): string',
    does: { id: 'Mengganti semua potongan teks dengan yang lain.', en: 'Replaces every piece by another.' },
    example: 'replace(phone, "62", "0")',
    run: (text: string, from: string, to: string) => (from === '' ? text : text.split(from).join(to)),
  },
  {
    signature: 'length(string): number',
    does: { id: 'Banyaknya huruf.', en: 'How many characters a text has.' },
    example: 'length(name) > 3',
    run: (text: string) => whole([...text].length),
  },
  {
    signature: 'count(list<string>): number',
    does: { id: 'Banyaknya isi daftar.', en: 'How many things a list has.' },
    example: 'count(tags) > 0',
    run: (items: readonly string[]) => whole(items.length),
  },
  {
    signature: 'join(list<string>, string): string',
    does: { id: 'Isi daftar menjadi satu teks.', en: 'A list as one text.' },
    example: 'join(tags, ", ")',
    run: (items: readonly string[], by: string) => items.join(by),
  },
  {
    signature: 'split(string, string): list<string>',
    does: {
      id: 'Teks menjadi daftar, dipotong di setiap pemisah.',
      en: 'A text as a list, cut at each separator.',
    },
    example: 'split(last_message, ",")',
    run: split,
  },
  {
    signature: 'date(string): date',
    does: { id: 'Teks tttt-bb-hh menjadi tanggal.', en: 'The text yyyy-mm-dd as a date.' },
    example: 'date("2026-12-25")',
    run: (text: string) => new DayValue(read(daysFromDate(text))),
  },
  {
    signature: 'datetime(string): datetime',
    does: {
      id: 'Teks 2026-12-25T08:00:00Z menjadi waktu.',
      en: 'The text 2026-12-25T08:00:00Z as a moment.',
    },
    example: 'datetime("2026-12-25T08:00:00Z")',
    run: (text: string) => new MomentValue(read(millisFromIso(text))),
  },
  {
    signature: 'dateIn(datetime, string): date',
    does: { id: 'Tanggal suatu waktu di sebuah zona.', en: 'The date of a moment in a time zone.' },
    example: 'dateIn(now, zone)',
    run: (moment: MomentValue, zone: string) =>
      new DayValue(daysFromDate(read(dateIn(filled(moment), zone) ?? null))),
  },
  {
    signature: 'daysBetween(date, date): number',
    does: {
      id: 'Banyaknya hari dari tanggal pertama ke kedua.',
      en: 'Days from the first date to the second.',
    },
    example: 'daysBetween(today, tanggal_acara)',
    run: (from: DayValue, to: DayValue) => whole(filled(to) - filled(from)),
  },
  {
    signature: 'hoursBetween(datetime, datetime): number',
    does: {
      id: 'Banyaknya jam dari waktu pertama ke kedua.',
      en: 'Hours from the first moment to the second.',
    },
    example: 'hoursBetween(dibuat, now) > 24',
    run: (from: MomentValue, to: MomentValue) =>
      numberOf(decimalFrom(((filled(to) - filled(from)) / HOUR).toFixed(4))),
  },
  {
    signature: 'addMonths(date, number): date',
    does: { id: 'Tanggal sekian bulan kemudian.', en: 'The date so many months later.' },
    example: 'addMonths(today, 1)',
    run: monthAfter,
  },
  {
    signature: 'addHours(datetime, number): datetime',
    does: { id: 'Waktu sekian jam kemudian.', en: 'The moment so many hours later.' },
    example: 'addHours(now, 3)',
    run: (moment: MomentValue, count: NumberValue) => momentAfter(moment, count, HOUR),
  },
  {
    signature: 'addMinutes(datetime, number): datetime',
    does: { id: 'Waktu sekian menit kemudian.', en: 'The moment so many minutes later.' },
    example: 'addMinutes(now, 30)',
    run: (moment: MomentValue, count: NumberValue) => momentAfter(moment, count, MINUTE),
  },
  {
    signature: 'year(date): number',
    does: { id: 'Tahun suatu tanggal.', en: 'The year of a date.' },
    example: 'year(today)',
    run: (day: DayValue) => whole(civil(day).year),
  },
  {
    signature: 'month(date): number',
    does: { id: 'Bulan suatu tanggal, 1 sampai 12.', en: 'The month of a date, 1 to 12.' },
    example: 'month(tanggal_lahir) == month(today)',
    run: (day: DayValue) => whole(civil(day).month),
  },
  {
    signature: 'dayOfMonth(date): number',
    does: { id: 'Tanggal dalam bulan, 1 sampai 31.', en: 'The day of the month, 1 to 31.' },
    example: 'dayOfMonth(today) == 1',
    run: (day: DayValue) => whole(civil(day).day),
  },
  {
    signature: 'weekday(date): number',
    does: {
      id: 'Hari dalam minggu: 1 Senin sampai 7 Minggu.',
      en: 'The day of the week: 1 Monday to 7 Sunday.',
    },
    example: 'weekday(today) > 5',
    run: (day: DayValue) => whole(((((filled(day) + 3) % 7) + 7) % 7) + 1),
  },
  ...['number', 'date', 'datetime'].map(
    (type): FormulaFunction => ({
      signature: `filled(${type}): bool`,
      does: { id: 'Apakah sudah ada isinya.', en: 'Whether there is a value.' },
      example: 'filled(tanggal_acara)',
      run: (value: { readonly held: unknown }) => value.held !== null,
    }),
  ),
  {
    signature: 'filled(string): bool',
    does: { id: 'Apakah teksnya tidak kosong.', en: 'Whether the text is not empty.' },
    example: 'filled(name)',
    run: (text: string) => text.trim() !== '',
  },
  ...['number', 'date', 'datetime'].map(
    (type): FormulaFunction => ({
      signature: `default(${type}, ${type}): ${type}`,
      does: { id: 'Nilai lain kalau masih kosong.', en: 'Another value when there is none.' },
      example: 'default(jumlah, 1) * 15000',
      run: (value: { readonly held: unknown }, other: unknown) => (value.held === null ? other : value),
    }),
  ),
  {
    signature: 'default(string, string): string',
    does: { id: 'Teks lain kalau masih kosong.', en: 'Another text when it is empty.' },
    example: 'default(name, "Kak")',
    run: (text: string, other: string) => (text.trim() === '' ? other : text),
  },
]

/** Days between two dates, as `-` gives them. */
export function dayGap(one: DayValue, other: DayValue): NumberValue {
  return whole(filled(one) - filled(other))
}
