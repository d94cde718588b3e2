import { z } from 'zod'
import { Id } from '#core/base/id.ts'
import type { Kind } from '#core/flow/kind.ts'
import { nodeBase } from '#core/flow/nodes/base.ts'

/** Runs another flow and comes back. Outlets: `next` (it ended) · `failed` (it is gone or broke a limit). */
export const SubflowNode = z.object({ kind: z.literal('subflow'), ...nodeBase, flow: Id.optional() })
export type SubflowNode = z.infer<typeof SubflowNode>

export const subflowKind: Kind<SubflowNode> = {
  enter: (node) =>
    node.flow === undefined ? { to: 'fault', fault: 'missing-flow' } : { to: 'subflow', flow: node.flow },
  refs: (node) => (node.flow === undefined ? {} : { calls: [node.flow] }),
  check: (node, report) => {
    if (node.flow === undefined) report('flow-unchosen')
  },
}
