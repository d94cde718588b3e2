import type { Millis } from '#core/base/time.ts'
import { type Graph, openEnds, orderOf, reachable } from '#core/flow/check/graph.ts'
import type { Way } from '#core/flow/check/way.ts'
import { longestSilence } from '#core/flow/check/window.ts'
import type { FlowNode } from '#core/flow/definition.ts'
import { draftsAt } from '#core/flow/kinds.ts'
import { ownNode } from '#core/flow/step/turn.ts'

/** How a run passes a whole flow without the customer. */
export type Passage = {
  /** It can come to its end without ever waiting. */
  readonly instant: boolean
  /** The longest time from its start to an end; null when it always hears the customer. */
  readonly straight: Millis | null
  /** The most that one happening can do in it, flows that it leads into included. */
  readonly burst: Burst
  /** Flows into which a run comes from its start without ever waiting. */
  readonly onward: readonly string[]
}
/** Steps that are taken, and messages that are sent, without a wait. */
export type Burst = { readonly steps: number; readonly messages: number }
/** Null: the flow is not at hand, or is being looked at. */
export type Through = (flow: string) => Passage | null

/** How runs pass the flows of the world; reckoned once for each that is asked for. */
export function openPassages(graphIn: (flow: string) => Graph | null): Through {
  const known = new Map<string, Passage | null>()
  const through: Through = (flow) => {
    const passage = known.get(flow)
    if (passage !== undefined) return passage
    known.set(flow, null)
    const graph = graphIn(flow)
    const made = graph && passageOf(graph, through)
    known.set(flow, made)
    return made
  }
  return through
}

/** How long a run takes through a way by itself; for ever when only the customer moves it. */
export function timeOf({ definition }: Graph, { from, outlet }: Omit<Way, 'to'>, through: Through): Millis {
  if (outlet.by === 'customer') return Number.POSITIVE_INFINITY
  const node = ownNode(definition, from)
  if (node?.kind !== 'subflow' || node.flow === undefined || outlet.name !== 'next') return outlet.after
  const passage = through(node.flow)
  if (passage?.instant) return 0
  // A flow that is not at hand is trusted to wait; its own check and the step limits stand behind it.
  return passage?.straight ?? Number.POSITIVE_INFINITY
}

/** Whether a run passes there without a wait. */
export function isInstant(graph: Graph, through: Through): (way: Omit<Way, 'to'>) => boolean {
  return (way) => timeOf(graph, way, through) < 1
}

function passageOf(graph: Graph, through: Through): Passage {
  const { start } = graph.definition
  const atOnce = reachable(graph, start, isInstant(graph, through))
  return {
    instant: [...atOnce].some((id) =>
      openEnds(graph, id).some((outlet) => timeOf(graph, { from: id, outlet }, through) < 1),
    ),
    straight: straightOf(graph, through),
    burst: burstOf(graph, through),
    onward: [...atOnce].flatMap((id) => {
      const { calls = [], leaves = [] } = graph.refs.get(id) ?? {}
      return [...calls, ...leaves]
    }),
  }
}

function straightOf(graph: Graph, through: Through): Millis | null {
  const { start } = graph.definition
  const time = (way: Omit<Way, 'to'>) => Math.min(timeOf(graph, way, through), NEVER)
  const passes = (way: Way) => time(way) < NEVER
  const alone = reachable(graph, start, passes)
  const ways = new Map([...graph.ways].map(([id, own]) => [id, own.filter(passes)]))
  const after = (way: Way, elapsed: Millis) => elapsed + time(way)
  const silence = longestSilence({ ...graph, ways }, { from: start, begin: 0 }, after)
  const ends = [...alone].flatMap((id) =>
    openEnds(graph, id).flatMap((outlet) => {
      const last = time({ from: id, outlet })
      return last < NEVER ? [(silence.get(id)?.elapsed ?? 0) + last] : []
    }),
  )
  return ends.length === 0 ? null : Math.max(...ends)
}
const NEVER = Number.MAX_SAFE_INTEGER

/** More than this is too much, whatever the rest is. */
const BURST_MAX = 1_000_000

/**
 * The most steps and messages between two waits, over all ways; what a ring repeats is not counted. What a called flow
 * does before it returns, and what comes behind it, count together.
 */
export function burstOf(graph: Graph, through: Through): Burst {
  const steps = new Map<string, Burst>()
  let most: Burst = NOTHING
  const instant = isInstant(graph, through)
  const passes = (way: Way) => !way.back && instant(way)
  for (const id of orderOf(graph, passes).reverse()) {
    const own = ownBurst(graph, id, through)
    let best = roundsBurst(graph, id, steps, passes) ?? own
    for (const way of graph.ways.get(id) ?? []) {
      const node = ownNode(graph.definition, id)
      if (way.back || way.outlet.by === 'customer') continue
      if (way.outlet.after > 0 && node?.kind !== 'subflow') continue
      best = larger(best, sum(own, steps.get(way.to) ?? NOTHING))
    }
    steps.set(id, best)
    most = larger(most, best)
  }
  return most
}
const NOTHING: Burst = { steps: 0, messages: 0 }

/** A loop whose rounds do not wait makes them all at once, and goes on behind; null: it is none such. */
function roundsBurst(
  graph: Graph,
  id: string,
  steps: ReadonlyMap<string, Burst>,
  passes: (way: Way) => boolean,
): Burst | null {
  const node = ownNode(graph.definition, id)
  if (node?.kind !== 'foreach') return null
  const [first, behind] = ['each', 'done'].map((word) =>
    graph.ways.get(id)?.find(({ outlet }) => outlet.word === word),
  )
  const round = first && reachable(graph, first.to, passes)
  const isAtOnce = [...(round ?? [])].some((at) =>
    graph.ways
      .get(at)
      ?.some((way) => way.back && way.to === id && way.outlet.by === 'itself' && way.outlet.after === 0),
  )
  if (!first || !isAtOnce) return null
  const each = sum({ steps: 1, messages: 0 }, steps.get(first.to) ?? NOTHING)
  const all = { steps: each.steps * node.rounds, messages: each.messages * node.rounds }
  return sum(
    sum(all, { steps: 1, messages: 0 }),
    behind && !behind.back ? (steps.get(behind.to) ?? NOTHING) : NOTHING,
  )
}

function ownBurst(graph: Graph, id: string, through: Through): Burst {
  const node = ownNode(graph.definition, id)
  const { calls = [], leaves = [] } = graph.refs.get(id) ?? {}
  const inner = [...calls, ...leaves].map((flow) => through(flow)?.burst ?? NOTHING)
  return sum({ steps: 1, messages: saidBy(node) }, inner.reduce(larger, NOTHING))
}

function saidBy(node: FlowNode | undefined): number {
  return node === undefined ? 0 : draftsAt(node.kind, node, (text) => text).length
}

function sum(one: Burst, other: Burst): Burst {
  return {
    steps: Math.min(one.steps + other.steps, BURST_MAX),
    messages: Math.min(one.messages + other.messages, BURST_MAX),
  }
}

function larger(one: Burst, other: Burst): Burst {
  return { steps: Math.max(one.steps, other.steps), messages: Math.max(one.messages, other.messages) }
}
