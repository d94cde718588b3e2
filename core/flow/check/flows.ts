import { leadsBack } from '#core/flow/check/back.ts'
import { reachable } from '#core/flow/check/graph.ts'
import { isInstant } from '#core/flow/check/passage.ts'
import type { Check } from '#core/flow/check/world.ts'
import type { Definition } from '#core/flow/definition.ts'
import { refsAt } from '#core/flow/kinds.ts'

/** Other flows that a flow calls or goes on to: they must be there, published, and never lead back without end. */
export function checkFlows(check: Check): void {
  const { graph, world, through, say } = check
  const atOnce = reachable(graph, graph.definition.start, isInstant(graph, through))
  const definitions = new Map(world.flows.map(({ id, definition }) => [id, definition]))
  const callsOf = (flow: string) => calledIn(definitions.get(flow))
  const onwardOf = (flow: string) => through(flow)?.onward ?? []
  for (const [id, { calls = [], leaves = [] }] of graph.refs) {
    for (const flow of [...calls, ...leaves]) checkPublished(check, id, flow)
    const isRecursive = calls.some((flow) => leadsBack(world.flow, flow, callsOf))
    if (isRecursive) say(id, 'flow-recursive')
    const onward = atOnce.has(id) && !isRecursive ? [...calls, ...leaves] : []
    if (onward.some((flow) => leadsBack(world.flow, flow, onwardOf))) say(id, 'loop-between-flows')
  }
}

function checkPublished({ world, say }: Check, id: string, flow: string): void {
  if (flow === world.flow) return
  const known = world.flows.find((other) => other.id === flow)
  if (!known) say(id, 'flow-missing', { flow })
  else if (!known.published) say(id, 'flow-unpublished', { flow })
}

function calledIn(definition: Definition | undefined): string[] {
  return Object.values(definition?.nodes ?? {}).flatMap((node) => refsAt(node.kind, node).calls ?? [])
}
