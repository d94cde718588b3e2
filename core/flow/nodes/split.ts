import { z } from 'zod'
import { Name, nodeBase } from '#core/flow/nodes/base.ts'

/** Parts people by weight, at random. Outlets: `branch:<id>`. */
export const SplitNode = z.object({
  kind: z.literal('split'),
  ...nodeBase,
  branches: z
    .array(z.object({ id: Name, title: z.string().max(40), weight: z.number().int().min(0).max(100) }))
    .min(2)
    .max(10),
})
export type SplitNode = z.infer<typeof SplitNode>
