import { dateFromDays, daysFromDate, millisFromIso } from '#core/base/calendar.ts'
import { compareDecimals, decimalFrom } from '#core/base/decimal.ts'
import { DAY, type Millis } from '#core/base/time.ts'
import { dateIn } from '#core/base/zone.ts'
import { readDate } from '#core/contact/field/read-date.ts'
import { canonicalValue, type FieldType, readList } from '#core/contact/field/value.ts'
import { fold } from '#core/flow/text/fold.ts'

/** How a value may be looked at. Which of them make sense for a type says `comparisonsOf`. */
export const COMPARISONS = [
  'equal',
  'not-equal',
  'contains',
  'not-contains',
  'begins',
  'ends',
  'more',
  'at-least',
  'less',
  'at-most',
  'between',
  'true',
  'false',
  'past-days',
  'next-days',
  'filled',
  'empty',
] as const
export type Comparison = (typeof COMPARISONS)[number]

/** What is compared: a field's value with what a rule says. `type` undefined: nothing is known of the field. */
export type Pair = {
  readonly type: FieldType | undefined
  readonly own: string
  readonly other: string
  readonly upTo: string
  readonly now: Millis
  readonly zone: string
}

/** The comparisons that a type is offered in the builder; old rules keep theirs, whatever the type. */
export function comparisonsOf(type: FieldType | undefined): readonly Comparison[] {
  return OFFERED[type ?? 'text']
}

const ORDERED = ['equal', 'not-equal', 'more', 'at-least', 'less', 'at-most', 'between'] as const
const OFFERED: Readonly<Record<FieldType, readonly Comparison[]>> = {
  text: ['equal', 'not-equal', 'contains', 'not-contains', 'begins', 'ends', 'filled', 'empty'],
  number: [...ORDERED, 'filled', 'empty'],
  boolean: ['true', 'false', 'filled', 'empty'],
  date: [...ORDERED, 'past-days', 'next-days', 'filled', 'empty'],
  datetime: ['more', 'less', 'between', 'past-days', 'next-days', 'filled', 'empty'],
  list: ['contains', 'not-contains', 'filled', 'empty'],
}

/** Whether the value is as the rule says. What cannot be compared (words with a number) is not equal, more or less. */
export function compare(is: Comparison, pair: Pair): boolean {
  switch (is) {
    case 'filled':
      return fold(pair.own) !== ''
    case 'empty':
      return fold(pair.own) === ''
    case 'true':
      return canonicalValue('boolean', pair.own) === 'true'
    case 'false':
      return canonicalValue('boolean', pair.own) !== 'true'
    case 'contains':
      return contains(pair)
    case 'not-contains':
      return !contains(pair)
    case 'begins':
      return fold(pair.own).startsWith(fold(pair.other))
    case 'ends':
      return fold(pair.own).endsWith(fold(pair.other))
    case 'past-days':
      return isWithinDays(pair, -1)
    case 'next-days':
      return isWithinDays(pair, 1)
    default:
      return inOrder(is, pair)
  }
}

function contains({ type, own, other }: Pair): boolean {
  const wanted = fold(other)
  return type === 'list' ? readList(own).some((item) => fold(item) === wanted) : fold(own).includes(wanted)
}

function inOrder(
  is: Extract<Comparison, (typeof ORDERED)[number]>,
  { type, own, other, upTo }: Pair,
): boolean {
  const gap = gapOf(type, own, other)
  switch (is) {
    case 'equal':
      return gap === 0
    case 'not-equal':
      return gap !== 0
    case 'more':
      return fold(own) !== '' && gap !== null && gap > 0
    case 'at-least':
      return fold(own) !== '' && gap !== null && gap >= 0
    case 'less':
      return fold(own) !== '' && gap !== null && gap < 0
    case 'at-most':
      return fold(own) !== '' && gap !== null && gap <= 0
    case 'between': {
      const last = gapOf(type, own, upTo)
      return fold(own) !== '' && gap !== null && last !== null && gap >= 0 && last <= 0
    }
  }
}

/** Below zero: the first comes before the second. Null: they cannot be put in order. */
function gapOf(type: FieldType | undefined, own: string, other: string): number | null {
  if (type === 'boolean') return gapOfBooleans(own, other)
  if (type === 'date' || type === 'datetime') return gapOfDates(own, other)
  return gapOfWords(own, other)
}

function gapOfBooleans(own: string, other: string): number | null {
  const [one, two] = [canonicalValue('boolean', own), canonicalValue('boolean', other)]
  return one === null || two === null ? gapOfWords(own, other) : one === two ? 0 : null
}

function gapOfDates(own: string, other: string): number | null {
  const [one, two] = [momentOf(own), momentOf(other)]
  return one === null || two === null ? gapOfWords(own, other) : one - two
}

/** As exact numbers when both are numbers, else letter by letter (so ISO dates compare as dates). */
function gapOfWords(own: string, other: string): number {
  const [one, two] = [fold(own), fold(other)]
  const [number, bound] = [decimalFrom(one), decimalFrom(two)]
  if (number && bound) return compareDecimals(number, bound)
  if (one === two) return 0
  return one > two ? 1 : -1
}

/** A date's beginning in UTC, or the moment; dates may be written as people write them. */
function momentOf(text: string): Millis | null {
  const moment = millisFromIso(text.trim())
  if (moment !== null) return moment
  const days = daysFromDate(readDate(text) ?? '')
  return days === null ? null : days * DAY
}

/** In the last or the next so many days, today included, by the contact's calendar. */
function isWithinDays({ type, own, other, now, zone }: Pair, sign: 1 | -1): boolean {
  const moment = type === 'datetime' ? millisFromIso(own.trim()) : null
  const day = daysFromDate(moment === null ? (readDate(own) ?? '') : (dateIn(moment, zone) ?? ''))
  const today = daysFromDate(dateIn(now, zone) ?? dateFromDays(Math.floor(now / DAY)) ?? '')
  const count = Number(other)
  if (day === null || today === null || !/^\d{1,4}$/.test(other.trim())) return false
  const gap = (day - today) * sign
  return gap >= 0 && gap <= count
}
