import { z } from 'zod'
import { never } from '#core/base/assert.ts'
import { add, type Decimal, decimalFrom, negate, plainOf } from '#core/base/decimal.ts'
import { isId } from '#core/base/id.ts'
import { Language } from '#core/base/language.ts'
import { cutText } from '#core/base/text.ts'
import { isZone } from '#core/base/zone.ts'
import { readNumber } from '#core/contact/field/read-number.ts'
import { FIELD_VALUE_MAX, readList, writeList } from '#core/contact/field/value.ts'
import type { Wish } from '#core/flow/effect.ts'
import { runFormula } from '#core/flow/formula/formula.ts'
import { FORMULA_MAX } from '#core/flow/formula/limit.ts'
import type { Kind, Refs, RunFault, View } from '#core/flow/kind.ts'
import { Duration, EventName, FieldKey, nodeBase, Tag, Unchosen } from '#core/flow/nodes/base.ts'
import { CARE_ACTIONS, type CareAction, careRefs, careWish, checkCare } from '#core/flow/nodes/care.ts'
import type { ProblemCode } from '#core/flow/problem.ts'
import { clearValue, keepValue } from '#core/flow/step/keep.ts'
import { mergeFieldsOf, renderText } from '#core/flow/text/merge.ts'
import { languageOf, valueNamed } from '#core/flow/text/system.ts'
import { millisOf } from '#core/flow/time/duration.ts'

const Text = z.string().max(4000)
/** Empty while none is chosen. */
const Target = z.union([FieldKey, Unchosen])
const TagToSet = z.union([Tag, Unchosen])

/** Things done without a word to the customer, one after the other. `value`, `by` and `text` may hold merge fields. */
export const Action = z.discriminatedUnion('do', [
  z.object({ do: z.literal('setField'), field: Target, value: Text }),
  z.object({ do: z.literal('clearField'), field: Target }),
  /** `source` is any name that a text may read. */
  z.object({ do: z.literal('copyField'), field: Target, source: FieldKey }),
  z.object({ do: z.literal('formula'), field: Target, formula: z.string().max(FORMULA_MAX) }),
  /** An empty number counts as zero. */
  z.object({
    do: z.literal('addNumber'),
    field: Target,
    way: z.enum(['plus', 'minus']),
    by: z.string().max(200),
  }),
  z.object({ do: z.literal('addToList'), field: Target, value: Text }),
  z.object({ do: z.literal('removeFromList'), field: Target, value: Text }),
  z.object({ do: z.literal('addTag'), tag: TagToSet }),
  z.object({ do: z.literal('removeTag'), tag: TagToSet }),
  /** Null: the workspace's language, or zone, again. */
  z.object({ do: z.literal('setLanguage'), language: Language.nullable() }),
  z.object({ do: z.literal('setZone'), zone: z.string().max(64).nullable() }),
  /** The customer wants no marketing any more; `resume` takes back only what the team stopped. */
  z.object({ do: z.literal('marketing'), is: z.enum(['stop', 'resume']) }),
  /** Reports an event, at which other flows may begin. */
  z.object({ do: z.literal('event'), event: z.union([EventName, Unchosen]) }),
  /** Puts the contact into a sequence, or takes them out of it. */
  z.object({ do: z.literal('sequence'), sequence: z.string().max(64), is: z.enum(['in', 'out']) }),
  /** Without a length the bot stays silent until a person wakes it. */
  z.object({ do: z.literal('pauseBot'), for: Duration.optional() }),
  z.object({ do: z.literal('note'), text: Text }),
  ...CARE_ACTIONS,
])
export type Action = z.infer<typeof Action>

/** Outlet: `next`. */
export const ActionNode = z.object({
  kind: z.literal('action'),
  ...nodeBase,
  actions: z.array(Action).max(20).default([]),
})
export type ActionNode = z.infer<typeof ActionNode>

export const actionKind: Kind<ActionNode> = {
  enter: (node, scene) => {
    let fault: RunFault | undefined
    for (const action of node.actions) {
      const wish = wishOf(action, scene)
      if (typeof wish === 'string') fault ??= wish
      else scene.ask(wish)
    }
    return { to: 'outlet', outlet: 'next', ...(fault && { fault }) }
  },
  refs: (node) => {
    const parts = node.actions.map(partsOf)
    return {
      texts: parts.flatMap(({ texts = [] }) => texts),
      fields: parts.flatMap(({ fields = [] }) => fields).filter(isChosen),
      fills: parts.flatMap(({ fills = [] }) => fills).filter(isChosen),
      formulas: parts.flatMap(({ formulas = [] }) => formulas),
      tags: parts.flatMap(({ tags = [] }) => tags).filter(isChosen),
      members: parts.flatMap(({ members = [] }) => members),
      teams: parts.flatMap(({ teams = [] }) => teams),
    }
  },
  check: (node, report) => {
    for (const action of node.actions) {
      if (isCare(action)) checkCare(action, report)
      const unchosen = unchosenIn(action)
      if (unchosen) report(unchosen)
      if (action.do === 'note' && action.text.trim() === '') report('text-empty')
      if (action.do === 'setZone' && action.zone !== null && !isZone(action.zone))
        report('zone-unknown', { zone: action.zone })
      if (action.do === 'addNumber' && !isAmount(action.by)) report('amount-invalid', { value: action.by })
    }
  },
}

function isChosen(name: string): boolean {
  return name !== ''
}

/** What an action still has to be told before it can do anything; null: nothing. */
function unchosenIn(action: Action): ProblemCode | null {
  if ('field' in action) return isChosen(action.field) ? null : 'field-unchosen'
  if ('tag' in action) return isChosen(action.tag) ? null : 'tag-unchosen'
  if (action.do === 'event') return isChosen(action.event) ? null : 'event-unchosen'
  return action.do === 'sequence' && !isChosen(action.sequence) ? 'sequence-unchosen' : null
}

/** A number, or one merge field at least: what it brings is seen when it runs. */
function isAmount(by: string): boolean {
  return decimalFrom(by) !== null || mergeFieldsOf(by).names.length > 0
}

const CARE: ReadonlySet<Action['do']> = new Set(CARE_ACTIONS.map(({ shape }) => shape.do.value))

function isCare(action: Action): action is CareAction {
  return CARE.has(action.do)
}

function partsOf(action: Action): Refs {
  if (isCare(action)) return careRefs(action)
  switch (action.do) {
    case 'setField':
      return { fills: [action.field], texts: [action.value] }
    case 'addToList':
    case 'removeFromList':
      return { fields: [action.field], fills: [action.field], texts: [action.value] }
    case 'addNumber':
      return { fields: [action.field], fills: [action.field], texts: [action.by] }
    case 'copyField':
      return { fields: [action.source], fills: [action.field] }
    case 'formula':
      return {
        fills: [action.field],
        formulas: [{ text: action.formula, wanted: { field: action.field } }],
      }
    case 'clearField':
      return { fields: [action.field] }
    case 'addTag':
    case 'removeTag':
      return { tags: [action.tag] }
    case 'note':
      return { texts: [action.text] }
    default:
      return {}
  }
}

/** What an action asks for; a fault when it cannot be done: then nothing changes, and the trace says so. */
function wishOf(action: Action, view: View): Wish | RunFault {
  if (isCare(action)) return careWish(action, view)
  return unchosenIn(action) ? BAD : plainWish(action, view)
}

function plainWish(action: Exclude<Action, CareAction>, view: View): Wish | RunFault {
  switch (action.do) {
    case 'setField':
      return keepValue(action.field, cutText(renderText(action.value, view), FIELD_VALUE_MAX), view) ?? BAD
    case 'copyField':
      return keepValue(action.field, valueNamed(view, action.source), view) ?? BAD
    case 'formula':
      return formulaWish(action, view)
    case 'addNumber': {
      const sum = sumOf(action, view)
      return sum === null ? BAD : (keepValue(action.field, sum, view) ?? BAD)
    }
    case 'addToList':
    case 'removeFromList': {
      const list = listAfter(action, view)
      return list === null ? BAD : (keepValue(action.field, list, view) ?? BAD)
    }
    case 'clearField':
      return clearValue(action.field, view) ?? BAD
    case 'addTag':
    case 'removeTag':
      return { kind: action.do, tag: action.tag }
    case 'setLanguage':
      return { kind: 'setLanguage', language: action.language }
    case 'setZone':
      return { kind: 'setZone', zone: action.zone }
    case 'marketing':
      return { kind: 'setMarketing', stopped: action.is === 'stop' }
    case 'event':
      return { kind: 'event', name: action.event }
    case 'sequence':
      return subscribing(action)
    case 'pauseBot':
      return { kind: 'pauseBot', until: action.for ? view.now + millisOf(action.for) : null }
    case 'note':
      return { kind: 'note', text: cutText(renderText(action.text, view), FIELD_VALUE_MAX) }
    default:
      return never(action)
  }
}

const BAD: RunFault = 'bad-value'

function subscribing({ sequence, is }: Extract<Action, { do: 'sequence' }>): Wish | RunFault {
  return isId(sequence) ? { kind: 'subscribe', sequence, on: is === 'in' } : BAD
}

function formulaWish({ formula, field }: Extract<Action, { do: 'formula' }>, view: View): Wish | RunFault {
  const made = runFormula(formula, view)
  return made.kind === 'fault' ? 'bad-formula' : (keepValue(field, made.value, view) ?? BAD)
}

const ZERO: Decimal = { units: 0n, scale: 0 }

function sumOf({ field, way, by }: Extract<Action, { do: 'addNumber' }>, view: View): string | null {
  const said = renderText(by, view)
  const amount = decimalFrom(said) ?? decimalFrom(readNumber(said, languageOf(view)) ?? '')
  const before = valueNamed(view, field).trim()
  const start = before === '' ? ZERO : decimalFrom(before)
  const sum = amount && start && add(start, way === 'plus' ? amount : negate(amount))
  return sum && plainOf(sum)
}

/** A text stands in a list once, whatever its case. */
function listAfter(
  action: Extract<Action, { do: 'addToList' | 'removeFromList' }>,
  view: View,
): string | null {
  const item = renderText(action.value, view).trim()
  const others = readList(valueNamed(view, action.field)).filter(
    (each) => each.toLowerCase() !== item.toLowerCase(),
  )
  return writeList(action.do === 'addToList' ? [...others, item] : others)
}
