import { z } from 'zod'
import { Id } from '#core/base/id.ts'
import { nodeBase } from '#core/flow/nodes/base.ts'

/** Runs another flow and comes back. Outlets: `next` (it ended) · `failed` (it is gone or broke a limit). */
export const SubflowNode = z.object({ kind: z.literal('subflow'), ...nodeBase, flow: Id.optional() })
export type SubflowNode = z.infer<typeof SubflowNode>
