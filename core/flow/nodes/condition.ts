import { z } from 'zod'
import { Condition } from '#core/flow/condition.ts'
import { nodeBase } from '#core/flow/nodes/base.ts'

/** Parts the ways by what is known. Outlets: `yes` · `no`. */
export const ConditionNode = z.object({ kind: z.literal('condition'), ...nodeBase, when: Condition })
export type ConditionNode = z.infer<typeof ConditionNode>
