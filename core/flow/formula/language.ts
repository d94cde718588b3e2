import { Environment } from '@marcbachmann/cel-js'
import {
  add,
  compareDecimals,
  type Decimal,
  divide,
  multiply,
  negate,
  remainder,
} from '#core/base/decimal.ts'
import type { FieldType } from '#core/contact/field/value.ts'
import { dayAfter, dayGap, FUNCTIONS } from '#core/flow/formula/functions.ts'
import {
  DayValue,
  FormulaError,
  filled,
  MomentValue,
  NumberValue,
  numberOf,
  textFrom,
} from '#core/flow/formula/value.ts'

/** Limits of the tree of a formula; `tree.ts` limits its running. */
const LIMITS = {
  maxAstNodes: 400,
  maxDepth: 40,
  maxListElements: 100,
  maxMapEntries: 1,
  maxCallArguments: 6,
}

/** Field types by CEL's names. */
export const CEL_TYPES: Readonly<Record<FieldType, string>> = {
  text: 'string',
  number: 'number',
  boolean: 'bool',
  date: 'date',
  datetime: 'datetime',
  list: 'list<string>',
}

/** Methods and macros of CEL itself that may be called on a value; none of them compiles a pattern or opens an object. */
export const CEL_METHODS: ReadonlySet<string> = new Set([
  'contains',
  'startsWith',
  'endsWith',
  'map',
  'filter',
  'exists',
  'all',
])
export const OWN_FUNCTIONS: ReadonlySet<string> = new Set(
  FUNCTIONS.map(({ signature }) => signature.slice(0, signature.indexOf('('))),
)

/** A formula's language with these names declared; what a name is not declared for, a formula cannot see. */
export function languageWith(names: readonly (readonly [string, FieldType])[]): Environment {
  const language = plain().clone()
  for (const [name, type] of names) language.registerVariable(name, CEL_TYPES[type])
  return language
}

/** Only for the text: which names it uses is seen before they are declared. */
export function plain(): Environment {
  known ??= newLanguage()
  return known
}
let known: Environment | undefined

function newLanguage(): Environment {
  const language = new Environment({ limits: LIMITS })
    .registerType('number', { ctor: NumberValue, fields: {} })
    .registerType('date', { ctor: DayValue, fields: {} })
    .registerType('datetime', { ctor: MomentValue, fields: {} })
  for (const [operator, run] of Object.entries(ARITHMETIC)) {
    language.registerOperator(`number ${operator} number: number`, (one: NumberValue, other: NumberValue) =>
      numberOf(run(filled(one), filled(other))),
    )
  }
  for (const [operator, holds] of Object.entries(COMPARISONS)) {
    language.registerOperator(`number ${operator} number: bool`, (one: NumberValue, other: NumberValue) =>
      holds(compareDecimals(filled(one), filled(other))),
    )
    for (const type of ['date', 'datetime'])
      language.registerOperator(`${type} ${operator} ${type}: bool`, (one: DayValue, other: DayValue) =>
        holds(filled(one) - filled(other)),
      )
  }
  language
    .registerOperator('number == number: bool', (one: NumberValue, other: NumberValue) =>
      sameNumber(one, other),
    )
    .registerOperator('date == date: bool', (one: DayValue, other: DayValue) => one.held === other.held)
    .registerOperator(
      'datetime == datetime: bool',
      (one: MomentValue, other: MomentValue) => one.held === other.held,
    )
    .registerOperator('-number: number', (number: NumberValue) => new NumberValue(negate(filled(number))))
    .registerOperator('date + number: date', (day: DayValue, count: NumberValue) => dayAfter(day, count))
    .registerOperator('date - number: date', (day: DayValue, count: NumberValue) => dayAfter(day, count, -1))
    .registerOperator('date - date: number', (one: DayValue, other: DayValue) => dayGap(one, other))
  for (const type of ['number', 'date'])
    language
      .registerOperator(`string + ${type}: string`, (text: string, value: unknown) => text + said(value))
      .registerOperator(`${type} + string: string`, (value: unknown, text: string) => said(value) + text)
  for (const { signature, run } of FUNCTIONS) language.registerFunction(signature, run)
  return language
}

const ARITHMETIC: Readonly<Record<string, (one: Decimal, other: Decimal) => Decimal | null>> = {
  '+': add,
  '-': (one, other) => add(one, negate(other)),
  '*': multiply,
  '/': (one, other) => divide(one, notZero(other)),
  '%': (one, other) => remainder(one, notZero(other)),
}

const COMPARISONS: Readonly<Record<string, (gap: number) => boolean>> = {
  '<': (gap) => gap < 0,
  '<=': (gap) => gap <= 0,
  '>': (gap) => gap > 0,
  '>=': (gap) => gap >= 0,
}

function notZero(number: Decimal): Decimal {
  if (number.units === 0n) throw new FormulaError('divided-by-zero')
  return number
}

/** A value that was never filled equals nothing but another such. */
function sameNumber(one: NumberValue, other: NumberValue): boolean {
  if (!one.held || !other.held) return one.held === other.held
  return compareDecimals(one.held, other.held) === 0
}

function said(value: unknown): string {
  return textFrom(value) ?? ''
}
