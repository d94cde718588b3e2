import { momentOfIso } from '#core/base/iso.ts'
import { HOUR, type Millis } from '#core/base/time.ts'
import { advance } from '#core/flow/advance.ts'
import { wordsIn } from '#core/flow/answer/answer.ts'
import type { FlowNode } from '#core/flow/definition.ts'
import type { Person } from '#core/flow/person.ts'
import { route } from '#core/flow/route.ts'
import type { Facts, Happening, TraceStep } from '#core/flow/run.ts'
import { bubbleOf, contentFor } from '#core/flow/trial/bubble.ts'
import { perform } from '#core/flow/trial/perform.ts'
import { lengthIn, type Script, type Step } from '#core/flow/trial/script.ts'
import type { Spoken, Talk } from '#core/flow/trial/talk.ts'
import { gateOf, type TrialWorld } from '#core/flow/trial/world.ts'
import { BOT_SAYS_PER_HOUR_MAX } from '#core/policy/rule/bot.ts'
import type { Content } from '#core/whatsapp/heard.ts'

/** What came of one step of a test. */
export type Played = {
  readonly step: Step
  readonly now: Millis
  readonly trace: readonly TraceStep[]
  readonly spoken: readonly Spoken[]
  readonly person: Person
  /** Values of bot fields, by field id. */
  readonly bot: Readonly<Record<string, string>>
  readonly outcome: 'waiting' | 'ended' | 'handed-over' | 'failed' | 'ignored'
  /** Why nothing was heard at all; null: it was. */
  readonly unheard: 'paused' | 'no-trigger' | 'no-button' | null
}

/** Alarms that may ring in one wait; a flow that wakes itself without end is stopped. */
const ALARMS_MAX = 200

/**
 * Plays a test with the interpreter and the gate of the house on a clock of its own. The same script and world give the same
 * result, whatever the day.
 */
export function playScript(script: Script, world: TrialWorld): readonly Played[] {
  const { customer } = script
  const { name, phone, fields, tags } = customer
  const now = momentOfIso(script.at)
  const talk: Talk = {
    now,
    person: { name, phone, fields, tags, lastInboundAt: null },
    bot: world.bot ?? {},
    lastMessage: '',
    heardAt: null,
    run: null,
    alarm: null,
    paused: false,
    pausedUntil: null,
    turns: 0,
    saidSince: now,
    saidTimes: 0,
    spoken: [],
  }
  const gate = gateOf(world)
  return script.steps.map((step) => playStep({ talk, world, gate, step, name: script.name }))
}

type Play = {
  readonly talk: Talk
  readonly world: TrialWorld
  readonly gate: ReturnType<typeof gateOf>
  readonly step: Step
  readonly name: string
}
type Heard = { readonly trace: TraceStep[]; outcome: Played['outcome'] }

/** Between two words of a customer. */
const PAUSE: Millis = 1000

function playStep(play: Play): Played {
  const { talk, step } = play
  const before = talk.spoken.length
  const heard: Heard = { trace: [], outcome: talk.run ? 'waiting' : 'ignored' }
  const unheard = 'waits' in step ? wait(play, heard, lengthIn(step.waits)) : listen(play, heard)
  return {
    step,
    now: talk.now,
    trace: heard.trace,
    spoken: talk.spoken.slice(before),
    person: talk.person,
    bot: talk.bot,
    outcome: heard.outcome,
    unheard,
  }
}

/** The clock moves on; what is due rings on its way. */
function wait(play: Play, heard: Heard, length: Millis): null {
  const { talk } = play
  const end = talk.now + length
  for (let rung = 0; rung < ALARMS_MAX && talk.alarm && talk.alarm.at <= end; rung++) {
    const { at, token } = talk.alarm
    talk.now = Math.max(talk.now, at)
    talk.alarm = null
    wake(talk)
    if (!talk.paused) go(play, heard, { kind: 'alarm', token })
    else if (talk.pausedUntil !== null) talk.alarm = { at: talk.pausedUntil, token }
  }
  talk.now = end
  return null
}

/** A pause with an end is over when the end has passed. */
function wake(talk: Talk): void {
  if (!talk.paused || talk.pausedUntil === null || talk.pausedUntil > talk.now) return
  talk.paused = false
  talk.pausedUntil = null
}

function listen(play: Play, heard: Heard): Played['unheard'] {
  const { talk, world, step } = play
  talk.now += PAUSE
  if ('starts' in step) {
    go(play, heard, { kind: 'start', version: world.flow })
    return null
  }
  const content = contentFor(step, talk.spoken)
  if (!content) return 'no-button'
  const firstMessage = talk.heardAt === null
  talk.heardAt = talk.now
  talk.lastMessage = wordsIn(content) ?? ''
  talk.person = { ...talk.person, lastInboundAt: talk.now }
  wake(talk)
  if (talk.paused) return 'paused'
  return answer(play, heard, content, firstMessage)
}

function answer(play: Play, heard: Heard, content: Content, firstMessage: boolean): Played['unheard'] {
  const { talk, world } = play
  const start = world.definition.nodes[world.definition.start]
  const triggers = start?.kind === 'start' ? [{ flow: world.flow, version: world.flow, start }] : []
  const decision = route(talk.run, content, triggers, { facts: factsOf(play), age: 0, firstMessage })
  if (decision.kind === 'none') return 'no-trigger'
  if (decision.kind === 'start') {
    talk.run = null
    talk.alarm = null
  }
  go(play, heard, decision.happening)
  return null
}

function go(play: Play, heard: Heard, happening: Happening): void {
  const { talk, gate } = play
  const step = advance(talk.run, happening, factsOf(play))
  talk.turns++
  talk.run = step.run
  if (!step.run) talk.alarm = null
  for (const effect of step.effects) {
    perform(talk, effect, (draft, node) => {
      if (talk.now - talk.saidSince >= HOUR) [talk.saidSince, talk.saidTimes] = [talk.now, 0]
      talk.saidTimes++
      const { heardAt, now, person, saidTimes } = talk
      const tooOften = saidTimes > BOT_SAYS_PER_HOUR_MAX
      talk.spoken.push({
        ...bubbleOf(draft, node, play.world.definition),
        ...gate(draft, {
          now,
          heardAt,
          phone: person.phone,
          tooOften,
          optedOut: person.stoppedMarketing ?? false,
        }),
      })
    })
  }
  heard.trace.push(...step.trace)
  heard.outcome = step.outcome
}

function factsOf({ talk, world, step, name }: Play): Facts {
  const definitions = new Map(world.others.map(({ id, definition }) => [id, definition]))
  definitions.set(world.flow, world.definition)
  const wished = wishedDraws(step, world)
  return {
    now: talk.now,
    person: talk.person,
    workspace: world.workspace,
    ...(world.catalogue && { catalogue: world.catalogue }),
    ...(world.segments && { segments: world.segments }),
    bot: talk.bot,
    here: { lastMessage: talk.lastMessage, number: '', numberName: world.workspace.name, flow: '' },
    random: (draw) => wished[draw] ?? randomOf(`${name} ${talk.turns} ${draw}`),
    definitionOf: (version) => definitions.get(version),
    publishedOf: (flow) => (definitions.get(flow) ? flow : undefined),
  }
}

/** Where a test says which branch of a split is taken, chance agrees with it. */
function wishedDraws({ expect }: Step, { definition }: TrialWorld): number[] {
  return (expect?.way ?? []).flatMap(({ node, by }) => {
    const split = definition.nodes[node]
    return split?.kind === 'split' ? [drawFor(split, by)] : []
  })
}

function drawFor({ branches }: Extract<FlowNode, { kind: 'split' }>, by: string | null): number {
  const all = branches.reduce((sum, { weight }) => sum + weight, 0)
  const at = branches.findIndex(({ id }) => `branch:${id}` === by)
  const before = branches.slice(0, Math.max(at, 0)).reduce((sum, { weight }) => sum + weight, 0)
  return all === 0 ? 0 : (before + (branches[Math.max(at, 0)]?.weight ?? 0) / 2) / all
}

/** A number in [0, 1) that belongs to a name (FNV-1a). */
function randomOf(name: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193)
  return (hash >>> 0) / 2 ** 32
}
