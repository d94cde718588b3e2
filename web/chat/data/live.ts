import type { LiveEvent } from '#core/base/event.ts'
import { onLive } from '#web/base/live.ts'
import { queryClient } from '#web/base/query.ts'
import { heldChatsOf, refreshAllChats, refreshChats, refreshCounts } from '#web/chat/data/chats.ts'
import { gather } from '#web/chat/data/gather.ts'
import { refreshThread } from '#web/chat/data/messages.ts'
import { sendLost } from '#web/chat/data/send.ts'
import { refreshTrace } from '#web/chat/data/trace.ts'

/** Everything the inbox holds under its own keys. */
const HELD = ['chat-list', 'chat-one', 'chat-thread', 'chat-trace'] as const

/**
 * While the inbox is on screen its lists and threads follow the events row by row, so that selection and scroll stay.
 * `openId` names the chat that is open at the moment of the event. Returns how to stop.
 */
export function watchInbox(openId: () => string | null): () => void {
  const changed = new Map<string, Set<string>>()
  const askChats = gather((ids) => refreshChats(ids, openId()))
  const askThreads = gather(async (chatIds) => {
    await Promise.all(
      chatIds.map((id) => {
        const rows = [...(changed.get(id) ?? [])]
        changed.delete(id)
        return refreshThread(id, rows)
      }),
    )
  })
  const hear = {
    chat: (event: LiveEvent) => {
      askChats(event.ids)
      refreshCounts()
      return true
    },
    message: (event: LiveEvent) => {
      const chatIds = event.chatIds ?? []
      for (const id of chatIds) changed.set(id, new Set([...(changed.get(id) ?? []), ...event.ids]))
      askThreads(chatIds)
      askChats(chatIds)
      refreshCounts()
      return true
    },
    trace: (event: LiveEvent) => {
      for (const id of event.chatIds ?? []) refreshTrace(id)
      return true
    },
    contact: (event: LiveEvent) => {
      askChats(heldChatsOf(event.ids))
      return false
    },
    clock: () => {
      refreshAllChats()
      return false
    },
  }
  const stops = [
    onLive('chat.changed', hear.chat),
    onLive('message.changed', hear.message),
    onLive('trace.added', hear.trace),
    onLive('contact.changed', hear.contact),
    onLive('clock.moved', hear.clock),
  ]
  addEventListener('online', sendLost)
  return () => {
    removeEventListener('online', sendLost)
    for (const stop of stops) stop()
    for (const key of HELD) void queryClient.invalidateQueries({ queryKey: [key], refetchType: 'none' })
  }
}
