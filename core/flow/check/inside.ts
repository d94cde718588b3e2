import { DAY, type Millis } from '#core/base/time.ts'
import { blocksOf, isAsking } from '#core/flow/block/form.ts'
import { leadInto, leadsBack } from '#core/flow/check/back.ts'
import { type Graph, openEnds } from '#core/flow/check/graph.ts'
import {
  type After,
  longestSilence,
  plainAfter,
  SILENCE_MAX,
  type Silence,
  speaks,
  WINDOW_RISK,
} from '#core/flow/check/window.ts'
import type { FlowNode } from '#core/flow/definition.ts'
import { ownNode } from '#core/flow/step/turn.ts'

/** A message of another flow that may leave too late only because the flow was entered late. */
type Leak = { readonly flow: string; readonly step: string; readonly elapsed: Millis }
/** What becomes of a silence in a flow that is entered with it. */
type Walk = {
  /** The longest silence at its end; null: it never ends by itself or by an answer. */
  readonly end: Millis | null
  /** The longest silence at a step that may fail, 0 where none does. */
  readonly failing: Millis
  readonly leak: Leak | null
}
export type Inside = {
  /** Null: the flow is not at hand, is entered already, or there is too much to look at; it counts as taking no time. */
  readonly walk: (flow: string, begin: Millis) => Walk | null
  /** Whether the flow leads back to the one that is checked. */
  readonly comesBack: (flow: string) => boolean
}

/** Flows times silences that one check looks into. */
const WALKS_MAX = 2000
/** A flow that is entered again from itself, later each time, more often than this goes on for ever. */
const ENTRIES_MAX = 6

/** Walks through the flows of the world, each once for every silence with which it is entered. `own` is the flow that is checked. */
export function openInside(graphIn: (flow: string) => Graph | null, own: string | undefined): Inside {
  const known = new Map<string, Walk>()
  const entries = new Map<string, readonly Millis[]>()
  const back = new Map<string, boolean>()
  const comesBack: Inside['comesBack'] = (flow) => {
    const is = back.get(flow) ?? leadsBack(own, flow, (at) => leadInto(graphIn(at)))
    back.set(flow, is)
    return is
  }
  const walk: Inside['walk'] = (flow, elapsed) => {
    const under = entries.get(flow) ?? []
    const begin = under.length < ENTRIES_MAX ? elapsed : SILENCE_MAX
    const key = `${flow} ${begin}`
    const before = known.get(key)
    if (before) return before
    // Entered with as long a silence already: what comes of it is found there.
    const graph = under.some((one) => one >= begin) || known.size >= WALKS_MAX ? null : graphIn(flow)
    if (!graph) return null
    entries.set(flow, [...under, begin])
    const walked = walkThrough(graph, flow, begin, { walk, comesBack })
    entries.set(flow, under)
    known.set(key, walked)
    return walked
  }
  return { walk, comesBack }
}

/** The silence behind a way, also where it leads through called flows. */
export function afterIn(graph: Graph, inside: Inside): After {
  const after: After = (way, elapsed) => {
    const node = ownNode(graph.definition, way.from)
    if (node?.kind === 'foreach' && graph.bodies?.of.has(way.from)) {
      const { once, grows } = loopTime(graph, way.from, after)
      const rounds = way.outlet.word === 'each' ? node.rounds - 1 : node.rounds
      return Math.max(elapsed + rounds * grows, once)
    }
    const walk = node?.kind === 'subflow' && node.flow !== undefined ? inside.walk(node.flow, elapsed) : null
    if (!walk) return plainAfter(graph, way, elapsed)
    return way.outlet.name === 'next' ? walk.end : Math.max(elapsed, walk.failing)
  }
  return after
}

/** The silence behind one round that began with a word of the customer, and what each further round adds to it. */
type LoopTime = { readonly once: Millis; readonly grows: Millis }
const NO_TIME: LoopTime = { once: 0, grows: 0 }

/** Reckoned once for a drawing, however often it is walked through. */
const loopTimes = new WeakMap<Graph, Map<string, LoopTime>>()

function loopTime(graph: Graph, loop: string, after: After): LoopTime {
  const known = loopTimes.get(graph) ?? new Map<string, LoopTime>()
  loopTimes.set(graph, known)
  const before = known.get(loop)
  if (before) return before
  known.set(loop, NO_TIME) // a loop that stands inside itself is looked at once
  const ends = [0, DAY].map((begin) => roundFrom(graph, loop, begin, after))
  const made = { once: ends[0] ?? 0, grows: Math.max(0, (ends[1] ?? 0) - DAY) }
  known.set(loop, made)
  return made
}

/** The longest silence at the end of a round that is entered with `begin`. */
function roundFrom(graph: Graph, loop: string, begin: Millis, after: After): Millis {
  const first = graph.ways.get(loop)?.find(({ outlet }) => outlet.word === 'each')
  if (!first) return begin
  const silence = longestSilence(graph, { from: first.to, begin }, after)
  const ways = [...(graph.bodies?.of.get(loop) ?? [])].flatMap((id) => graph.ways.get(id) ?? [])
  const back = ways.filter((way) => way.to === loop)
  return Math.max(0, ...back.map((way) => after(way, silence.get(way.from)?.elapsed ?? 0) ?? 0))
}

/** The first message of the flows that a step leads into which leaves too late because of the silence before. */
export function leakAt(node: FlowNode | undefined, elapsed: Millis, inside: Inside): Leak | null {
  const isWay = node?.kind === 'subflow' || node?.kind === 'goto'
  if (!isWay || node.flow === undefined || elapsed === 0) return null
  return inside.walk(node.flow, elapsed)?.leak ?? null
}

function walkThrough(graph: Graph, flow: string, begin: Millis, inside: Inside): Walk {
  const after = afterIn(graph, inside)
  const { start: from, nodes } = graph.definition
  const silence = longestSilence(graph, { from, begin }, after)
  const fresh = begin === 0 ? silence : longestSilence(graph, { from, begin: 0 }, after)
  let end: Millis | null = null
  let failing = 0
  let leak: Leak | null = null
  for (const [id, { elapsed }] of silence) {
    const node = ownNode(graph.definition, id)
    for (const way of openEnds(graph, id)) {
      const ends = after({ from: id, to: '', outlet: way }, elapsed)
      if (ends !== null) end = Math.max(end ?? 0, ends)
    }
    if (node && mayFail(node)) failing = Math.max(failing, elapsed)
    const found = lateIn(nodes[id], { elapsed, fresh: fresh.get(id), inside, flow, id })
    if (found && (!leak || found.elapsed > leak.elapsed)) leak = found
  }
  return { end, failing, leak }
}

type Place = {
  readonly elapsed: Millis
  readonly fresh: Silence | undefined
  readonly inside: Inside
  readonly flow: string
  readonly id: string
}

function lateIn(node: FlowNode | undefined, { elapsed, fresh, inside, flow, id }: Place): Leak | null {
  const own = fresh?.elapsed ?? 0
  if (elapsed === own) return null
  if (speaks(node) && elapsed >= WINDOW_RISK && own < WINDOW_RISK) {
    return { flow, step: node?.name || id, elapsed }
  }
  // What leaks there anyhow is told where that flow is checked; in a ring through the flow that is checked, it is told here.
  const isTold = !leadsBackFrom(node, inside) && leakAt(node, own, inside)
  return isTold ? null : leakAt(node, elapsed, inside)
}

function leadsBackFrom(node: FlowNode | undefined, { comesBack }: Inside): boolean {
  const isWay = node?.kind === 'subflow' || node?.kind === 'goto'
  return isWay && node.flow !== undefined && comesBack(node.flow)
}

/** Steps whose fault ends the flow unless a way for it was drawn. */
function mayFail(node: FlowNode): boolean {
  switch (node.kind) {
    case 'question':
    case 'subflow':
      return true
    case 'message':
      return blocksOf(node).some(isAsking)
    case 'goto':
      return node.flow !== undefined
    default:
      return false
  }
}
