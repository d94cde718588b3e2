import type { Language } from '#core/base/language.ts'
import { type Refusal, refuse } from '#core/base/refusal.ts'
import type { Chat } from '#core/chat/api.ts'
import { type Assigned, type Crew, memberIn, nextOf, teamIn } from '#core/workspace/crew.ts'
import type { Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import type { Seated } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { assignedLine } from '#server/chat/record.ts'
import { type ChatRow, chatOf, lockChat } from '#server/chat/store.ts'
import { chatAs } from '#server/chat/view.ts'
import { insertMessages } from '#server/chat/write.ts'
import { crewOf, saveAssigned } from '#server/workspace/crew.ts'
import { insertNotices } from '#server/workspace/notices.ts'

type Wish = {
  readonly memberId: string | null
  readonly teamId: string | null
  readonly from?: string | null | undefined
  /** What the caller leaves as it is, or why not; null: nothing. */
  readonly left?: (chat: Chat) => Chat | Refusal | null
}

/** Gives a chat to a member, to a team as a flow would, or to nobody; the thread tells it. What is so already is left. */
export async function assignChat(
  tx: Tx,
  { seat: { workspaceId, memberId: author } }: Seated,
  id: string,
  { memberId, teamId, from, left }: Wish,
): Promise<Chat | Refusal> {
  if (!(await lockChat(tx, workspaceId, id))) return refuse('not-found')
  const crew = await crewOf(tx, workspaceId, { hold: true })
  const row = await chatOf(tx, workspaceId, id)
  const member = memberIn(crew, memberId)
  const team = teamIn(crew, teamId)
  if (!row || (memberId && !member) || (teamId && !team)) return refuse('not-found')
  const to: Assigned = {
    member: memberId ?? (teamId && (nextOf(crew, teamId)?.id ?? null)),
    team: teamId,
  }
  if (to.member === row.assignee_id && to.team === row.team_id) return chatAs(row, author)
  const kept = left?.(chatAs(row, author)) ?? takenSince(row, to, from)
  if (kept) return kept
  await saveAssigned(tx, workspaceId, [{ chatId: id, to }])
  await tellOwner(tx, row, to.member, { workspaceId, author, crew })
  const names = { member: memberIn(crew, to.member)?.name ?? null, team: team?.name ?? null }
  const line = assignedLine(id, names, author, row.now)
  await insertMessages(tx, workspaceId, [line])
  await emit(tx, workspaceId, [
    { kind: 'chat.changed', ids: [id] },
    { kind: 'message.changed', ids: [line.id], chatIds: [id] },
  ])
  const after = await chatOf(tx, workspaceId, id)
  return after ? chatAs(after, author) : refuse('not-found')
}

type Given = { readonly workspaceId: string; readonly author: string; readonly crew: Crew }

/** Whom a colleague gives a chat hears of it on their screen; what one takes oneself is no news. */
async function tellOwner(
  tx: Tx,
  { id, assignee_id: before }: ChatRow,
  memberId: string | null,
  { workspaceId, author, crew }: Given,
): Promise<void> {
  if (!memberId || memberId === author || memberId === before) return
  const [workspace] = await tx.rows<{ language: Language }>(
    sql`select language from workspace where workspace_id = ${workspaceId}`,
  )
  const text = GIVEN[workspace?.language ?? 'id'](memberIn(crew, author)?.name ?? '')
  await insertNotices(tx, workspaceId, [{ id: newId(), member_id: memberId, chat_id: id, text }])
  await emit(tx, workspaceId, [{ kind: 'notice.added', ids: [memberId] }])
}

const GIVEN: Readonly<Record<Language, (by: string) => string>> = {
  id: (by) => `${by} menugaskan percakapan ini ke Anda`,
  en: (by) => `${by} assigned this chat to you`,
}

/** Somebody else has got it since the caller looked. */
function takenSince({ assignee_id: owner, assignee_name: name }: ChatRow, to: Assigned, from: Wish['from']) {
  if (from === undefined || owner === null || owner === from || owner === to.member) return null
  return refuse('chat-taken', { name: name ?? '' })
}
