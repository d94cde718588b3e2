import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import type { Chat } from '#core/chat/api.ts'
import type { ChatStatus } from '#core/chat/chat-status.ts'
import type { Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import type { Seated } from '#server/base/http.ts'
import { eventLine, STATUS_LINES } from '#server/chat/record.ts'
import { type ChatChange, changeChat, chatOf, lockChat } from '#server/chat/store.ts'
import { chatAs } from '#server/chat/view.ts'
import { insertMessages } from '#server/chat/write.ts'

/** What to change of a chat (nothing: it is so already), and the line in the thread that tells of it. */
export type ChatWish = { readonly set: ChatChange; readonly line: string }

/** Changes a chat under its contact's lock, so that the desk and people never write over each other. */
export async function applyWish(
  tx: Tx,
  { seat }: Seated,
  id: string,
  wish: (chat: Chat) => ChatWish | Refusal | null,
): Promise<Chat | Refusal> {
  const { workspaceId, memberId } = seat
  if (!(await lockChat(tx, workspaceId, id))) return refuse('not-found')
  const row = await chatOf(tx, workspaceId, id)
  if (!row) return refuse('not-found')
  const wanted = wish(chatAs(row, memberId))
  if (!wanted) return chatAs(row, memberId)
  if (isRefusal(wanted)) return wanted
  const { set, line } = wanted
  const told = { ...eventLine(id, line, row.now), author_id: memberId }
  await changeChat(tx, workspaceId, id, set)
  await insertMessages(tx, workspaceId, [told])
  await emit(tx, workspaceId, [
    { kind: 'chat.changed', ids: [id] },
    { kind: 'message.changed', ids: [told.id], chatIds: [id] },
  ])
  const after = await chatOf(tx, workspaceId, id)
  return after ? chatAs(after, memberId) : refuse('not-found')
}

/** What is put off or resolved counts as read. */
export function statusWish(status: ChatStatus): (chat: Chat) => ChatWish | null {
  return (chat) =>
    chat.status === status ? null : { set: { status, read: status !== 'open' }, line: STATUS_LINES[status] }
}
