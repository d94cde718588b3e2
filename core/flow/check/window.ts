import { DAY, HOUR, type Millis } from '#core/base/time.ts'
import { type Graph, orderOf, reachable } from '#core/flow/check/graph.ts'
import type { Way } from '#core/flow/check/way.ts'
import type { FlowNode } from '#core/flow/definition.ts'
import { draftsAt } from '#core/flow/kinds.ts'
import type { Condition, Rule } from '#core/flow/rule.ts'
import { ownNode } from '#core/flow/step/turn.ts'

/** From here on a message is close enough to the end of Meta's 24 hours to be warned of. */
export const WINDOW_RISK: Millis = 20 * HOUR

/** Longer waits change nothing any more: the window is shut. */
export const SILENCE_MAX: Millis = 30 * DAY
/** A node whose time still grows after so many rounds stands in a ring that waits; it counts as long. */
const ROUNDS_MAX = 40

/** How long the customer may have been silent at a node; `via`: the node before it on the way that takes longest. */
export type Silence = { readonly elapsed: Millis; readonly via: string | null }
/** The silence behind a way that is entered with `elapsed`; null when no run takes it. */
export type After = (way: Way, elapsed: Millis) => Millis | null
type Start = { readonly from: string; readonly begin: Millis }

/**
 * For each node that a run can reach: the longest time that may have passed since the customer's last message when the
 * run comes to it, if it began with `begin`. In one round for a drawing without rings.
 */
export function longestSilence(
  graph: Graph,
  { from, begin }: Start,
  after: After,
): ReadonlyMap<string, Silence> {
  const silence = new Map<string, Silence>()
  const reached = reachable(graph, from)
  for (const id of reached) silence.set(id, { elapsed: id === from ? begin : 0, via: null })
  const ways = orderOf(graph, (way) => !way.back)
    .filter((id) => reached.has(id))
    .flatMap((id) => graph.ways.get(id) ?? [])
    .filter((way) => !way.back)
  for (let round = 0; grow(silence, ways, round < ROUNDS_MAX, after); round++);
  return silence
}

/** One round over all ways; says whether a silence became longer. What `settles` no more is as long as can be. */
function grow(silence: Map<string, Silence>, ways: readonly Way[], settles: boolean, after: After): boolean {
  let grew = false
  for (const way of ways) {
    const elapsed = Math.min(after(way, silence.get(way.from)?.elapsed ?? 0) ?? 0, SILENCE_MAX)
    if (elapsed <= (silence.get(way.to)?.elapsed ?? 0)) continue
    silence.set(way.to, { elapsed: settles ? elapsed : SILENCE_MAX, via: way.from })
    grew = true
  }
  return grew
}

/** The steps that lead to a node in the longest silence, from the step that hears the customer's last word on. */
export function pathTo(graph: Graph, silence: ReadonlyMap<string, Silence>, node: string): string[] {
  const path = [node]
  const seen = new Set(path)
  for (let at = silence.get(node)?.via; at && !seen.has(at); at = silence.get(at)?.via) {
    path.unshift(at)
    seen.add(at)
  }
  const hears = ({ to, outlet }: Way) => outlet.by === 'customer' && to === path[0]
  const heard = [...silence.keys()].find((id) => !seen.has(id) && graph.ways.get(id)?.some(hears))
  return heard === undefined ? path : [heard, ...path]
}

/** Whether the node says something that needs an open window: everything but a template does. */
export function speaks(node: FlowNode | undefined): boolean {
  if (!node || node.kind === 'template') return false
  return draftsAt(node.kind, node, (text) => text).length > 0
}

/**
 * The silence behind a way that leads through no other flow. What only the customer moves begins anew; behind a
 * condition that proves the window open there is no telling how long it stays so: any further wait is a risk.
 */
export function plainAfter(graph: Graph, { from, outlet }: Way, elapsed: Millis): Millis {
  if (outlet.by === 'customer') return 0
  const node = ownNode(graph.definition, from)
  if (node?.kind === 'condition' && provesOpen(node.when, outlet.name)) return Math.min(elapsed, JUST_SAFE)
  return elapsed + outlet.after
}
const JUST_SAFE: Millis = WINDOW_RISK - 1

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
