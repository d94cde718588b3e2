import { FIELD_VALUE_MAX, type FieldType } from '#core/contact/field/value.ts'
import { CEL_TYPES, languageWith, plain } from '#core/flow/formula/language.ts'
import { FORMULA_MAX } from '#core/flow/formula/limit.ts'
import { meter } from '#core/flow/formula/meter.ts'
import { type Survey, survey } from '#core/flow/formula/survey.ts'
import { treeOf } from '#core/flow/formula/tree.ts'
import { FormulaError, type FormulaFault, textFrom, type Value, valueFrom } from '#core/flow/formula/value.ts'
import type { Wrong } from '#core/flow/formula/wrong.ts'
import type { Known } from '#core/flow/person.ts'
import { typeNamed, valueNamed } from '#core/flow/text/system.ts'

/** A formula that was read and checked: the type of its result, the names it reads. */
export type Formula = {
  readonly kind: 'formula'
  readonly type: FieldType
  readonly names: readonly string[]
  readonly run: (values: Readonly<Record<string, Value>>) => unknown
}
export type Outcome =
  | { readonly kind: 'value'; readonly type: FieldType; readonly value: string }
  | { readonly kind: 'fault'; readonly fault: FormulaFault }

type TypeOf = (name: string) => FieldType | undefined

/**
 * Reads and checks a formula (CEL, with our functions of `functions.ts`) against the types of the fields. What was read
 * once is kept: a flow that runs a million times reads its formula once. Never throws.
 */
export function readFormula(source: string, typeOf: TypeOf): Formula | Wrong {
  const names = namesIn(source)
  const types = names.map((name) => typeOf(name))
  const key = `${types.join(' ')}\n${source}`
  const known = checked.get(key)
  if (known) return known
  const made = judge(source, typeOf)
  keep(checked, key, made)
  return made
}

/** The value of a formula for what is known now, in its type's form. Never throws. */
export function runFormula(source: string, known: Known): Outcome {
  const formula = readFormula(source, (name) => typeNamed(known.catalogue, name))
  if (formula.kind === 'wrong') return { kind: 'fault', fault: 'unreadable' }
  const values: Record<string, Value> = {}
  for (const name of formula.names) {
    const type = typeNamed(known.catalogue, name) ?? 'text'
    values[name] = valueFrom(type, valueNamed(known, name))
  }
  try {
    const value = textFrom(formula.run(values))
    if (value === null || value.length > FIELD_VALUE_MAX) return { kind: 'fault', fault: 'out-of-range' }
    return { kind: 'value', type: formula.type, value }
  } catch (error) {
    return { kind: 'fault', fault: faultOf(error) } // CEL throws what a value cannot do; a flow goes on
  }
}

/** The names that a formula reads, each once; none when it cannot be read. */
export function namesIn(source: string): readonly string[] {
  const known = names.get(source)
  if (known) return known
  const read = parse(source)
  const made = 'kind' in read ? [] : [...new Set(read.seen.names.map(({ name }) => name))]
  keep(names, source, made)
  return made
}

/** The formula with one name replaced by another wherever it is read; unchanged when it cannot be read. */
export function renameIn(source: string, isMeant: (name: string) => boolean, to: string): string {
  const read = parse(source)
  if ('kind' in read) return source
  const places = read.seen.names.filter(({ name }) => isMeant(name)).map(({ at }) => at)
  return places
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, { start, end }) => text.slice(0, start) + to + text.slice(end), source)
}

const KEPT_MAX = 2000
const names = new Map<string, readonly string[]>()
const checked = new Map<string, Formula | Wrong>()

function keep<V>(cache: Map<string, V>, key: string, value: V): void {
  if (cache.size >= KEPT_MAX) cache.clear()
  cache.set(key, value)
}

function wrong(code: Wrong['code'], from: number, to: number, name = ''): Wrong {
  return { kind: 'wrong', code, from, to, name }
}

function parse(source: string): { readonly seen: Survey } | Wrong {
  if (source.trim() === '') return wrong('empty', 0, source.length)
  if (source.length > FORMULA_MAX) return wrong('too-long', FORMULA_MAX, source.length)
  try {
    return { seen: survey(treeOf(plain().parse(source))) }
  } catch (error) {
    return wrongOf(error, source) // the parser says by throwing where the text went wrong
  }
}

function judge(source: string, typeOf: TypeOf): Formula | Wrong {
  const read = parse(source)
  if ('kind' in read) return read
  const { foreign } = read.seen
  if (foreign) return wrong(foreign.code, foreign.at.start, foreign.at.end, foreign.name.slice(0, 60))
  const declared = namesIn(source).flatMap((name): [string, FieldType][] => {
    const type = typeOf(name)
    return type ? [[name, type]] : []
  })
  const missing = read.seen.names.find(({ name }) => typeOf(name) === undefined)
  if (missing) return wrong('name', missing.at.start, missing.at.end, missing.name)
  try {
    return compile(source, declared)
  } catch (error) {
    return wrongOf(error, source) // so does the check of types
  }
}

function compile(source: string, declared: readonly [string, FieldType][]): Formula | Wrong {
  const parsed = languageWith(declared).parse(source)
  const tree = treeOf(parsed)
  survey(tree) // numbers become exact in this tree too
  const verdict = parsed.check()
  if (!verdict.valid) throw verdict.error
  const type = typeFrom(verdict.type ?? '')
  if (!type) return wrong('unkeepable', 0, source.length, verdict.type ?? '')
  const { refuel, check } = meter(tree)
  const run = (values: Readonly<Record<string, Value>>): unknown => {
    refuel()
    const made: unknown = parsed({ ...values })
    check()
    return made
  }
  return { kind: 'formula', type, names: declared.map(([name]) => name), run }
}

function typeFrom(cel: string): FieldType | undefined {
  if (cel === 'list' || cel === 'list<dyn>') return 'list'
  const found = Object.entries(CEL_TYPES).find(([, name]) => name === cel)
  return found?.[0] as FieldType | undefined
}

function faultOf(error: unknown): FormulaFault {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++)
    if (at instanceof FormulaError) return at.fault
  return 'not-a-value'
}

/** What CEL's errors say of themselves. */
type CelError = {
  readonly code?: string
  readonly summary?: string
  readonly range?: { readonly start: number; readonly end: number }
}

function wrongOf(error: unknown, source: string): Wrong {
  const { code = '', summary = '', range } = error as CelError
  const from = Math.min(range?.start ?? 0, source.length)
  const to = Math.min(Math.max(range?.end ?? source.length, from), source.length)
  const piece = source.slice(from, to).slice(0, 60)
  if (code.includes('limit') || code.includes('exceeded') || /exceeded/i.test(summary))
    return wrong('too-long', from, to)
  if (/EOF|unterminated/i.test(summary)) return wrong('unfinished', from, to)
  switch (code) {
    case 'unknown_variable':
      return wrong('name', from, to, piece)
    case 'no_such_overload':
      return wrong('operation', from, to, /: (.+)$/.exec(summary)?.[1] ?? piece)
    case 'no_matching_overload':
      return wrong('arguments', from, to, /'(.+)'/.exec(summary)?.[1] ?? piece)
    case 'incompatible_ternary_branches':
      return wrong('branches', from, to)
    default:
      return wrong('unreadable', from, to, piece)
  }
}
