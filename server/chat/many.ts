import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import type { Chat } from '#core/chat/api.ts'
import type { ChatStatus } from '#core/chat/chat-status.ts'
import { manyApi, type Picked } from '#core/chat/many-api.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db } from '#server/base/db.ts'
import { on } from '#server/base/http.ts'
import { assignChat } from '#server/chat/assign.ts'
import { applyWish, type ChatWish, statusWish } from '#server/chat/wish.ts'

/** Several chats at once: a transaction for each, so that no customer waits for the others. */
export function manyRoutes({ http, bus }: { readonly http: Db; readonly bus: Bus }) {
  return {
    changeChats: on(manyApi.changeChats, async ({ chats, become }, caller) => {
      const { workspaceId } = caller.seat
      const done: Chat[] = []
      const missing: string[] = []
      const moved: string[] = []
      try {
        for (const one of new Map(chats.map((chat) => [chat.id, chat])).values()) {
          const after = await http.tenant(workspaceId, (tx) =>
            'status' in become
              ? applyWish(tx, caller, one.id, toStatus(one, become.status))
              : assignChat(tx, caller, one.id, { ...become, left: leftOf(one, become) }),
          )
          if (!isRefusal(after)) done.push(after)
          else if (after.code === 'chat-taken') moved.push(one.id)
          else missing.push(one.id)
        }
      } finally {
        bus.call('live', workspaceId) // what is done is done, whatever stopped the rest
      }
      if (done.length + moved.length === 0) return refuse('not-found') // or there is no such member or team
      return { done, missing, moved }
    }),
  }
}

type To = { readonly memberId: string | null; readonly teamId: string | null }

function toStatus(picked: Picked, status: ChatStatus) {
  return (chat: Chat): ChatWish | Refusal | null => {
    const wish = statusWish(status)(chat)
    if (!wish) return null
    if (!isAsSeen(chat, picked)) return taken(chat)
    const { unread } = picked
    return unread?.lastAt === chat.lastAt ? { ...wish, set: { ...wish.set, unread: unread.count } } : wish
  }
}

/** What a team has is left where it is: asked again, it would go to the next of them. */
function leftOf(picked: Picked, { memberId, teamId }: To) {
  return (chat: Chat): Chat | Refusal | null => {
    if (!memberId && teamId && chat.assignee && chat.team?.id === teamId) return chat
    return isAsSeen(chat, picked) ? null : taken(chat)
  }
}

function isAsSeen({ status, assignee, team }: Chat, { from = {} }: Picked): boolean {
  const now = { status, memberId: assignee?.id ?? null, teamId: team?.id ?? null }
  return (
    (from.status === undefined || from.status === now.status) &&
    (from.memberId === undefined || from.memberId === now.memberId) &&
    (from.teamId === undefined || from.teamId === now.teamId)
  )
}

function taken({ assignee }: Chat): Refusal {
  return refuse('chat-taken', { name: assignee?.name ?? '' })
}
