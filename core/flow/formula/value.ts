import { dateFromDays, daysFromDate, isoFromMillis, millisFromIso } from '#core/base/calendar.ts'
import { type Decimal, decimalFrom, plainOf } from '#core/base/decimal.ts'
import type { Millis } from '#core/base/time.ts'
import { type FieldType, readList, writeList } from '#core/contact/field/value.ts'

/** Why a formula that reads well gave no value. */
export type FormulaFault =
  | 'empty'
  | 'divided-by-zero'
  | 'out-of-range'
  | 'not-a-value'
  | 'limit'
  | 'unreadable'

/** Thrown inside a formula and caught at its edge; a flow never sees it. */
export class FormulaError extends Error {
  override readonly name = 'FormulaError'
  readonly fault: FormulaFault
  constructor(fault: FormulaFault) {
    super(fault)
    this.fault = fault
  }
}

/** A number, day or moment in a formula; null inside: the field was never filled. CEL tells types by their classes. */
export class NumberValue {
  readonly held: Decimal | null
  constructor(held: Decimal | null) {
    this.held = held
  }
}
export class DayValue {
  /** Days from 1970-01-01. */
  readonly held: number | null
  constructor(held: number | null) {
    this.held = held
  }
}
export class MomentValue {
  readonly held: Millis | null
  constructor(held: Millis | null) {
    this.held = held
  }
}
export type Value = string | boolean | NumberValue | DayValue | MomentValue | readonly string[]

export function filled<T>({ held }: { readonly held: T | null }): T {
  if (held === null) throw new FormulaError('empty')
  return held
}

export function numberOf(result: Decimal | null): NumberValue {
  if (result === null) throw new FormulaError('out-of-range')
  return new NumberValue(result)
}

/** A field's text as a value of a formula. A yes-or-no that was never answered is no. */
export function valueFrom(type: FieldType, text: string): Value {
  switch (type) {
    case 'text':
      return text
    case 'number':
      return new NumberValue(decimalFrom(text))
    case 'boolean':
      return text === 'true' || text === 'yes'
    case 'date':
      return new DayValue(daysFromDate(text))
    case 'datetime':
      return new MomentValue(millisFromIso(text))
    case 'list':
      return readList(text)
  }
}

/** What a formula came to, as a field keeps it; null when it is nothing that a field can keep. */
export function textFrom(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (value instanceof NumberValue) return value.held ? plainOf(value.held) : ''
  if (value instanceof DayValue) return value.held === null ? '' : dateFromDays(value.held)
  if (value instanceof MomentValue) return value.held === null ? '' : isoFromMillis(value.held)
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return writeList(value)
  return null
}
