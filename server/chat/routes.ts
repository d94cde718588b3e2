import { isId } from '#core/base/id.ts'
import { refuse } from '#core/base/refusal.ts'
import { MINUTE } from '#core/base/time.ts'
import { type Chat, chatApi } from '#core/chat/api.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Query } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { on, type Seated } from '#server/base/http.ts'
import { activityOf, clockOf } from '#server/chat/activity.ts'
import { assignChat } from '#server/chat/assign.ts'
import { cancelMessage } from '#server/chat/cancel.ts'
import { cannedRoutes } from '#server/chat/canned.ts'
import type { Foresee } from '#server/chat/foresee.ts'
import { judgeDraft, pricesOfChat } from '#server/chat/judge.ts'
import { manyRoutes } from '#server/chat/many.ts'
import { leaveNote } from '#server/chat/note.ts'
import { resolveMessage, sendByAgent } from '#server/chat/reply.ts'
import { searchRoutes } from '#server/chat/search.ts'
import { timeOf } from '#server/chat/state.ts'
import {
  chatOf,
  countChats,
  lastHeard,
  listChats,
  listMessages,
  listTurns,
  messagesById,
  readChat,
  saveChatDraft,
} from '#server/chat/store.ts'
import { takeTyping } from '#server/chat/typing.ts'
import { chatAs, messageAs, turnAs } from '#server/chat/view.ts'
import { applyWish, type ChatWish, statusWish } from '#server/chat/wish.ts'
import { cursorId } from '#server/contact/routes.ts'

export type ChatParts = {
  readonly http: Db
  readonly bus: Bus
  readonly foresee: Foresee
  /** Tells the customer's phone that their message was read: the blue ticks. */
  readonly showRead: TellPhone
  /** Tells it that a reply is being written too. */
  readonly showTyping: TellPhone
}
type TellPhone = (query: Query, workspaceId: string, numberId: string, wamid: string) => Promise<void>

/** The inbox: chats, what is said in them, who answers, and what the bot did. */
export function chatRoutes(parts: ChatParts) {
  return {
    ...{ ...readingRoutes(parts), ...writingRoutes(parts), ...careRoutes(parts) },
    ...{ ...cannedRoutes(parts), ...searchRoutes(parts), ...manyRoutes(parts) },
  }
}

function readingRoutes({ http }: ChatParts) {
  return {
    chats: on(chatApi.chats, async ({ view, filter, search, cursor, limit }, { seat }) => {
      const { workspaceId, memberId } = seat
      const asked = { view, filter, search, memberId, before: chatCursor(cursor), limit }
      const rows = await http.tenant(workspaceId, (tx) => listChats(tx, workspaceId, asked))
      const last = rows.at(-1)
      return {
        items: rows.map((row) => chatAs(row, memberId)),
        cursor: last && rows.length === limit ? `${last.last_at}.${last.id}` : null,
      }
    }),
    chatCounts: on(chatApi.chatCounts, async (_input, { seat: { workspaceId, memberId } }) =>
      http.tenant(workspaceId, (tx) => countChats(tx, workspaceId, memberId)),
    ),
    activity: on(chatApi.activity, async ({ days }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const { zone, offset } = await clockOf(tx, workspaceId)
        return await activityOf(tx, { workspaceId, zone, now: Date.now() + offset, offset }, days)
      }),
    ),
    chat: on(chatApi.chat, async ({ id }, { seat: { workspaceId, memberId } }) => {
      const row = await http.tenant(workspaceId, (tx) => chatOf(tx, workspaceId, id))
      return row ? chatAs(row, memberId) : refuse('not-found')
    }),
    messages: on(chatApi.messages, async ({ id, cursor, limit }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        if (!(await chatOf(tx, workspaceId, id))) return refuse('not-found')
        const rows = await listMessages(tx, workspaceId, id, cursorId(cursor), limit)
        return { items: rows.map(messageAs), cursor: lastId(rows, limit) }
      }),
    ),
    trace: on(chatApi.trace, async ({ id, cursor, limit }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        if (!(await chatOf(tx, workspaceId, id))) return refuse('not-found')
        const rows = await listTurns(tx, workspaceId, id, cursorId(cursor), limit)
        const ids = rows.flatMap(({ steps }) => steps.flatMap(({ sent }) => sent))
        const sent = await messagesById(tx, workspaceId, ids)
        const messages = new Map(sent.map((message) => [message.id, message]))
        return { items: rows.map((row) => turnAs(row, messages)), cursor: lastId(rows, limit) }
      }),
    ),
  }
}

function writingRoutes({ http, bus, foresee, showTyping }: ChatParts) {
  const tell = (workspaceId: string) => {
    bus.call('outbox', workspaceId)
    bus.call('live', workspaceId)
  }
  return {
    sendMessage: on(chatApi.sendMessage, async ({ id, ...wish }, { seat }) => {
      const result = await http.tenant(seat.workspaceId, (tx) =>
        sendByAgent(tx, seat, id, { ...wish, foresee }),
      )
      tell(seat.workspaceId)
      return result
    }),
    judgeDraft: on(chatApi.judgeDraft, async ({ id, draft }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, (tx) => judgeDraft(tx, workspaceId, id, { draft, foresee })),
    ),
    prices: on(chatApi.prices, async ({ id }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, (tx) => pricesOfChat(tx, workspaceId, id, foresee)),
    ),
    resolveMessage: on(chatApi.resolveMessage, async ({ id, as }, { seat }) => {
      const result = await http.tenant(seat.workspaceId, (tx) =>
        resolveMessage(tx, seat, id, { as, foresee }),
      )
      tell(seat.workspaceId)
      return result
    }),
    cancelMessage: on(chatApi.cancelMessage, async ({ id }, { seat }) => {
      const result = await http.tenant(seat.workspaceId, (tx) => cancelMessage(tx, seat, id))
      tell(seat.workspaceId)
      return result
    }),
    addNote: on(chatApi.addNote, async ({ id, text }, { seat }) => {
      const result = await http.tenant(seat.workspaceId, (tx) => leaveNote(tx, seat, id, text))
      bus.call('live', seat.workspaceId)
      return result
    }),
    saveDraft: on(chatApi.saveDraft, async ({ id, text }, { seat: { workspaceId, memberId } }) => {
      const saved = await http.tenant(workspaceId, (tx) =>
        saveChatDraft(tx, workspaceId, id, { text, memberId }),
      )
      return saved ? { done: true as const } : refuse('not-found')
    }),
    showTyping: on(chatApi.showTyping, async ({ id }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const taken = await takeTyping(tx, workspaceId, id)
        if (taken === 'missing') return refuse('not-found')
        if (taken === 'later') return { shown: false }
        await showTyping(tx, workspaceId, taken.numberId, taken.wamid)
        return { shown: true }
      }),
    ),
  }
}

function careRoutes({ http, bus, showRead }: ChatParts) {
  const change = async (caller: Seated, id: string, wish: (chat: Chat) => ChatWish | null) => {
    const { workspaceId } = caller.seat
    const result = await http.tenant(workspaceId, (tx) => applyWish(tx, caller, id, wish))
    bus.call('live', workspaceId)
    return result
  }
  return {
    setBot: on(chatApi.setBot, async ({ id, paused, minutes }, caller) =>
      change(caller, id, ({ now }) => ({
        set: { paused: { on: paused, until: paused && minutes ? timeOf(now + minutes * MINUTE) : null } },
        line: paused ? 'bot.paused' : 'bot.resumed',
      })),
    ),
    assign: on(chatApi.assign, async ({ id, ...wish }, caller) => {
      const { workspaceId } = caller.seat
      const result = await http.tenant(workspaceId, (tx) => assignChat(tx, caller, id, wish))
      bus.call('live', workspaceId)
      return result
    }),
    setStatus: on(chatApi.setStatus, async ({ id, status }, caller) =>
      change(caller, id, statusWish(status)),
    ),
    markRead: on(chatApi.markRead, async ({ id }, { seat: { workspaceId } }) => {
      const known = await http.tenant(workspaceId, async (tx) => {
        const read = await readChat(tx, workspaceId, id)
        if (read === 'changed') {
          await emit(tx, workspaceId, [{ kind: 'chat.changed', ids: [id] }])
          const heard = await lastHeard(tx, workspaceId, id)
          if (heard) await showRead(tx, workspaceId, heard.phone_number_id, heard.wamid)
        }
        return read !== 'missing'
      })
      if (!known) return refuse('not-found')
      bus.call('live', workspaceId)
      return { done: true as const }
    }),
  }
}

/** `<milliseconds>.<id>` of the last row of the page before. */
function chatCursor(cursor: string | undefined): { at: string; id: string } | undefined {
  const [, at = '', id] = /^(\d{1,13})\.(.+)$/.exec(cursor ?? '') ?? []
  return isId(id) ? { at: timeOf(Number(at)), id } : undefined
}

function lastId(rows: readonly { readonly id: string }[], limit: number): string | null {
  return rows.length === limit ? (rows.at(-1)?.id ?? null) : null
}
