import { z } from 'zod'
import { isRefusal } from '#core/base/refusal.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import type { Job, Jobs } from '#server/base/jobs.ts'
import { sql } from '#server/base/sql.ts'
import { compose, post } from '#server/chat/compose.ts'
import type { Foresee } from '#server/chat/foresee.ts'
import { agentIntent } from '#server/chat/judge.ts'
import { chatState, timeOf } from '#server/chat/state.ts'
import { chatOf, lockChat, messageOf } from '#server/chat/store.ts'
import { insertMessages } from '#server/chat/write.ts'

const Payload = z.object({
  workspaceId: z.string(),
  /** The message's id: the trace of the turn that asked for it names it. */
  id: z.string(),
  memberId: z.string(),
  /** The chat of which the member is told. */
  about: z.string(),
  text: z.string(),
})
export type Telling = Omit<z.infer<typeof Payload>, 'workspaceId'>

/** A word of a flow to a member, in the chat that the member has with the business; done twice it is said once. */
export const telling: Job<z.infer<typeof Payload>> = {
  name: 'flow.tell',
  parse: (raw) => Payload.parse(raw),
}

export function askToTell(jobs: Jobs): (tx: Tx, workspaceId: string, telling: Telling) => Promise<void> {
  return (tx, workspaceId, wish) => jobs.enqueue(tx, telling, { workspaceId, ...wish })
}

type Parts = { readonly db: Db; readonly bus: Bus; readonly foresee: Foresee }

/** It leaves by the one gate, as whatever the bot says: outside the window it is a refused message with its reason. */
export function tellWith({ db, bus, foresee }: Parts) {
  return async ({ workspaceId, id, memberId, about, text }: z.infer<typeof Payload>): Promise<void> => {
    await db.tx('tell', async (tx) => {
      const chatId = await chatOfMember(tx, workspaceId, memberId)
      if (!chatId || !(await lockChat(tx, workspaceId, chatId)) || (await messageOf(tx, workspaceId, id)))
        return
      const row = await chatOf(tx, workspaceId, chatId)
      const intent =
        row && (await agentIntent(tx, workspaceId, row, { draft: { kind: 'text', text }, foresee }))
      if (!intent || isRefusal(intent)) return
      const chat = chatState(row)
      const { message, outbox } = compose(chat, {
        ...intent,
        ...{ id, lane: 'transactional', speaker: 'bot', authorId: null, clientId: null, replyTo: null },
      })
      await insertMessages(tx, workspaceId, [message])
      if (outbox) await post(tx, workspaceId, [outbox])
      await tx.run(sql`
        update chat set last = ${JSON.stringify(chat.last)}, last_at = ${timeOf(chat.lastAt)}
        where workspace_id = ${workspaceId} and id = ${chatId}`)
      await emit(tx, workspaceId, [
        { kind: 'message.changed', ids: [id], chatIds: [chatId] },
        { kind: 'chat.changed', ids: [chatId] },
        { kind: 'trace.added', ids: [id], chatIds: [about] },
      ])
    })
    bus.call('outbox', workspaceId)
    bus.call('live', workspaceId)
  }
}

async function chatOfMember(tx: Tx, workspaceId: string, memberId: string): Promise<string | null> {
  const [row] = await tx.rows<{ chat: string | null }>(
    sql`select notice_chat_id as chat from member where workspace_id = ${workspaceId} and id = ${memberId}`,
  )
  return row?.chat ?? null
}
