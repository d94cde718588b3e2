import { type Catalogue, NO_FIELDS } from '#core/contact/field/catalogue.ts'
import type { Definition, FlowNode } from '#core/flow/definition.ts'
import type { Effect, Wish } from '#core/flow/effect.ts'
import type { RunFault, Scene } from '#core/flow/kind.ts'
import type { Frame } from '#core/flow/local/frame.ts'
import { catalogueIn } from '#core/flow/local/local.ts'
import type { Person } from '#core/flow/person.ts'
import type { Facts, TraceStep, Waiting } from '#core/flow/run.ts'
import { botAfter, personAfter } from '#core/flow/step/after.ts'
import { roundOf } from '#core/flow/step/loop.ts'

/** Nodes that one happening may step on; a loop in a flow ends here, not in the night. */
export const STEPS_PER_HAPPENING_MAX = 200
/** Messages that one happening may send to one person. */
export const MESSAGES_PER_HAPPENING_MAX = 40
/** Steps of one run from its beginning; about as many questions as a person answers in a year. */
export const STEPS_PER_RUN_MAX = 10_000
/** Flows that may stand inside each other. */
export const SUBFLOW_DEPTH_MAX = 20

/** What was heard is kept in the trace up to this many UTF-16 units. */
const HEARD_MAX = 200

/** One happening under way. It never leaves `advance`. */
export type Turn = {
  readonly facts: Facts
  person: Person
  bot: Readonly<Record<string, string>>
  /** Never empty while the run goes on; innermost last. */
  frames: Frame[]
  steps: number
  /** Steps of this happening alone. */
  taken: number
  tries: number
  draws: number
  messages: number
  tooManyMessages: boolean
  /** From which effect on the present step has asked. */
  mark: number
  /** What fields held before the present step set them. */
  was: Record<string, string>
  /** What the present step set in the run itself. */
  local: Record<string, string>
  readonly effects: Effect[]
  readonly trace: (TraceStep & { effects: number[] })[]
  /** The alarm that is still set from before. */
  readonly ringing: boolean
}

export function newTurn(facts: Facts, steps: number, waiting: Waiting | null, rang: boolean): Turn {
  return {
    facts,
    person: facts.person,
    bot: facts.bot ?? {},
    frames: [],
    steps,
    taken: 0,
    tries: 0,
    draws: 0,
    messages: 0,
    tooManyMessages: false,
    mark: 0,
    was: {},
    local: {},
    effects: [],
    trace: [],
    ringing: !rang && waiting !== null && waiting.until !== null,
  }
}

export function topOf(turn: Turn): Frame {
  return turn.frames[turn.frames.length - 1] ?? NOWHERE
}
const NOWHERE: Frame = { version: '', node: '' }

export function standOn(turn: Turn, node: string): void {
  const top = topOf(turn)
  const isPlain = top.locals === undefined
  turn.frames[turn.frames.length - 1] = isPlain ? { version: top.version, node } : { ...top, node }
}

/** The node under a frame, or why there is none. */
export function nodeAt(facts: Facts, frame: Frame): FlowNode | RunFault {
  const definition = facts.definitionOf(frame.version)
  if (!definition) return 'missing-version'
  return ownNode(definition, frame.node) ?? 'missing-node'
}

export function ownNode(definition: Definition, node: string): FlowNode | undefined {
  return Object.hasOwn(definition.nodes, node) ? definition.nodes[node] : undefined
}

/** What the step at hand may see and do. Its person is always the present one. */
export function sceneOf(turn: Turn): Scene {
  const { facts } = turn
  return {
    now: facts.now,
    workspace: facts.workspace,
    ...(facts.here && { here: facts.here }),
    ...(facts.segments && { segments: facts.segments }),
    get crew() {
      return facts.crew
    },
    get catalogue() {
      return fieldsAt(facts, topOf(turn))
    },
    get locals() {
      return topOf(turn).locals
    },
    get loop() {
      const { loops, node } = topOf(turn)
      return loops?.find((loop) => loop.node === node) ?? null
    },
    get bot() {
      return turn.bot
    },
    get person() {
      return turn.person
    },
    get round() {
      return roundOf(turn.frames)
    },
    get node() {
      return topOf(turn).node
    },
    get tries() {
      return turn.tries
    },
    ask: (effect) => ask(turn, effect),
    draw: () => facts.random(turn.draws++),
  }
}

/** The fields that a step may read: those of the workspace, and what its flow declares for its own runs. */
export function fieldsAt({ catalogue = NO_FIELDS, definitionOf }: Facts, frame: Frame): Catalogue {
  const definition = frame.locals && definitionOf(frame.version)
  return definition ? catalogueIn(catalogue, definition) : catalogue
}

function ask(turn: Turn, effect: Wish): void {
  if (effect.kind === 'setLocal') {
    const top = topOf(turn)
    turn.local[effect.name] = effect.value
    turn.frames[turn.frames.length - 1] = { ...top, locals: { ...top.locals, [effect.name]: effect.value } }
    return
  }
  if (effect.kind === 'say') {
    if (turn.messages === MESSAGES_PER_HAPPENING_MAX) {
      turn.tooManyMessages = true
      return
    }
    turn.messages++
  }
  if (effect.kind === 'setField' || effect.kind === 'clearField') {
    const { fields } = turn.person
    const before = Object.hasOwn(fields, effect.field) ? fields[effect.field] : undefined
    if (before !== undefined && !Object.hasOwn(turn.was, effect.field)) turn.was[effect.field] = before
  }
  if (effect.kind === 'setBotField') turn.bot = botAfter(turn.bot, effect)
  else turn.person = personAfter(turn.person, effect)
  turn.effects.push(effect)
}

type Line = {
  readonly outlet?: string | undefined
  readonly heard?: string | undefined
  readonly fault?: RunFault | undefined
}

/** Writes down the step that was just taken, with all it asked for. */
export function traceStep(turn: Turn, node: FlowNode | null, { outlet, heard, fault }: Line): void {
  const frame = topOf(turn)
  const effects: number[] = []
  const set: Record<string, string> = {}
  const tags: string[] = []
  for (let at = turn.mark; at < turn.effects.length; at++) {
    effects.push(at)
    const effect = turn.effects[at]
    if (effect) noteChange(effect, set, tags)
  }
  const { was, local } = turn
  turn.mark = turn.effects.length
  if (!isEmpty(was)) turn.was = {}
  if (!isEmpty(local)) turn.local = {}
  turn.trace.push({
    version: frame.version,
    node: frame.node,
    kind: node?.kind ?? 'missing',
    name: node?.name ?? '',
    ...(heard === undefined ? {} : { heard: heard.slice(0, HEARD_MAX).toWellFormed() }),
    ...(outlet === undefined ? {} : { outlet }),
    ...(isEmpty(set) ? {} : { set }),
    ...(isEmpty(was) ? {} : { was }),
    ...(tags.length > 0 ? { tags } : {}),
    ...(isEmpty(local) ? {} : { local }),
    effects,
    ...(fault === undefined ? {} : { fault }),
  })
}

function noteChange(effect: Effect, set: Record<string, string>, tags: string[]): void {
  if (effect.kind === 'setField') set[effect.field] = effect.value
  if (effect.kind === 'clearField') set[effect.field] = ''
  if (effect.kind === 'setBotField') set[effect.field] = effect.value ?? ''
  if (effect.kind === 'addTag') tags.push(`+${effect.tag}`)
  if (effect.kind === 'removeTag') tags.push(`-${effect.tag}`)
}

function isEmpty(record: Readonly<Record<string, string>>): boolean {
  for (const _key in record) return false
  return true
}

/** An effect of the whole happening (its alarm), put down to its last step. */
export function askAtEnd(turn: Turn, effect: Effect): void {
  turn.trace.at(-1)?.effects.push(turn.effects.length)
  turn.effects.push(effect)
  turn.mark = turn.effects.length
}
