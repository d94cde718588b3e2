import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'

/** A message that was found, and the sentence in which. */
const FoundMessage = z.object({
  id: Id,
  chatId: Id,
  at: z.number(),
  kind: z.enum(['in', 'out', 'note']),
  contact: z.string(),
  /** The sentence in pieces; `hit`: what was searched for. */
  parts: z.array(z.object({ text: z.string(), hit: z.boolean() })),
})
export type FoundMessage = z.infer<typeof FoundMessage>

export const searchApi = {
  /**
   * Looks back from the newest message through a bounded number of them; `cursor` goes on from there. A search in which no word has
   * two letters finds none, and looks at none.
   */
  searchMessages: endpoint({
    method: 'GET',
    path: '/api/messages',
    allow: 'agent',
    tag: 'chat',
    summary: 'Messages by their words, newest first',
  })
    .input(z.object({ search: z.string().max(100).default(''), cursor: Id.optional() }))
    .output(
      z.object({
        items: z.array(FoundMessage),
        /** Null: there is nothing further to look at. */
        cursor: z.string().nullable(),
        /** How far back was looked, in the channel's time; null: to the beginning, or nowhere. */
        back: z.number().nullable(),
      }),
    ),
}
