import { z } from 'zod'
import { Duration, FieldKey, nodeBase, Tag } from '#core/flow/nodes/base.ts'

/** Things done without a word to the customer. `value` and `note` may hold merge fields. */
export const Action = z.discriminatedUnion('do', [
  z.object({ do: z.literal('setField'), field: FieldKey, value: z.string().max(4000) }),
  z.object({ do: z.literal('clearField'), field: FieldKey }),
  z.object({ do: z.literal('addTag'), tag: Tag }),
  z.object({ do: z.literal('removeTag'), tag: Tag }),
  /** Without a length the bot stays silent until a person wakes it. */
  z.object({ do: z.literal('pauseBot'), for: Duration.optional() }),
  z.object({ do: z.literal('note'), text: z.string().max(4000) }),
])
export type Action = z.infer<typeof Action>

/** Outlet: `next`. */
export const ActionNode = z.object({
  kind: z.literal('action'),
  ...nodeBase,
  actions: z.array(Action).max(20).default([]),
})
export type ActionNode = z.infer<typeof ActionNode>
