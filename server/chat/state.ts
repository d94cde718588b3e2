import type { Language } from '#core/base/language.ts'
import type { Millis } from '#core/base/time.ts'
import type { ChatStatus } from '#core/chat/chat-status.ts'
import type { MessageState } from '#core/chat/status.ts'
import type { Marketing } from '#core/contact/marketing.ts'
import type { SendFacts } from '#core/policy/facts.ts'
import type { Fault } from '#core/whatsapp/heard.ts'
import { isListed } from '#core/whatsapp/number/recipient.ts'
import type { Verdict } from '#core/whatsapp/verdict.ts'

/** A contact while it is worked on; `fresh` rows are inserted, `touched` ones updated. */
export type ContactState = {
  readonly id: string
  readonly fresh: boolean
  touched: boolean
  name: string
  profileName: string
  phone: string | null
  fields: Record<string, string>
  tags: string[]
  language: Language | null
  zone: string | null
  marketing: Marketing | null
  readonly identities: Set<string>
  readonly newIdentities: Set<string>
}

/** A chat while it is worked on. Times are the channel's. */
export type ChatState = {
  readonly id: string
  readonly fresh: boolean
  readonly contactId: string
  readonly phoneNumberId: string
  lastAt: Millis
  last: LastLine | null
  unread: number
  status: ChatStatus
  botPaused: boolean
  pausedUntil: Millis | null
  lastInboundAt: Millis | null
  botHour: Millis | null
  botSaid: number
  /** The same as `lastInboundAt` while all that came of the customer is what nobody answers: their first words are still to be welcomed. */
  welcomeDueAt: Millis | null
}

type ChatColumns = {
  readonly id: string
  readonly contact_id: string
  readonly phone_number_id: string
  readonly last_at: Millis
  readonly last: LastLine | null
  readonly unread: number
  readonly resolved: boolean
  readonly pending: boolean
  readonly bot_paused: boolean
  readonly paused_until: Millis | null
  readonly last_inbound_at: Millis | null
  /** How much its bot said within an hour, and whether it still owes a welcome: read where bots speak. */
  readonly bot_hour?: Millis | null
  readonly bot_said?: number
  readonly welcome_due_at?: Millis | null
}

/** A chat as it was read, ready to be worked on. */
export function chatState(row: ChatColumns): ChatState {
  return {
    id: row.id,
    fresh: false,
    contactId: row.contact_id,
    phoneNumberId: row.phone_number_id,
    lastAt: row.last_at,
    last: row.last,
    unread: row.unread,
    status: statusOf(row),
    botPaused: row.bot_paused,
    pausedUntil: row.paused_until,
    lastInboundAt: row.last_inbound_at,
    botHour: row.bot_hour ?? null,
    botSaid: row.bot_said ?? 0,
    welcomeDueAt: row.welcome_due_at ?? null,
  }
}

/** A chat in which nothing was said yet. */
export function freshChat(id: string, contactId: string, phoneNumberId: string, now: Millis): ChatState {
  return {
    ...{ id, fresh: true, contactId, phoneNumberId, lastAt: now, last: null, unread: 0, status: 'open' },
    ...{
      botPaused: false,
      pausedUntil: null,
      lastInboundAt: null,
      botHour: null,
      botSaid: 0,
      welcomeDueAt: null,
    },
  }
}

export function statusOf({
  resolved,
  pending,
}: {
  readonly resolved: boolean
  readonly pending: boolean
}): ChatStatus {
  if (resolved) return 'resolved'
  return pending ? 'pending' : 'open'
}

/** The last line of a chat, as lists show it. */
export type LastLine = {
  readonly id: string
  readonly text: string
  readonly kind: string
  readonly out: boolean
}

export type MessageRow = {
  readonly id: string
  readonly chat_id: string
  readonly at: Millis
  readonly kind: 'in' | 'out' | 'note' | 'event'
  readonly speaker: 'customer' | 'bot' | 'agent' | 'system'
  readonly author_id: string | null
  readonly body: unknown
  readonly state: MessageState | null
  readonly rung: number | null
  readonly wamid: string | null
  readonly reply_to: string | null
  readonly client_id: string | null
  readonly fault: Fault | null
  readonly verdict: Verdict | null
  /** The broadcast that it is part of; missing: none. */
  readonly broadcast_id?: string
}

export function timeOf(at: Millis): string {
  return new Date(at).toISOString()
}

/** What the gate must know of a customer's wish about marketing. */
export function marketingFacts(marketing: Marketing | null): Pick<SendFacts, 'optedOut' | 'optOut'> {
  return marketing?.stopped ? { optedOut: true, optOut: marketing } : { optedOut: false }
}

/** What the gate must know of whom a test number may write to; of other numbers nothing. */
export function recipientFacts(
  number: { readonly test: boolean; readonly recipients: readonly string[] | null } | undefined,
  { waId }: { readonly waId?: string },
): Pick<SendFacts, 'isListed' | 'recipients'> {
  const listed = number ? isListed(number, waId) : null
  return listed === null ? {} : { isListed: listed, recipients: number?.recipients?.length ?? 0 }
}
