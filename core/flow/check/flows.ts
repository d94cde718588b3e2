import { graphOf, reachable, type Way } from '#core/flow/check/graph.ts'
import type { Check } from '#core/flow/check/world.ts'
import type { Definition } from '#core/flow/definition.ts'
import { refsAt } from '#core/flow/kinds.ts'
import { ownNode } from '#core/flow/step/turn.ts'

/** Other flows that a flow calls or goes on to: they must be there, published, and never lead back without end. */
export function checkFlows(check: Check): void {
  const { graph, say } = check
  const atOnce = reachable(graph, graph.definition.start, isInstant)
  for (const [id, { calls = [], leaves = [] }] of graph.refs) {
    for (const flow of [...calls, ...leaves]) checkPublished(check, id, flow)
    if (calls.some((flow) => leadsBack(check, flow, callsOf))) say(id, 'flow-recursive')
    const back = atOnce.has(id) && leaves.some((flow) => leadsBack(check, flow, instantLeavesOf))
    if (back) say(id, 'loop-between-flows')
  }
}

function checkPublished({ world, say }: Check, id: string, flow: string): void {
  if (flow === world.flow) return
  const known = world.flows.find((other) => other.id === flow)
  if (!known) say(id, 'flow-missing', { flow })
  else if (!known.published) say(id, 'flow-unpublished', { flow })
}

/** Whether a flow leads to the one that is checked by the flows that `onward` names. */
function leadsBack({ world }: Check, flow: string, onward: (definition: Definition) => string[]): boolean {
  if (world.flow === undefined) return false
  const seen = new Set([flow])
  for (const at of seen) {
    if (at === world.flow) return true
    const definition = world.flows.find(({ id }) => id === at)?.definition
    if (definition) for (const next of onward(definition)) seen.add(next)
  }
  return false
}

function callsOf(definition: Definition): string[] {
  return Object.values(definition.nodes).flatMap((node) => refsAt(node.kind, node).calls ?? [])
}

/** Flows to which a run comes from the start without ever waiting. */
function instantLeavesOf(definition: Definition): string[] {
  const graph = graphOf(definition)
  return [...reachable(graph, definition.start, isInstant)].flatMap((id) => {
    const node = ownNode(definition, id)
    return node ? (refsAt(node.kind, node).leaves ?? []) : []
  })
}

function isInstant({ outlet }: Way): boolean {
  return outlet.by === 'itself' && outlet.after === 0
}
