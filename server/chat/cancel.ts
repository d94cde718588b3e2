import { type Refusal, refuse } from '#core/base/refusal.ts'
import type { Message } from '#core/chat/api.ts'
import { RUNGS } from '#core/chat/status.ts'
import type { Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import type { Seat } from '#server/base/http.ts'
import { sql } from '#server/base/sql.ts'
import { IS_OURS } from '#server/chat/ladder.ts'
import { eventLine } from '#server/chat/record.ts'
import { chatOf, lockChat, messageOf } from '#server/chat/store.ts'
import { messageAs } from '#server/chat/view.ts'
import { insertMessages } from '#server/chat/write.ts'

/**
 * Calls a message back that was not handed to Meta yet. Whoever takes its row of the outbox first wins: the post marks the row
 * `sending` and commits before it calls, so a message is either called back or called for, never both. Called back again it stays so.
 */
export async function cancelMessage(tx: Tx, seat: Seat, id: string): Promise<Message | Refusal> {
  const { workspaceId, memberId } = seat
  const known = await messageOf(tx, workspaceId, id)
  if (known?.kind !== 'out' || !(await lockChat(tx, workspaceId, known.chat_id))) return refuse('not-found')
  const isTaken = await takeBack(tx, workspaceId, id)
  const message = await messageOf(tx, workspaceId, id)
  if (!message) return refuse('not-found')
  if (!isTaken) {
    const { state } = message
    return state === 'cancelled' ? messageAs(message) : refuse('not-cancellable', { state: state ?? '' })
  }
  const chat = await chatOf(tx, workspaceId, known.chat_id)
  const line = eventLine(known.chat_id, 'message.cancelled', chat?.now ?? known.at)
  await insertMessages(tx, workspaceId, [{ ...line, author_id: memberId }])
  await emit(tx, workspaceId, [
    { kind: 'message.changed', ids: [id, line.id], chatIds: [known.chat_id] },
    { kind: 'chat.changed', ids: [known.chat_id] },
  ])
  return messageAs(message)
}

/** Takes the message out of the outbox while nobody calls for it; the place of the limit and the money it held are free again. */
export async function takeBack(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  const gone = await tx.run(sql`
    delete from outbox where workspace_id = ${workspaceId} and message_id = ${id} and state in ('waiting', 'pending')`)
  if (gone === 0) return false
  await tx.run(sql`delete from begun where workspace_id = ${workspaceId} and message_id = ${id}`)
  await tx.run(sql`
    update message m set state = 'cancelled', rung = ${RUNGS.cancelled}
    where m.workspace_id = ${workspaceId} and m.id = ${id} and ${IS_OURS}`)
  return true
}
