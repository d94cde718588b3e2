import { z } from 'zod'
import { nodeBase } from '#core/flow/nodes/base.ts'

/** Gives the chat to people: the bot falls silent, the inbox calls, the run ends. No outlets. */
export const HandoverNode = z.object({
  kind: z.literal('handover'),
  ...nodeBase,
  /** Said to the customer first, when not empty. */
  text: z.string().max(4096).default(''),
  /** Left for the team as a note, when not empty. */
  note: z.string().max(4000).default(''),
})
export type HandoverNode = z.infer<typeof HandoverNode>
