import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { Chat } from '#core/chat/api.ts'
import { CHATS_AT_ONCE_MAX } from '#core/chat/at-once.ts'
import { CHAT_STATUSES } from '#core/chat/chat-status.ts'

/** What several chats are to become: of a status, or somebody's. */
const Become = z.union([
  z.object({ status: z.enum(CHAT_STATUSES) }),
  z.object({ memberId: Id.nullable(), teamId: Id.nullable().default(null) }),
])

/** A count of unread messages that can be given back. */
const UNREAD_MAX = 10_000

const Picked = z.object({
  id: Id,
  /** How the caller saw it: what is no longer so has been changed by others, and is left to them. */
  from: z
    .object({ status: z.enum(CHAT_STATUSES), memberId: Id.nullable(), teamId: Id.nullable() })
    .partial()
    .optional(),
  /** With a status: so many messages are unread again, unless something was said after `lastAt`. */
  unread: z.object({ count: z.number().int().min(0).max(UNREAD_MAX), lastAt: z.number() }).optional(),
})
export type Picked = z.infer<typeof Picked>

export const manyApi = {
  /**
   * Each chat as `setStatus` or `assign` does it, one after another. Those that are not there (any more) are named, and those that
   * others have changed since they were seen. The same again changes nothing: what a team has is not given to another of it.
   */
  changeChats: endpoint({
    method: 'POST',
    path: '/api/chats/many',
    allow: 'agent',
    tag: 'chat',
    summary: 'Resolve, put off or give away several chats',
  })
    .input(z.object({ chats: z.array(Picked).min(1).max(CHATS_AT_ONCE_MAX), become: Become }))
    .output(z.object({ done: z.array(Chat), missing: z.array(Id), moved: z.array(Id) })),
}
