import { type Refusal, refuse } from '#core/base/refusal.ts'
import type { Message } from '#core/chat/api.ts'
import { namedIn } from '#core/workspace/mention.ts'
import type { Tx } from '#server/base/db.ts'
import { emit, facts } from '#server/base/events.ts'
import type { Seat } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { noteLine } from '#server/chat/record.ts'
import { chatOf, messageOf } from '#server/chat/store.ts'
import { messageAs } from '#server/chat/view.ts'
import { insertMessages } from '#server/chat/write.ts'
import { crewOf } from '#server/workspace/crew.ts'
import { insertNotices } from '#server/workspace/notices.ts'

/** Letters of a note that a notice shows. */
const SHOWN_MAX = 240

/** Leaves a note in the thread; whom it names with `@` is told on their screens, its writer excepted. */
export async function leaveNote(
  tx: Tx,
  { workspaceId, memberId }: Seat,
  chatId: string,
  text: string,
): Promise<Message | Refusal> {
  const row = await chatOf(tx, workspaceId, chatId)
  if (!row) return refuse('not-found')
  const line = noteLine(chatId, text, memberId, row.now)
  await insertMessages(tx, workspaceId, [line])
  await emit(tx, workspaceId, [{ kind: 'message.changed', ids: [line.id], chatIds: [chatId] }])
  if (text.includes('@')) await tellNamed(tx, workspaceId, { chatId, text, by: memberId })
  const saved = await messageOf(tx, workspaceId, line.id)
  return saved ? messageAs(saved) : refuse('not-found')
}

type Said = { readonly chatId: string; readonly text: string; readonly by: string }

async function tellNamed(tx: Tx, workspaceId: string, { chatId, text, by }: Said): Promise<void> {
  const { members } = await crewOf(tx, workspaceId)
  const told = namedIn(text, members).filter(({ id }) => id !== by)
  if (told.length === 0) return
  const author = members.find(({ id }) => id === by)?.name ?? ''
  const shown = `${author}: ${text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text}`
  await insertNotices(
    tx,
    workspaceId,
    told.map(({ id }) => ({ id: newId(), member_id: id, chat_id: chatId, text: shown })),
  )
  const ids = told.map(({ id }) => id)
  await emit(tx, workspaceId, facts('notice.added', ids))
}
