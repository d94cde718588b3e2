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

export const manyApi = {
  /** Each chat as `setStatus` or `assign` does it, one after another. Those that are not there (any more) are named. The same again changes nothing. */
  changeChats: endpoint({
    method: 'POST',
    path: '/api/chats/many',
    allow: 'agent',
    tag: 'chat',
    summary: 'Resolve, put off or give away several chats',
  })
    .input(z.object({ ids: z.array(Id).min(1).max(CHATS_AT_ONCE_MAX), become: Become }))
    .output(z.object({ done: z.array(Chat), missing: z.array(Id) })),
}
