import type { Details } from '#core/base/refusal.ts'
import { HOUR, type Millis } from '#core/base/time.ts'
import { checkFlows } from '#core/flow/check/flows.ts'
import { type Graph, graphOf, ringsOf, type Way } from '#core/flow/check/graph.ts'
import { checkNames } from '#core/flow/check/names.ts'
import { checkTemplates } from '#core/flow/check/template.ts'
import { longestSilence, type Passage, passageOf, speaks, WINDOW_RISK } from '#core/flow/check/window.ts'
import type { Check, World } from '#core/flow/check/world.ts'
import { DEFINITION_BYTES_MAX, type Definition, type FlowNode } from '#core/flow/definition.ts'
import { checkAt } from '#core/flow/kinds.ts'
import { type Problem, type ProblemCode, problemOf } from '#core/flow/problem.ts'
import { ownNode } from '#core/flow/step/turn.ts'

/** A ring that repeats by itself sooner than this is a bother to the customer. */
export const RING_SHORT: Millis = HOUR

/** Everything that is wrong with a drawing, errors first, in the order of its steps. In time linear in its size. */
export function checkFlow(definition: Definition, world: World): Problem[] {
  const found: Problem[] = []
  const say = (node: string, code: ProblemCode, details?: Details) => {
    if (found.length < PROBLEMS_MAX) found.push(problemOf(node, code, details))
  }
  const check: Check = { graph: graphOf(definition), world, through: passagesIn(world), say }
  checkStart(check)
  for (const [id, node] of Object.entries(definition.nodes)) {
    checkAt(node.kind, node, (code, details) => say(id, code, details))
    checkWays(check, id, node)
  }
  checkNames(check)
  checkTemplates(check)
  checkRings(check)
  checkFlows(check)
  checkReach(check)
  return [...found.filter((p) => p.severity === 'error'), ...found.filter((p) => p.severity === 'warning')]
}

/** Nobody reads more. */
const PROBLEMS_MAX = 2000

/** How a run passes each flow of the world; reckoned once for each that is asked for. */
function passagesIn(world: World): (flow: string) => Passage | null {
  const known = new Map<string, Passage | null>()
  return (flow) => {
    const passage = known.get(flow)
    if (passage !== undefined) return passage
    const definition = world.flows.find(({ id }) => id === flow)?.definition
    const made = definition ? passageOf(graphOf(definition)) : null
    known.set(flow, made)
    return made
  }
}

function checkStart({ graph, say }: Check): void {
  const { definition } = graph
  if (ownNode(definition, definition.start)?.kind !== 'start') say('', 'start-missing')
  for (const [id, node] of Object.entries(definition.nodes)) {
    if (node.kind === 'start' && id !== definition.start) say(id, 'start-twice')
  }
  if (roughSize(graph) > DEFINITION_BYTES_MAX) say('', 'too-large', { max: '2 MB' })
}

function roughSize({ refs }: Graph): number {
  let units = 0
  for (const { texts = [] } of refs.values()) {
    for (const text of texts) units += text.length
  }
  return units
}

function checkWays({ graph, say }: Check, id: string, node: FlowNode): void {
  const outlets = graph.outlets.get(id) ?? []
  const known = new Set(outlets.map(({ name }) => name))
  for (const [outlet, to] of Object.entries(node.next)) {
    if (!known.has(outlet)) say(id, 'way-unknown', { outlet })
    else if (!ownNode(graph.definition, to)) say(id, 'way-dangling', { outlet, target: to })
  }
  for (const { name, title, required } of outlets) {
    if (required && !Object.hasOwn(node.next, name)) say(id, 'way-missing', { outlet: title ?? name })
  }
}

/** Rings that never wait are errors; rings that go on by themselves after a short wait are warned of. */
function checkRings({ graph, through, say }: Check): void {
  const endless = new Set<string>()
  const passes = (way: Way, below: Millis) => timeOf(graph, way, through) < below
  for (const ring of ringsOf(graph, (way) => passes(way, 1))) {
    for (const id of ring) endless.add(id)
    say(first(ring, graph), 'loop-endless', { steps: namesOf(ring, graph) })
  }
  for (const ring of ringsOf(graph, (way) => passes(way, RING_SHORT))) {
    if (ring.some((id) => endless.has(id))) continue
    say(first(ring, graph), 'loop-short', { steps: namesOf(ring, graph) })
  }
}

/** How long a run takes through a way by itself; for ever when only the customer moves it. */
function timeOf({ definition }: Graph, { from, outlet }: Way, through: Check['through']): Millis {
  if (outlet.by === 'customer') return Number.POSITIVE_INFINITY
  const node = ownNode(definition, from)
  if (node?.kind !== 'subflow' || node.flow === undefined || outlet.name !== 'next') return outlet.after
  const passage = through(node.flow)
  if (passage?.instant) return 0
  // A flow that is not at hand is trusted to wait; its own check and the step limits stand behind it.
  return passage?.straight ?? Number.POSITIVE_INFINITY
}

/** The member that was drawn first, so that the same drawing always names the same step. */
function first(ring: readonly string[], { definition }: Graph): string {
  const members = new Set(ring)
  return Object.keys(definition.nodes).find((id) => members.has(id)) ?? ''
}

const NAMES_MAX = 5

function namesOf(ring: readonly string[], { definition }: Graph): string {
  const names = ring.slice(0, NAMES_MAX).map((id) => ownNode(definition, id)?.name || id)
  return `${names.join(', ')}${ring.length > NAMES_MAX ? ', …' : ''}`
}

function checkReach({ graph, through, say }: Check): void {
  const { definition } = graph
  const silence = longestSilence(graph, definition.start, through)
  for (const [id, node] of Object.entries(definition.nodes)) {
    const elapsed = silence.get(id)
    if (elapsed === undefined) {
      if (node.kind !== 'start') say(id, 'unreachable')
    } else if (elapsed >= WINDOW_RISK && speaks(node)) {
      say(id, 'window-leak', { hours: Math.round(elapsed / HOUR) })
    }
  }
}
