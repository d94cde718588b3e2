import { type Refusal, refuse } from '#core/base/refusal.ts'
import { MINUTE } from '#core/base/time.ts'
import { type Chat, chatApi } from '#core/chat/api.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { on, type Seated } from '#server/base/http.ts'
import { sql } from '#server/base/sql.ts'
import { eventLine, noteLine } from '#server/chat/record.ts'
import { resolveMessage, sendByAgent } from '#server/chat/reply.ts'
import { type ChatState, timeOf } from '#server/chat/state.ts'
import {
  type ChatChange,
  changeChat,
  chatOf,
  countChats,
  listChats,
  listMessages,
  listTurns,
  lockChat,
  messageOf,
  messagesById,
} from '#server/chat/store.ts'
import { chatAs, messageAs, turnAs } from '#server/chat/view.ts'
import { insertMessages } from '#server/chat/write.ts'
import { cursorId } from '#server/contact/routes.ts'

export type ChatParts = { readonly http: Db; readonly bus: Bus }

/** The inbox: chats, what is said in them, who answers, and what the bot did. */
export function chatRoutes({ http, bus }: ChatParts) {
  /** Changes a chat under its contact's lock and tells the screens; `line` is a line in the thread about it. */
  async function change(
    caller: Seated,
    id: string,
    make: (chat: Chat) => { readonly set: ChatChange; readonly line?: string } | Refusal,
  ) {
    const { workspaceId } = caller.seat
    const result = await http.tenant(workspaceId, async (tx) => {
      if (!(await lockChat(tx, workspaceId, id))) return refuse('not-found')
      const row = await chatOf(tx, workspaceId, id)
      if (!row) return refuse('not-found')
      const wish = make(chatAs(row))
      if ('kind' in wish) return wish
      await changeChat(tx, workspaceId, id, wish.set)
      if (wish.line)
        await insertMessages(tx, workspaceId, [
          { ...eventLine({ id } as ChatState, wish.line, row.now), author_id: caller.seat.memberId },
        ])
      await emit(tx, workspaceId, [
        { kind: 'chat.changed', ids: [id] },
        { kind: 'message.changed', ids: wish.line ? [id] : [], chatIds: [id] },
      ])
      const after = await chatOf(tx, workspaceId, id)
      return after ? chatAs(after) : refuse('not-found')
    })
    bus.call('live', workspaceId)
    return result
  }

  return {
    chats: on(chatApi.chats, async ({ view, filter, search, cursor, limit }, { seat }) => {
      const asked = { view, filter, search, memberId: seat.memberId, before: chatCursor(cursor), limit }
      const rows = await http.tenant(seat.workspaceId, (tx) => listChats(tx, seat.workspaceId, asked))
      const last = rows.at(-1)
      return {
        items: rows.map(chatAs),
        cursor: last && rows.length === limit ? `${last.last_at}.${last.id}` : null,
      }
    }),
    chatCounts: on(chatApi.chatCounts, async (_input, { seat }) =>
      http.tenant(seat.workspaceId, (tx) => countChats(tx, seat.workspaceId, seat.memberId)),
    ),
    chat: on(chatApi.chat, async ({ id }, { seat: { workspaceId } }) => {
      const row = await http.tenant(workspaceId, (tx) => chatOf(tx, workspaceId, id))
      return row ? chatAs(row) : refuse('not-found')
    }),
    messages: on(chatApi.messages, async ({ id, cursor, limit }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        if (!(await chatOf(tx, workspaceId, id))) return refuse('not-found')
        const rows = await listMessages(tx, workspaceId, id, cursorId(cursor), limit)
        return {
          items: rows.map(messageAs),
          cursor: rows.length === limit ? (rows.at(-1)?.id ?? null) : null,
        }
      }),
    ),
    sendMessage: on(chatApi.sendMessage, async ({ id, ...wish }, { seat }) => {
      const result = await http.tenant(seat.workspaceId, (tx) => sendByAgent(tx, seat, id, wish))
      if ('kind' in result && result.kind === 'refusal') return result
      tell(seat.workspaceId)
      return result
    }),
    addNote: on(chatApi.addNote, async ({ id, text }, { seat }) => {
      const result = await http.tenant(seat.workspaceId, async (tx) => {
        const row = await chatOf(tx, seat.workspaceId, id)
        if (!row) return refuse('not-found')
        const line = noteLine({ id } as ChatState, text, seat.memberId, row.now)
        await insertMessages(tx, seat.workspaceId, [line])
        await emit(tx, seat.workspaceId, [{ kind: 'message.changed', ids: [line.id], chatIds: [id] }])
        const saved = await messageOf(tx, seat.workspaceId, line.id)
        return saved ? messageAs(saved) : refuse('not-found')
      })
      bus.call('live', seat.workspaceId)
      return result
    }),
    resolveMessage: on(chatApi.resolveMessage, async ({ id, as }, { seat }) => {
      const result = await http.tenant(seat.workspaceId, (tx) => resolveMessage(tx, seat, id, as))
      tell(seat.workspaceId)
      return result
    }),
    setBot: on(chatApi.setBot, async ({ id, paused, minutes }, caller) =>
      change(caller, id, (chat) => ({
        set: {
          paused: { on: paused, until: paused && minutes ? timeOf(chat.now + minutes * MINUTE) : null },
        },
        line: paused ? 'bot.paused' : 'bot.resumed',
      })),
    ),
    assign: on(chatApi.assign, async ({ id, memberId }, caller) => {
      if (memberId && !(await isMember(caller.seat.workspaceId, memberId))) return refuse('not-found')
      return await change(caller, id, () => ({
        set: { assignee: memberId },
        line: memberId ? 'chat.assigned' : 'chat.unassigned',
      }))
    }),
    resolve: on(chatApi.resolve, async ({ id, resolved }, caller) =>
      change(caller, id, () => ({
        set: { resolved, ...(resolved ? { read: true } : {}) },
        line: resolved ? 'chat.resolved' : 'chat.reopened',
      })),
    ),
    markRead: on(chatApi.markRead, async ({ id }, caller) => {
      const { workspaceId } = caller.seat
      const known = await http.tenant(workspaceId, async (tx) => {
        const touched = await tx.run(
          sql`update chat set unread = 0 where workspace_id = ${workspaceId} and id = ${id} and unread > 0`,
        )
        if (touched > 0) await emit(tx, workspaceId, [{ kind: 'chat.changed', ids: [id] }])
        return touched > 0 || (await exists(tx, workspaceId, id))
      })
      if (!known) return refuse('not-found')
      bus.call('live', workspaceId)
      return { done: true as const }
    }),
    saveDraft: on(chatApi.saveDraft, async ({ id, text }, { seat: { workspaceId } }) => {
      const saved = await http.tenant(workspaceId, (tx) =>
        tx.run(sql`update chat set draft = ${text} where workspace_id = ${workspaceId} and id = ${id}`),
      )
      return saved === 0 ? refuse('not-found') : { done: true as const }
    }),
    trace: on(chatApi.trace, async ({ id, cursor, limit }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const chat = await chatOf(tx, workspaceId, id)
        if (!chat) return refuse('not-found')
        const rows = await listTurns(tx, workspaceId, id, cursorId(cursor), limit)
        const ids = rows.flatMap(({ steps }) => steps.flatMap(({ sent }) => sent))
        const messages = new Map(
          (await messagesById(tx, workspaceId, ids)).map((message) => [message.id, message]),
        )
        return {
          items: rows.map((row) => turnAs(row, messages, chat.phone)),
          cursor: rows.length === limit ? (rows.at(-1)?.id ?? null) : null,
        }
      }),
    ),
  }

  function tell(workspaceId: string): void {
    bus.call('outbox', workspaceId)
    bus.call('live', workspaceId)
  }
  async function isMember(workspaceId: string, memberId: string): Promise<boolean> {
    const rows = await http.tenant(workspaceId, (tx) =>
      tx.rows(sql`select 1 from member where workspace_id = ${workspaceId} and id = ${memberId}`),
    )
    return rows.length > 0
  }
}

async function exists(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  const rows = await tx.rows(sql`select 1 from chat where workspace_id = ${workspaceId} and id = ${id}`)
  return rows.length > 0
}

/** `<milliseconds>.<id>` of the last row of the page before. */
function chatCursor(cursor: string | undefined): { at: string; id: string } | undefined {
  const match = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(cursor ?? '')
  return match ? { at: timeOf(Number(match[1])), id: match[2] ?? '' } : undefined
}
