import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { PageAsk, pageOf } from '#core/base/page.ts'
import { CHAT_STATUSES } from '#core/chat/chat-status.ts'
import { MESSAGE_STATES } from '#core/chat/status.ts'
import { Draft } from '#core/whatsapp/draft.ts'
import type { Content } from '#core/whatsapp/heard.ts'
import { Verdict } from '#core/whatsapp/verdict.ts'

/** The last line of a chat, as the list shows it. */
const Last = z.object({
  text: z.string(),
  kind: z.string(),
  out: z.boolean(),
  state: z.enum(MESSAGE_STATES).nullable(),
  at: z.number(),
})

/** A day of the inbox, of the workspace's zone. */
export const ChatDay = z.object({
  day: z.string(),
  /** Messages of customers, and messages that Meta took from us. */
  heard: z.number().int(),
  sent: z.number().int(),
  /** Customers who wrote. */
  chats: z.number().int(),
  /** Those to whom a person wrote on that day after they had, and the time until then over all of them, in milliseconds. */
  answered: z.number().int(),
  waited: z.number().int(),
})
export type ChatDay = z.infer<typeof ChatDay>

/** Days that may be looked at together. */
const ACTIVITY_DAYS_MAX = 60

export const Chat = z.object({
  id: Id,
  contact: z.object({
    id: Id,
    name: z.string(),
    phone: z.string().nullable(),
    tags: z.array(z.string()),
  }),
  number: z.object({ id: Id, name: z.string(), display: z.string() }),
  last: Last.nullable(),
  /** When something last happened in it, or when it began: lists go by it. */
  lastAt: z.number(),
  unread: z.number().int(),
  status: z.enum(CHAT_STATUSES),
  assignee: z.object({ id: Id, name: z.string() }).nullable(),
  /** Whose queue it stands in, or by way of which team its assignee got it. */
  team: z.object({ id: Id, name: z.string() }).nullable(),
  /** `human`: the bot is silent (until `until`, or until woken); `waiting`: it waits for an answer. */
  turn: z.enum(['bot', 'waiting', 'human']),
  pausedUntil: z.number().nullable(),
  /** End of the 24-hour window in the channel's time; null: never opened. */
  windowEndsAt: z.number().nullable(),
  /** The channel's present moment, for countdowns. */
  now: z.number(),
  /** What the reader was writing; others see theirs. */
  draft: z.string(),
})
export type Chat = z.infer<typeof Chat>

/** Whom a line of assigning names. */
export const Assignees = z.object({ member: z.string().nullable(), team: z.string().nullable() })
export type Assignees = z.infer<typeof Assignees>

export const Message = z.object({
  id: Id,
  chatId: Id,
  at: z.number(),
  kind: z.enum(['in', 'out', 'note', 'event']),
  /** Who spoke: the customer, the bot, a member, or the house itself. */
  by: z.enum(['customer', 'bot', 'agent', 'system']),
  /** A member; of the event `bot.removed` the bot, by its name of that day. */
  author: z.string().nullable(),
  /** Inbound: what was heard. Outbound: null. */
  content: z.custom<Content>().nullable(),
  /** Outbound: what was meant. Inbound: null. A later version may have stored a kind that this one does not know: it takes no chat down. */
  draft: z.union([Draft, z.custom<Draft>()]).nullable(),
  /** Notes and events: plain words, or an event code such as `bot.paused`. */
  text: z.string().nullable(),
  /** Of the event `chat.assigned`: to whom, by the names of that day. */
  assigned: Assignees.nullable(),
  /** The stored file of a medium, once it is here. */
  file: z.object({ id: Id, mime: z.string(), name: z.string(), size: z.number() }).nullable(),
  state: z.enum(MESSAGE_STATES).nullable(),
  fault: z.object({ code: z.number(), title: z.string(), details: z.string().optional() }).nullable(),
  verdict: Verdict.nullable(),
  wamid: z.string().nullable(),
  replyTo: z.string().nullable(),
  reactions: z.array(z.object({ by: z.enum(['customer', 'us']), emoji: z.string() })),
  clientId: z.string().nullable(),
})
export type Message = z.infer<typeof Message>

/** One happening and what the flow made of it. */
export const Turn = z.object({
  id: Id,
  at: z.number(),
  heard: z.object({ kind: z.string(), text: z.string() }),
  /** `version` null: a draft that was tried. */
  flow: z.object({ id: Id, name: z.string(), version: z.number().nullable() }).nullable(),
  outcome: z.string(),
  ms: z.number(),
  steps: z.array(
    z.object({
      node: z.string(),
      kind: z.string(),
      name: z.string(),
      heard: z.string().nullable(),
      outlet: z.string().nullable(),
      set: z.record(z.string(), z.string()),
      /** What the fields of `set` held before; one that is missing was empty. */
      was: z.record(z.string(), z.string()),
      /** Tags that were given (`+vip`) and taken (`-vip`). */
      tags: z.array(z.string()),
      /** Here the contact came to a version of a flow while a canary of it ran: its number, and why it was that one. */
      chosen: z.object({ number: z.number().int(), share: z.number().int(), isNew: z.boolean() }).nullable(),
      fault: z.string().nullable(),
      /** What was sent for it: our message, its state now, what went to the Graph API. */
      sent: z.array(
        z.object({
          messageId: Id,
          state: z.enum(MESSAGE_STATES),
          verdict: Verdict.nullable(),
          request: z.unknown(),
          fault: z.object({ code: z.number(), title: z.string() }).nullable(),
        }),
      ),
    }),
  ),
})
export type Turn = z.infer<typeof Turn>

/** An expected cost: `amount` is a decimal text, null when no rate card knows the price; `type` says why it costs that. */
const Cost = z.object({ amount: z.string().nullable(), currency: z.string(), type: z.string() })

/** What one more message to the customer is expected to cost now, by category. */
export const ChatPrices = z.object({
  /** Whose rates apply: the market of the recipient's calling code. */
  market: z.string(),
  regime: z.string(),
  costs: z.object({ marketing: Cost, utility: Cost, authentication: Cost, service: Cost }),
  /** How many of the month's free ones are left; null: there are none. */
  freeLeft: z.number().int().nullable(),
})
export type ChatPrices = z.infer<typeof ChatPrices>

/**
 * What the gate says of a draft before it is sent: it goes, waits until a moment of the channel's time, or is refused. The verdict is
 * the one that the message itself would carry.
 */
export const Judgement = z.object({
  answer: z.enum(['send', 'wait', 'refuse']),
  verdict: Verdict,
  until: z.number().nullable(),
  /** What it is expected to cost when it goes now. */
  cost: Cost,
})
export type Judgement = z.infer<typeof Judgement>

const Done = z.object({ done: z.literal(true) })
const tag = 'chat'
const OfChat = z.object({ id: Id })

export const chatApi = {
  chats: endpoint({ method: 'GET', path: '/api/chats', allow: 'agent', tag, summary: 'Chats, latest first' })
    .input(
      z.object({
        /** `team`: of the teams that the reader is in. */
        view: z.enum(['mine', 'team', 'unassigned', 'all']).default('all'),
        /** With a search, `open` narrows nothing: whoever searches looks for somebody, whatever became of the chat. */
        filter: z.enum(['open', 'unread', 'closing', 'bot', 'human', 'pending', 'resolved']).default('open'),
        search: z.string().max(100).optional(),
        ...PageAsk,
      }),
    )
    .output(pageOf(Chat)),
  chatCounts: endpoint({
    method: 'GET',
    path: '/api/chats/counts',
    allow: 'agent',
    tag,
    summary: 'How many wait',
  }).output(z.object({ mine: z.number(), team: z.number(), unassigned: z.number(), unread: z.number() })),
  /** Oldest first, today included. */
  activity: endpoint({
    method: 'GET',
    path: '/api/chats/activity',
    allow: 'agent',
    tag,
    summary: 'What the last days came to',
  })
    .input(z.object({ days: z.coerce.number().int().min(1).max(ACTIVITY_DAYS_MAX).default(14) }))
    .output(z.array(ChatDay)),
  chat: endpoint({ method: 'GET', path: '/api/chats/{id}', allow: 'agent', tag, summary: 'One chat' })
    .input(OfChat)
    .output(Chat),
  messages: endpoint({
    method: 'GET',
    path: '/api/chats/{id}/messages',
    allow: 'agent',
    tag,
    summary: 'Messages, newest first',
  })
    .input(OfChat.extend(PageAsk))
    .output(pageOf(Message)),
  /** Passes the one gate. 422 with the rule when Meta would refuse it. The same `clientId` again sends nothing new. */
  sendMessage: endpoint({
    method: 'POST',
    path: '/api/chats/{id}/messages',
    allow: 'agent',
    tag,
    summary: 'Send a message',
  })
    .input(
      OfChat.extend({
        draft: Draft,
        clientId: z.string().min(8).max(64).optional(),
        replyTo: z.string().max(300).optional(),
        /** The customer's identity hash from a webhook: Meta delivers only while it is still that one (137000). */
        identityHash: z.string().min(1).max(100).optional(),
      }),
    )
    .output(Message),
  judgeDraft: endpoint({
    method: 'POST',
    path: '/api/chats/{id}/judge',
    allow: 'agent',
    tag,
    summary: 'Ask whether a message may be sent, and what it costs',
  })
    .input(OfChat.extend({ draft: Draft }))
    .output(Judgement),
  prices: endpoint({
    method: 'GET',
    path: '/api/chats/{id}/prices',
    allow: 'agent',
    tag,
    summary: 'What a message to this customer costs now',
  })
    .input(OfChat)
    .output(ChatPrices),
  addNote: endpoint({
    method: 'POST',
    path: '/api/chats/{id}/notes',
    allow: 'agent',
    tag,
    summary: 'Leave a note for the team',
  })
    .input(OfChat.extend({ text: z.string().trim().min(1).max(4000) }))
    .output(Message),
  /** For a message whose fate is unknown or that failed: `again` sends anew, `sent` settles it as sent. */
  resolveMessage: endpoint({
    method: 'POST',
    path: '/api/messages/{id}/resolve',
    allow: 'agent',
    tag,
    summary: 'Send again, or mark as sent',
  })
    .input(z.object({ id: Id, as: z.enum(['again', 'sent']) }))
    .output(Message),
  /** Calls a message back that was not handed to Meta yet. The same again changes nothing; 409 when Meta has it, or may have it. */
  cancelMessage: endpoint({
    method: 'POST',
    path: '/api/messages/{id}/cancel',
    allow: 'agent',
    tag,
    summary: 'Call a waiting message back',
  })
    .input(z.object({ id: Id }))
    .output(Message),
  setBot: endpoint({
    method: 'POST',
    path: '/api/chats/{id}/bot',
    allow: 'agent',
    tag,
    summary: 'Pause or wake the bot',
  })
    .input(OfChat.extend({ paused: z.boolean(), minutes: z.number().int().min(1).max(43_200).optional() }))
    .output(Chat),
  assign: endpoint({
    method: 'POST',
    path: '/api/chats/{id}/assign',
    allow: 'agent',
    tag,
    summary: 'Give the chat to a member or a team',
  })
    /**
     * With a team alone: to whoever of it is online with the fewest open chats, else into its queue. Neither: to nobody.
     * `from`: whose it was when the caller looked; 409 when it has become somebody else's since.
     */
    .input(
      OfChat.extend({
        memberId: Id.nullable(),
        teamId: Id.nullable().default(null),
        from: Id.nullable().optional(),
      }),
    )
    .output(Chat),
  /** What is put off or resolved counts as read. The same again changes nothing. */
  setStatus: endpoint({
    method: 'PUT',
    path: '/api/chats/{id}/status',
    allow: 'agent',
    tag,
    summary: 'Open, put off or resolve',
  })
    .input(OfChat.extend({ status: z.enum(CHAT_STATUSES) }))
    .output(Chat),
  markRead: endpoint({
    method: 'POST',
    path: '/api/chats/{id}/read',
    allow: 'agent',
    tag,
    summary: 'Mark as read',
  })
    .input(OfChat)
    .output(Done),
  /**
   * It is shown for 25 seconds, or until a message comes, and marks what was heard as read there. `shown`: whether it was
   * asked for now; not outside of the 24-hour window, and once in 20 seconds for each chat.
   */
  showTyping: endpoint({
    method: 'POST',
    path: '/api/chats/{id}/typing',
    allow: 'agent',
    tag,
    summary: 'Show the customer that a reply is being written',
  })
    .input(OfChat)
    .output(z.object({ shown: z.boolean() })),
  saveDraft: endpoint({
    method: 'PUT',
    path: '/api/chats/{id}/draft',
    allow: 'agent',
    tag,
    summary: 'Keep an unsent reply',
  })
    .input(OfChat.extend({ text: z.string().max(4096) }))
    .output(Done),
  trace: endpoint({
    method: 'GET',
    path: '/api/chats/{id}/trace',
    allow: 'agent',
    tag,
    summary: 'What the flows did, newest first',
  })
    .input(OfChat.extend(PageAsk))
    .output(pageOf(Turn)),
}
