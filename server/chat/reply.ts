import { isId } from '#core/base/id.ts'
import type { Refusal } from '#core/base/refusal.ts'
import { isRefusal, refuse } from '#core/base/refusal.ts'
import type { Message } from '#core/chat/api.ts'
import { RUNGS } from '#core/chat/status.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import { filesOf, mediaIdsOf } from '#core/whatsapp/encode.ts'
import { OWN_FAULT } from '#core/whatsapp/fault-table.ts'
import type { Fault } from '#core/whatsapp/heard.ts'
import type { Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import type { Seat } from '#server/base/http.ts'
import { sql } from '#server/base/sql.ts'
import { compose, post } from '#server/chat/compose.ts'
import type { Foresee } from '#server/chat/foresee.ts'
import { agentIntent } from '#server/chat/judge.ts'
import { eventLine } from '#server/chat/record.ts'
import { type ChatState, chatState, timeOf } from '#server/chat/state.ts'
import { type ChatRow, chatOf, lockChat, messageByClient, messageOf } from '#server/chat/store.ts'
import { messageAs } from '#server/chat/view.ts'
import { insertMessages, saveReactions } from '#server/chat/write.ts'
import { fileOf } from '#server/whatsapp/files.ts'
import { channelOf } from '#server/whatsapp/store.ts'

export type Wish = {
  readonly draft: Draft
  readonly clientId?: string | undefined
  readonly replyTo?: string | undefined
  readonly identityHash?: string | undefined
}

/**
 * An agent's word. The same `clientId` again answers with the message it made; the gate's no is the answer, and nothing is
 * kept. The first word of a person silences the bot in this chat until someone wakes it; a reaction is no word, and changes
 * nothing but itself.
 */
export async function sendByAgent(
  tx: Tx,
  seat: Seat,
  chatId: string,
  { foresee, ...wish }: Wish & { readonly foresee: Foresee },
): Promise<Message | Refusal> {
  const { workspaceId, memberId } = seat
  if (!(await lockChat(tx, workspaceId, chatId))) return refuse('not-found')
  const row = await chatOf(tx, workspaceId, chatId)
  if (!row) return refuse('not-found')
  const known = wish.clientId ? await messageByClient(tx, workspaceId, chatId, wish.clientId) : undefined
  if (known) return messageAs(known)
  const missing = await missingFor(tx, workspaceId, row.phone_number_id, wish.draft)
  if (missing) return missing
  const chat = chatState(row)
  const intent = await agentIntent(tx, workspaceId, row, { ...wish, foresee })
  if (isRefusal(intent)) return intent
  const silenced = wish.draft.kind !== 'reaction' && row.has_bot && !isAsleep(row)
  const lines = silenced ? [{ ...eventLine(chat.id, 'bot.paused', row.now), author_id: memberId }] : []
  const composed = compose(chat, {
    ...intent,
    authorId: memberId,
    clientId: wish.clientId ?? null,
    replyTo: wish.replyTo ?? null,
  })
  if (composed.refusal) return composed.refusal
  await insertMessages(tx, workspaceId, [...lines, composed.message])
  if (composed.outbox) await post(tx, workspaceId, [composed.outbox])
  const others = await noteReply(tx, seat, chat, { draft: wish.draft, silenced })
  await emit(tx, workspaceId, [
    { kind: 'message.changed', ids: [composed.message.id, ...others], chatIds: [chatId] },
    { kind: 'chat.changed', ids: [chatId] },
  ])
  const saved = await messageOf(tx, workspaceId, composed.message.id)
  return saved ? messageAs(saved) : refuse('not-found')
}

/** What is written in the box for replies: only these use up the words that stand in it. */
const TYPED: ReadonlySet<string> = new Set(['text', 'media'])

/**
 * The chat after a person's word: read, open, theirs when it was nobody's, and without the bot; after a reaction as it was.
 * Gives what else in the thread changed.
 */
async function noteReply(
  tx: Tx,
  { workspaceId, memberId }: Seat,
  chat: ChatState,
  { draft, silenced }: { readonly draft: Draft; readonly silenced: boolean },
): Promise<readonly string[]> {
  if (draft.kind === 'reaction') {
    const { wamid, emoji } = draft
    await saveReactions(tx, workspaceId, [{ chat_id: chat.id, wamid, speaker: 'us', emoji }])
    return [wamid]
  }
  const isTyped = TYPED.has(draft.kind)
  await tx.run(sql`
    update chat set last = ${JSON.stringify(chat.last)}, last_at = ${timeOf(chat.lastAt)}, unread = 0, resolved = false,
                    drafts = case when ${isTyped} then drafts - ${memberId}::text else drafts end,
                    bot_paused = bot_paused or ${silenced}, paused_until = case when ${silenced} then null else paused_until end,
                    assignee_id = coalesce(assignee_id, ${memberId})
    where workspace_id = ${workspaceId} and id = ${chat.id}`)
  return []
}

function isAsleep({ bot_paused, paused_until, now }: ChatRow): boolean {
  return bot_paused && (paused_until === null || paused_until > now)
}

/** States of which a person may say "send it again"; of the unknown ones also "it was sent". */
const OPEN: ReadonlySet<string> = new Set(['failed', 'refused', 'held', 'uncertain'])
const UNKNOWN: ReadonlySet<string> = new Set(['held', 'uncertain'])

/**
 * A message whose fate a person decides: sent anew as a new message, once, or settled as sent. When the gate says no to the
 * new one, the old one stays as it was.
 */
export async function resolveMessage(
  tx: Tx,
  seat: Seat,
  id: string,
  { as, foresee }: { readonly as: 'again' | 'sent'; readonly foresee: Foresee },
): Promise<Message | Refusal> {
  const { workspaceId } = seat
  const known = await messageOf(tx, workspaceId, id)
  if (known?.kind !== 'out' || !(await lockChat(tx, workspaceId, known.chat_id))) return refuse('not-found')
  const waits = await tx.rows(sql`
    select 1 from outbox where workspace_id = ${workspaceId} and message_id = ${id} and state = 'uncertain' for update`)
  const message = await messageOf(tx, workspaceId, id)
  const state = message?.state ?? ''
  const may = as === 'sent' ? UNKNOWN.has(state) : OPEN.has(state)
  if (!message || !may || (state === 'uncertain' && waits.length === 0))
    return refuse('not-retryable', { state })
  const settled =
    as === 'sent'
      ? await settleAs(tx, workspaceId, message, 'sent')
      : await sendByAgent(tx, seat, message.chat_id, {
          foresee,
          draft: message.body as Draft,
          clientId: `again:${id}`,
          ...(message.reply_to ? { replyTo: message.reply_to } : {}),
        })
  if (isRefusal(settled)) return settled
  if (as === 'again' && UNKNOWN.has(state)) await settleAs(tx, workspaceId, message, 'failed')
  await tx.run(
    sql`delete from outbox where workspace_id = ${workspaceId} and message_id = ${id} and state = 'uncertain'`,
  )
  return settled
}

const ANEW: Fault = { code: OWN_FAULT.anew, title: 'sent anew as another message' }

async function settleAs(
  tx: Tx,
  workspaceId: string,
  { id, chat_id }: { readonly id: string; readonly chat_id: string },
  state: 'sent' | 'failed',
): Promise<Message | Refusal> {
  const fault = state === 'failed' ? JSON.stringify(ANEW) : null
  await tx.run(sql`
    update message set state = ${state}, rung = ${RUNGS[state]}, fault = ${fault}::json
    where workspace_id = ${workspaceId} and id = ${id} and rung < ${RUNGS.sent}`)
  await emit(tx, workspaceId, [{ kind: 'message.changed', ids: [id], chatIds: [chat_id] }])
  const saved = await messageOf(tx, workspaceId, id)
  return saved ? messageAs(saved) : refuse('not-found')
}

const NO_FILE = {
  field: 'source.file',
  reason_id: 'berkasnya tidak ada; unggah dulu',
  reason_en: 'its file is not there; upload it first',
}

const NO_MEDIUM = {
  field: 'source.mediaId',
  reason_id:
    'Meta tidak punya media itu untuk nomor ini, atau sudah kedaluwarsa; pakai berkasnya, nanti diunggah lagi',
  reason_en: 'Meta has no such medium for this number, or it has expired; use the file, it is uploaded again',
}

/** What must be there before the gate is asked: a channel, and the draft's files, of this workspace. */
async function missingFor(
  tx: Tx,
  workspaceId: string,
  numberId: string,
  draft: Draft,
): Promise<Refusal | undefined> {
  if (!(await channelOf(tx, workspaceId))) return refuse('channel-missing')
  for (const file of filesOf(draft))
    if (!isId(file) || !(await fileOf(tx, workspaceId, file))) return refuse('draft-invalid', NO_FILE)
  const ids = mediaIdsOf(draft)
  if (ids.length === 0) return undefined
  const known = await tx.rows<{ media_id: string }>(sql`
    select media_id from uploaded_media
    where workspace_id = ${workspaceId} and phone_number_id = ${numberId} and media_id = any(${ids}) and expires_at > now()`)
  const found = new Set(known.map(({ media_id }) => media_id))
  return ids.every((id) => found.has(id)) ? undefined : refuse('draft-invalid', NO_MEDIUM)
}
