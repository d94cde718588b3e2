import { DAY, HOUR, type Millis } from '#core/base/time.ts'
import { type Graph, reachable, type Way } from '#core/flow/check/graph.ts'
import type { Condition, Rule } from '#core/flow/condition.ts'
import type { FlowNode } from '#core/flow/definition.ts'
import type { Outlet } from '#core/flow/kind.ts'
import { draftAt } from '#core/flow/kinds.ts'
import { ownNode } from '#core/flow/step/turn.ts'

/** From here on a message is close enough to the end of Meta's 24 hours to be warned of. */
export const WINDOW_RISK: Millis = 20 * HOUR

/** Longer waits change nothing any more: the window is shut. */
const ELAPSED_MAX: Millis = 30 * DAY
/** A node whose time still grows after so many rounds stands in a ring that waits; it counts as long. */
const ROUNDS_MAX = 40

/**
 * For each node that a run can reach: the longest time that may have passed since the customer's last message when the
 * run comes to it. What only the customer moves begins at nothing; a condition that proves the window open does too.
 */
export function longestSilence(graph: Graph, from: string, through: Through): ReadonlyMap<string, Millis> {
  const silence = new Map<string, Millis>()
  for (const id of reachable(graph, from)) silence.set(id, 0)
  const rounds = new Map<string, number>()
  const work = [...silence.keys()]
  for (let id = work.pop(); id !== undefined; id = work.pop()) {
    for (const way of graph.ways.get(id) ?? []) {
      const elapsed = Math.min(after(graph, way, silence.get(id) ?? 0, through), ELAPSED_MAX)
      if (elapsed <= (silence.get(way.to) ?? 0)) continue
      const round = (rounds.get(way.to) ?? 0) + 1
      rounds.set(way.to, round)
      silence.set(way.to, round > ROUNDS_MAX ? ELAPSED_MAX : elapsed)
      work.push(way.to)
    }
  }
  return silence
}

/** Whether the node says something that needs an open window: everything but a template does. */
export function speaks(node: FlowNode | undefined): boolean {
  if (!node || node.kind === 'template') return false
  return draftAt(node.kind, node, (text) => text) !== null
}

/** What a called flow does to the silence; null when the flow is not at hand. */
export type Through = (flow: string) => Passage | null

/**
 * A way through a whole flow. `straight`: the longest time from its start to an end without the customer, null when it
 * always hears the customer; `fresh`: the longest silence at an end, if it began at none.
 */
export type Passage = { readonly straight: Millis | null; readonly instant: boolean; readonly fresh: Millis }

/** How a run passes a flow. Flows that it calls itself count as taking no time. */
export function passageOf(graph: Graph): Passage {
  const { start } = graph.definition
  const fresh = endSilence(
    graph,
    longestSilence(graph, start, () => null),
  )
  const alone = { ...graph, ways: new Map<string, readonly Way[]>() }
  for (const [id, ways] of graph.ways) {
    alone.ways.set(
      id,
      ways.filter(({ outlet }) => outlet.by === 'itself'),
    )
  }
  const byItself = longestSilence(alone, start, () => null)
  const atOnce = reachable(graph, start, ({ outlet }) => outlet.by === 'itself' && outlet.after === 0)
  return {
    straight: endSilence(graph, byItself, true),
    instant: [...atOnce].some((id) =>
      openEnds(graph, id).some(({ by, after }) => by === 'itself' && after === 0),
    ),
    fresh: fresh ?? 0,
  }
}

function openEnds(graph: Graph, id: string): Outlet[] {
  const node = ownNode(graph.definition, id)
  return (graph.outlets.get(id) ?? []).filter(({ name }) => !node || !Object.hasOwn(node.next, name))
}

function endSilence(graph: Graph, silence: ReadonlyMap<string, Millis>, alone = false): Millis | null {
  let longest: Millis | null = null
  for (const [id, elapsed] of silence) {
    for (const { by, after } of openEnds(graph, id)) {
      if (by === 'customer' && alone) continue
      longest = Math.max(longest ?? 0, by === 'customer' ? 0 : elapsed + after)
    }
  }
  return longest
}

function after(graph: Graph, way: Way, elapsed: Millis, through: Through): Millis {
  if (way.outlet.by === 'customer') return 0
  const node = ownNode(graph.definition, way.from)
  if (node?.kind === 'condition' && provesOpen(node.when, way.outlet.name)) return 0
  const passage = node?.kind === 'subflow' && node.flow !== undefined ? through(node.flow) : null
  if (!passage || way.outlet.name !== 'next') return elapsed + way.outlet.after
  return Math.max(passage.fresh, passage.straight === null ? 0 : elapsed + passage.straight)
}

/** Whether coming out there means that the window is open. */
function provesOpen(condition: Condition, outlet: string): boolean {
  const wanted = outlet === 'yes' ? 'open' : 'closed'
  const says = (rule: Rule) => rule.fact === 'window' && rule.is === wanted
  // Out of `yes` the condition holds: one window rule must have held. Out of `no` it fails: none may have held.
  const some = outlet === 'yes' ? 'all' : 'any'
  const group = (rules: readonly Rule[], match: 'all' | 'any') =>
    match === some ? rules.some(says) : rules.every(says)
  const groups = condition.groups
  const test = (at: (typeof groups)[number]) => group(at.rules, at.match)
  return condition.match === some ? groups.some(test) : groups.every(test)
}
