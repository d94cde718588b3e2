import { z } from 'zod'
import { Id } from '#core/base/id.ts'
import type { Kind } from '#core/flow/kind.ts'
import { nodeBase } from '#core/flow/nodes/base.ts'

/** Goes on elsewhere: with `flow` at the start of another flow (this one is left for good), else by outlet `next`. */
export const GotoNode = z.object({ kind: z.literal('goto'), ...nodeBase, flow: Id.optional() })
export type GotoNode = z.infer<typeof GotoNode>

export const gotoKind: Kind<GotoNode> = {
  enter: (node) =>
    node.flow === undefined ? { to: 'outlet', outlet: 'next' } : { to: 'flow', flow: node.flow },
  refs: (node) => (node.flow === undefined ? {} : { leaves: [node.flow] }),
  check: () => undefined,
}
