import type { Millis } from '#core/base/time.ts'
import { type Graph, openEnds, orderOf, reachable } from '#core/flow/check/graph.ts'
import type { Way } from '#core/flow/check/way.ts'
import { longestSilence } from '#core/flow/check/window.ts'
import type { FlowNode } from '#core/flow/definition.ts'
import { draftsAt } from '#core/flow/kinds.ts'
import { ownNode } from '#core/flow/step/turn.ts'

/** How a run passes a whole flow without the customer. */
type Passage = {
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
type Burst = { readonly steps: number; readonly messages: number }
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
  const rounds = instantRounds(graph, through)
  const isRepeat = (way: Way) => !!way.back && !!rounds.get(way.to)?.has(way.from)
  const instant = isInstant(graph, through)
  const burstAt = (way: Way | undefined) => (way && !isRepeat(way) ? (steps.get(way.to) ?? NOTHING) : NOTHING)
  for (const id of orderOf(graph, (way) => instant(way) && !isRepeat(way)).reverse()) {
    const node = ownNode(graph.definition, id)
    const own = ownBurst(graph, id, through)
    const ways = (graph.ways.get(id) ?? []).filter(
      ({ outlet }) => outlet.by === 'itself' && (outlet.after === 0 || node?.kind === 'subflow'),
    )
    const behind = ways.map((way) => sum(own, burstAt(way)))
    const best =
      node?.kind === 'foreach' && rounds.has(id)
        ? roundsBurst(node.rounds, burstAt(wayBy(graph, id, 'each')), burstAt(wayBy(graph, id, 'done')))
        : behind.reduce(larger, own)
    steps.set(id, best)
    most = larger(most, best)
  }
  return most
}
const NOTHING: Burst = { steps: 0, messages: 0 }
const ONE: Burst = { steps: 1, messages: 0 }

/** A loop whose rounds do not wait makes them all at once, and goes on behind. */
function roundsBurst(count: number, round: Burst, behind: Burst): Burst {
  const one = sum(ONE, round)
  return sum(sum({ steps: one.steps * count, messages: one.messages * count }, ONE), behind)
}

/** The loops whose rounds can pass without a wait, with the steps that such a round comes to. */
function instantRounds(graph: Graph, through: Through): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>()
  const instant = isInstant(graph, through)
  for (const id of graph.bodies?.of.keys() ?? []) {
    const first = wayBy(graph, id, 'each')
    const round = first && reachable(graph, first.to, (way) => way.to !== id && instant(way))
    const isOver = (at: string) =>
      graph.ways.get(at)?.some((way) => way.back && way.to === id && instant(way))
    if (round && [...round].some(isOver)) found.set(id, round)
  }
  return found
}

function wayBy(graph: Graph, id: string, word: 'each' | 'done'): Way | undefined {
  return graph.ways.get(id)?.find(({ outlet }) => outlet.word === word)
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
