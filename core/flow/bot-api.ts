import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { nameOf } from '#core/base/name.ts'

const Named = z.object({ id: Id, name: z.string() })

/** What goes with a bot, and what holds it. */
export const BotBelongings = z.object({
  /** Numbers that it answers on: while there are any it is not taken away. */
  numbers: z.array(z.object({ id: Id, display: z.string(), name: z.string() })),
  flows: z.number().int(),
  /** Flows of other bots, drafts too, that lead into its flows or its sequences; at most 20. */
  callers: z.array(Named.extend({ bot: z.string() })),
  sequences: z.number().int(),
  /** People under way in its sequences. */
  subscribed: z.number().int(),
  /** Runs that stand in its flows; counted up to 10,000. */
  running: z.number().int(),
  /** Addresses by which other programs begin its flows. */
  hooks: z.number().int(),
  tests: z.number().int(),
  /** Conversations on its canvases. */
  threads: z.number().int(),
  /** It is the workspace’s only bot. */
  isLast: z.boolean(),
})
export type BotBelongings = z.infer<typeof BotBelongings>

/** The words that confirm, in both languages. */
export const REMOVE_WORDS = ['HAPUS', 'DELETE'] as const

const tag = 'flow'
const OfBot = z.object({ id: Id })

export const botApi = {
  renameBot: endpoint({
    method: 'PATCH',
    path: '/api/bots/{id}',
    allow: 'admin',
    tag,
    summary: 'Rename a bot',
  })
    .input(OfBot.extend({ name: nameOf(80) }))
    .output(Named),
  botBelongings: endpoint({
    method: 'GET',
    path: '/api/bots/{id}/belongings',
    allow: 'admin',
    tag,
    summary: 'What would go with a bot',
  })
    .input(OfBot)
    .output(BotBelongings),
  /**
   * Takes a bot away with its flows, sequences, webhooks, tests and comments. Runs that stand in it end, each with a line in its chat;
   * costs and old chats keep its name. Refused with `bot-linked` while a number is linked to it. `confirm` is the word HAPUS or DELETE.
   */
  removeBot: endpoint({
    method: 'POST',
    path: '/api/bots/{id}/remove',
    allow: 'admin',
    tag,
    summary: 'Take a bot away',
  })
    .input(OfBot.extend({ confirm: z.string().max(40) }))
    .output(z.object({ done: z.literal(true) })),
}
