import type { FlowNode } from '#core/flow/definition.ts'
import type { Outlet } from '#core/flow/kind.ts'
import { outletsAt } from '#core/flow/kinds.ts'

/** The ways out of a step, in the order in which a card shows them. */
export function outletsOf(node: FlowNode): readonly Outlet[] {
  return outletsAt(node.kind, node)
}
