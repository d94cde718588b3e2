import { reachable } from '#core/flow/check/graph.ts'
import type { Check } from '#core/flow/check/world.ts'
import type { NodeKind } from '#core/flow/definition.ts'
import { hearsMessages } from '#core/flow/nodes/start.ts'
import { ownNode } from '#core/flow/step/turn.ts'

/** Steps that customers do not notice, and that do not keep them waiting. */
const QUIET: ReadonlySet<NodeKind> = new Set(['start', 'condition', 'action', 'split', 'email'])

/** Conditions that answer a customer's message with nothing at all: “no” leads nowhere, and nothing was said before. */
export function checkUnheard({ graph, say }: Check): void {
  const { definition } = graph
  const start = ownNode(definition, definition.start)
  if (start?.kind !== 'start' || !hearsMessages(start)) return
  const isQuiet = (id: string) => QUIET.has(ownNode(definition, id)?.kind ?? 'message')
  for (const id of reachable(graph, definition.start, ({ from }) => isQuiet(from))) {
    const node = ownNode(definition, id)
    if (node?.kind !== 'condition' || !Object.hasOwn(node.next, 'yes') || Object.hasOwn(node.next, 'no'))
      continue
    say(id, 'dead-end', { outlet: 'no', way: 'no' })
  }
}
