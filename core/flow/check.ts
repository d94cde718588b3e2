import { checkFlows } from '#core/flow/check/flows.ts'
import { type Graph, graphOf } from '#core/flow/check/graph.ts'
import { openInside } from '#core/flow/check/inside.ts'
import { checkLocals } from '#core/flow/check/locals.ts'
import { checkRings } from '#core/flow/check/loops.ts'
import { checkNames } from '#core/flow/check/names.ts'
import { openPassages } from '#core/flow/check/passage.ts'
import { checkPlace } from '#core/flow/check/place.ts'
import { checkReach } from '#core/flow/check/reach.ts'
import { checkTemplates } from '#core/flow/check/template.ts'
import { checkUnheard } from '#core/flow/check/unheard.ts'
import type { Check, Say, World } from '#core/flow/check/world.ts'
import { DEFINITION_BYTES_MAX, type Definition, type FlowNode } from '#core/flow/definition.ts'
import { checkAt } from '#core/flow/kinds.ts'
import { type Problem, problemOf } from '#core/flow/problem.ts'
import { ownNode } from '#core/flow/step/turn.ts'

/** Everything that is wrong with a drawing, errors first, in the order of its steps. In time linear in its size. */
export function checkFlow(definition: Definition, world: World): Problem[] {
  const found: Problem[] = []
  const say: Say = (node, code, details, path) => {
    if (found.length < PROBLEMS_MAX) found.push(problemOf(node, code, details, path))
  }
  const graph = graphOf(definition)
  const graphIn = graphsIn(world)
  const check: Check = {
    graph,
    world,
    through: openPassages(graphIn),
    inside: openInside((flow) => (flow === world.flow ? graph : graphIn(flow)), world.flow),
    say,
  }
  checkStart(check)
  for (const [id, node] of Object.entries(definition.nodes)) {
    checkAt(node.kind, node, (code, details) => say(id, code, details))
    checkWays(check, id, node)
  }
  checkNames(check)
  checkLocals(check)
  checkPlace(check)
  checkTemplates(check)
  checkRings(check)
  checkFlows(check)
  checkReach(check)
  checkUnheard(check)
  return [...found.filter((p) => p.severity === 'error'), ...found.filter((p) => p.severity === 'warning')]
}

/** Nobody reads more. */
const PROBLEMS_MAX = 2000

/** The published flows of the world as graphs, each drawn once when it is asked for. */
function graphsIn(world: World): (flow: string) => Graph | null {
  const known = new Map<string, Graph | null>()
  return (flow) => {
    const graph = known.get(flow)
    if (graph !== undefined) return graph
    const definition = world.flows.find(({ id }) => id === flow)?.definition
    const made = definition ? graphOf(definition) : null
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
    if (required && !Object.hasOwn(node.next, name))
      say(id, 'way-missing', { outlet: title ?? name, way: name })
  }
  for (const { name, title } of outlets) {
    if (isDeadEnd(node, name)) say(id, 'dead-end', { outlet: title ?? name, way: name })
  }
}

/** A way on which customers are left without a word while others of the same step are led on. */
function isDeadEnd(node: FlowNode, outlet: string): boolean {
  const leads = (name: string) => Object.hasOwn(node.next, name)
  if (leads(outlet)) return false
  if (node.kind === 'split') {
    const isChosen = node.branches.some(({ id, weight }) => outlet === `branch:${id}` && weight > 0)
    return isChosen && node.branches.some(({ id }) => leads(`branch:${id}`))
  }
  if (node.kind !== 'question') return false
  // Words are hardly ever wrong where any words will do.
  if (outlet === 'invalid') return leads('answered') && (node.answer !== 'text' || !!node.pattern)
  const options = node.answer === 'choice' ? node.options : []
  const isLed = options.some(({ id }) => leads(`option:${id}`))
  return outlet === 'answered' && isLed && !options.every(({ id }) => leads(`option:${id}`))
}
