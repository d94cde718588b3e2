import { never } from '#core/base/assert.ts'
import type { FlowNode } from '#core/flow/definition.ts'
import type { HttpReply } from '#core/flow/http/call.ts'
import type { Move, RunFault, Scene } from '#core/flow/kind.ts'
import { enterNode, hearAt, lateOutlet, receiveAt } from '#core/flow/kinds.ts'
import { frameOf } from '#core/flow/local/begin.ts'
import type { Frame } from '#core/flow/local/frame.ts'
import { declaredAs, signatureOf } from '#core/flow/local/local.ts'
import { outputName } from '#core/flow/local/names.ts'
import type { Advance, Facts, Happening, Run, Waiting } from '#core/flow/run.ts'
import { clearValue, keepValue } from '#core/flow/step/keep.ts'
import { frameInLoop } from '#core/flow/step/loop.ts'
import { placeOf } from '#core/flow/step/tap.ts'
import {
  askAtEnd,
  newTurn,
  nodeAt,
  ownNode,
  STEPS_PER_HAPPENING_MAX,
  STEPS_PER_RUN_MAX,
  SUBFLOW_DEPTH_MAX,
  sceneOf,
  standOn,
  type Turn,
  topOf,
  traceStep,
} from '#core/flow/step/turn.ts'
import { languageOf } from '#core/flow/text/system.ts'
import type { Content } from '#core/whatsapp/heard.ts'

/**
 * One happening in; the next state, the effects and the trace out. Never throws, whatever the definition holds: what is
 * missing or too much ends the run as `failed` and leaves the contact free. The same facts give the same result.
 *
 * A tap goes to the step that its id names, also when the run has long gone on from there: people tap old menus.
 */
export function advance(run: Run | null, happening: Happening, facts: Facts): Advance {
  switch (happening.kind) {
    case 'start':
      return start(run, happening, facts)
    case 'message':
      return hear(run, happening.content, facts)
    case 'alarm':
      return ring(run, happening.token, facts)
    case 'reply':
      return receive(run, happening, facts)
    default:
      return never(happening)
  }
}

/** A run that was under way is given up for the new one. */
function start(run: Run | null, happening: Extract<Happening, { kind: 'start' }>, facts: Facts): Advance {
  const turn = newTurn(facts, 0, run?.waiting ?? null, false)
  const definition = facts.definitionOf(happening.version)
  turn.frames = [
    definition ? frameOf(happening.version, definition).frame : { version: happening.version, node: '' },
  ]
  if (!definition) return stop(turn, sceneOf(turn), { to: 'fault', fault: 'missing-version' })
  const scene = sceneOf(turn)
  if (happening.tap === undefined) return walk(turn, scene, null)
  const content = { kind: 'tap', from: 'button', id: happening.tap, title: '' } as const
  const frames = placeOf(turn.frames, content, facts)
  if (frames) turn.frames = frames
  return frames ? listen(turn, scene, content) : walk(turn, scene, null)
}

function hear(run: Run | null, content: Content, facts: Facts): Advance {
  if (!run?.waiting || isSilent(content)) return ignored(run)
  const turn = newTurn(facts, run.steps, run.waiting, false)
  const jumped = placeOf(run.frames, content, facts)
  turn.frames = jumped ?? [...run.frames]
  turn.tries = isSamePlace(turn.frames, run.frames) ? run.waiting.tries : 0
  if (!jumped && run.waiting.for === 'time') return ignored(run)
  const heard = listen(turn, sceneOf(turn), content)
  return heard.outcome === 'ignored' ? ignored(run) : heard
}

/** Reactions and notices are no answers, and a sign of life from the app is none either. */
export function isSilent(content: Content): boolean {
  const { kind } = content
  return kind === 'reaction' || kind === 'system' || kind === 'unsupported' || kind === 'welcome'
}

function isSamePlace(frames: readonly Frame[], other: readonly Frame[]): boolean {
  return frames.length === other.length && frames.at(-1)?.node === other.at(-1)?.node
}

/** Lets the node on which the turn stands hear it, and goes on from there. */
function listen(turn: Turn, scene: Scene, content: Content): Advance {
  const node = nodeAt(turn.facts, topOf(turn))
  if (typeof node === 'string') return walk(turn, scene, { to: 'fault', fault: node })
  const move = hearAt(node.kind, node, content, scene)
  if (!move) return { run: null, outcome: 'ignored', effects: [], trace: [] }
  turn.steps++
  turn.taken++
  note(turn, node, move)
  return walk(turn, scene, move)
}

function ring(run: Run | null, token: string, facts: Facts): Advance {
  if (run?.waiting?.token !== token) return ignored(run)
  const { reply } = run.waiting
  if (reply) return receive(run, { token, reply }, facts, true)
  const turn = newTurn(facts, run.steps, run.waiting, true)
  turn.frames = [...run.frames]
  const scene = sceneOf(turn)
  const node = nodeAt(facts, topOf(turn))
  if (typeof node === 'string') return walk(turn, scene, { to: 'fault', fault: node })
  const outlet = lateOutlet(node.kind)
  const move: Move = outlet ? { to: 'outlet', outlet } : { to: 'fault', fault: 'missing-node' }
  note(turn, node, move)
  return walk(turn, scene, move)
}

type Replied = { readonly token: string; readonly reply: HttpReply }

/** The answer of another server, for the wait that asked for it. `rang`: its alarm is not set any more. */
function receive(run: Run | null, { token, reply }: Replied, facts: Facts, rang = false): Advance {
  if (run?.waiting?.token !== token) return ignored(run)
  const turn = newTurn(facts, run.steps, run.waiting, rang)
  turn.frames = [...run.frames]
  const scene = sceneOf(turn)
  const node = nodeAt(facts, topOf(turn))
  if (typeof node === 'string') return walk(turn, scene, { to: 'fault', fault: node })
  const move: Move = receiveAt(node.kind, node, reply, scene) ?? { to: 'fault', fault: 'missing-node' }
  note(turn, node, move)
  return walk(turn, scene, move)
}

/** The answer is kept for later: people have the chat now. Null when this run does not wait for it. */
export function keepReply(run: Run, { token, reply }: Replied): Run | null {
  return run.waiting?.token === token ? { ...run, waiting: { ...run.waiting, reply } } : null
}

function ignored(run: Run | null): Advance {
  return { run, outcome: 'ignored', effects: [], trace: [] }
}

/** Goes from node to node until the run waits or is over. Null enters the node on which the turn stands. */
function walk(turn: Turn, scene: Scene, first: Move | null): Advance {
  let move = first ?? step(turn, scene)
  // Each round either enters a node (counted, limited) or leaves a level of sub-flows (at most their depth).
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const end = follow(turn, scene, move)
    if (end) return stop(turn, scene, end)
    move = step(turn, scene)
  }
  return stop(turn, scene, { to: 'fault', fault: 'step-limit' })
}
const ROUNDS_MAX = STEPS_PER_HAPPENING_MAX + 1

/** Takes the node's step; a limit stands before it. */
function step(turn: Turn, scene: Scene): Move {
  const node = nodeAt(turn.facts, topOf(turn))
  const fault = typeof node === 'string' ? node : limitOf(turn)
  if (fault || typeof node === 'string') {
    const missing = { to: 'fault', fault: fault ?? 'missing-node' } as const
    note(turn, typeof node === 'string' ? null : node, missing)
    return missing
  }
  turn.steps++
  turn.taken++
  turn.tries = 0
  const move = enterNode(node.kind, node, scene)
  const checked: Move = turn.tooManyMessages ? { to: 'fault', fault: 'message-limit' } : move
  note(turn, node, checked)
  return checked
}

function limitOf(turn: Turn): RunFault | undefined {
  if (turn.taken >= STEPS_PER_HAPPENING_MAX) return 'step-limit'
  return turn.steps >= STEPS_PER_RUN_MAX ? 'run-limit' : undefined
}

function note(turn: Turn, node: FlowNode | null, move: Move): void {
  traceStep(turn, node, {
    outlet: 'outlet' in move ? move.outlet : undefined,
    heard: 'heard' in move ? move.heard : undefined,
    fault: 'fault' in move ? move.fault : undefined,
  })
}

type End =
  | Extract<Move, { to: 'wait' | 'people' | 'fault' }>
  /** The last flow came to its end. */
  | { readonly to: 'end' }

/** Puts the turn on the next node; an end when there is none. */
function follow(turn: Turn, scene: Scene, move: Move): End | null {
  switch (move.to) {
    case 'outlet':
      return leaveBy(turn, scene, move.outlet)
    case 'loop':
      return goRound(turn, scene, move)
    case 'subflow':
      return enterFlow(turn, scene, { ...move, outer: turn.frames })
    case 'flow':
      return enterFlow(turn, scene, { flow: move.flow, outer: [] })
    case 'fault':
      return rescue(turn, scene, move.fault)
    case 'wait':
    case 'people':
      return move
    default:
      return never(move)
  }
}

/** The loop's next round, or its end; a round is left behind like any other step. */
function goRound(turn: Turn, scene: Scene, { loop, outlet }: Extract<Move, { to: 'loop' }>): End | null {
  const top = topOf(turn)
  const frame = frameInLoop(top, top.node, loop)
  if (!frame) return rescue(turn, scene, 'loop-depth')
  turn.frames[turn.frames.length - 1] = frame
  return leaveBy(turn, scene, outlet)
}

/**
 * An outlet that leads nowhere ends its round where a loop is under way, else its flow; a sub-flow that ended goes on
 * behind the node that called it.
 */
function leaveBy(turn: Turn, scene: Scene, outlet: string): End | null {
  const node = nodeAt(turn.facts, topOf(turn))
  if (typeof node === 'string') return rescue(turn, scene, node)
  const target = Object.hasOwn(node.next, outlet) ? node.next[outlet] : undefined
  if (target !== undefined) {
    standOn(turn, target)
    return null
  }
  const loop = topOf(turn).loops?.at(-1)
  if (loop) {
    standOn(turn, loop.node)
    return null
  }
  if (turn.frames.length <= 1) return { to: 'end' }
  const ended = turn.frames.pop()
  const caller = nodeAt(turn.facts, topOf(turn))
  const fault = ended && typeof caller !== 'string' ? takeOutputs(turn, caller, ended, scene) : undefined
  traceStep(turn, typeof caller === 'string' ? null : caller, { outlet: 'next', fault })
  return leaveBy(turn, scene, 'next')
}

/** What the flow that ended gives back; what it left empty, or cannot be kept, empties the field: nothing of an older call stays. */
function takeOutputs(
  { facts }: Turn,
  caller: FlowNode,
  { version, locals = {} }: Frame,
  scene: Scene,
): RunFault | undefined {
  const taken = (caller.kind === 'subflow' && caller.outputs) || []
  if (taken.length === 0) return undefined
  const called = facts.definitionOf(version)
  const declared = called ? signatureOf(called).outputs : []
  let fault: RunFault | undefined
  for (const { output, field } of taken) {
    const name = outputName(declaredAs(declared, output)?.key ?? output)
    const value = Object.hasOwn(locals, name) ? (locals[name] ?? '') : ''
    if (!takeOutput(field, value, scene)) fault = 'bad-value'
  }
  return fault
}

/** Whether the field could take it. */
function takeOutput(field: string, value: string, scene: Scene): boolean {
  const kept = value === '' ? null : keepValue(field, value, scene)
  const wish = kept ?? clearValue(field, scene)
  if (wish) scene.ask(wish)
  return wish !== null && (value === '' || kept !== null)
}

/** The version is chosen now and kept until the flow ends, whatever is published meanwhile. */
function enterFlow(turn: Turn, scene: Scene, { flow, outer, given }: Entry): End | null {
  if (outer.length >= SUBFLOW_DEPTH_MAX) return rescue(turn, scene, 'subflow-depth')
  const version = turn.facts.publishedOf(flow)
  if (version === undefined) return rescue(turn, scene, 'missing-flow')
  const definition = turn.facts.definitionOf(version)
  if (!definition) return rescue(turn, scene, 'missing-version')
  const { frame, bad } = frameOf(version, definition, given, languageOf(scene))
  if (bad.length > 0) note(turn, ownCaller(turn), { to: 'fault', fault: 'bad-value' })
  turn.frames = [...outer, frame]
  return null
}

type Entry = {
  readonly flow: string
  readonly outer: readonly Frame[]
  readonly given?: Readonly<Record<string, string>>
}

function ownCaller(turn: Turn): FlowNode | null {
  const caller = nodeAt(turn.facts, topOf(turn))
  return typeof caller === 'string' ? null : caller
}

const FINAL: readonly RunFault[] = ['step-limit', 'message-limit', 'run-limit']

/** What is missing fails up to the nearest sub-flow node that has a way for it; a limit of the whole run never does. */
function rescue(turn: Turn, scene: Scene, fault: RunFault): End | null {
  const found = FINAL.includes(fault) ? -1 : turn.frames.findLastIndex((frame) => catches(turn.facts, frame))
  const frame = turn.frames[found]
  const node = frame && nodeAt(turn.facts, frame)
  if (!node || typeof node === 'string') return { to: 'fault', fault }
  turn.frames = turn.frames.slice(0, found + 1)
  traceStep(turn, node, { outlet: 'failed', fault })
  return leaveBy(turn, scene, 'failed')
}

function catches(facts: Facts, frame: Frame): boolean {
  const definition = facts.definitionOf(frame.version)
  const node = definition && ownNode(definition, frame.node)
  return node?.kind === 'subflow' && Object.hasOwn(node.next, 'failed')
}

function stop(turn: Turn, scene: Scene, end: End): Advance {
  const { effects, trace } = turn
  if (end.to === 'wait') return { run: resting(turn, scene, end), outcome: 'waiting', effects, trace }
  if (end.to === 'fault' && trace.at(-1)?.fault !== end.fault) traceStep(turn, null, { fault: end.fault })
  if (turn.ringing) askAtEnd(turn, { kind: 'clearAlarm' })
  const outcome = end.to === 'people' ? 'handed-over' : end.to === 'fault' ? 'failed' : 'ended'
  return { run: null, outcome, effects, trace }
}

/** The token names this very wait: no other step of any run has the same place, count and moment. */
function resting(turn: Turn, { now, node }: Scene, end: Extract<End, { to: 'wait' }>): Run {
  const token = `${turn.steps}.${node}.${now.toString(36)}`
  if (end.until !== null) askAtEnd(turn, { kind: 'setAlarm', at: end.until, token })
  else if (turn.ringing) askAtEnd(turn, { kind: 'clearAlarm' })
  if (end.call) askAtEnd(turn, { kind: 'request', token, call: end.call })
  const waiting: Waiting = { for: end.for, token, since: now, until: end.until, tries: end.tries ?? 0 }
  return { frames: turn.frames, waiting, steps: turn.steps }
}
