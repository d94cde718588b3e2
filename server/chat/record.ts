import type { Millis } from '#core/base/time.ts'
import type { Assignees } from '#core/chat/api.ts'
import type { ChatStatus } from '#core/chat/chat-status.ts'
import { type Marketing, marketingAfter } from '#core/contact/marketing.ts'
import { opensWindow } from '#core/policy/window.ts'
import { MARKETING_NOTICES } from '#core/whatsapp/decode-preference.ts'
import type { Content, Heard, Sender } from '#core/whatsapp/heard.ts'
import { summaryOf } from '#core/whatsapp/summary.ts'
import { newId } from '#server/base/id.ts'
import type { ChatState, ContactState, MessageRow } from '#server/chat/state.ts'
import type { ReactionRow } from '#server/chat/write.ts'

export type Recorded = { readonly message: MessageRow | null; readonly reaction: ReactionRow | null }

/** Nothing came of the customer yet, or only what nobody answers: their first words are still to be welcomed. */
export function isUngreeted({ lastInboundAt, welcomeDueAt }: ChatState): boolean {
  return lastInboundAt === null || welcomeDueAt === lastInboundAt
}

/** `isDue`: what came just now leaves it so. */
export function keepWelcome(chat: ChatState, isDue: boolean): void {
  chat.welcomeDueAt = isDue ? chat.lastInboundAt : null
}

/** Writes down what a customer said: the chat opens again, the window too (Meta: 24 hours from their last message). */
export function recordHeard(contact: ContactState, chat: ChatState, heard: Heard): Recorded {
  const { content, at } = heard
  noteSender(contact, heard.from)
  if (content.kind === 'system') return { message: systemLine(contact, chat, heard, content), reaction: null }
  if (opensWindow(content) && (chat.lastInboundAt === null || at > chat.lastInboundAt))
    chat.lastInboundAt = at
  if (content.kind === 'reaction') {
    return {
      message: null,
      reaction: { chat_id: chat.id, wamid: content.wamid, speaker: 'customer', emoji: content.emoji },
    }
  }
  const message: MessageRow = {
    id: newId(),
    chat_id: chat.id,
    at,
    kind: 'in',
    speaker: 'customer',
    author_id: null,
    body: content,
    state: null,
    rung: null,
    wamid: heard.wamid,
    reply_to: heard.replyTo ?? null,
    client_id: null,
    fault: null,
    verdict: null,
  }
  chat.last = { id: message.id, out: false, ...summaryOf(content) }
  chat.lastAt = Math.max(chat.lastAt, at)
  chat.unread++
  chat.status = 'open'
  return { message, reaction: null }
}

/** A line of the house itself in the thread: `text` is an event's code, words come from the screen's language. */
export function eventLine(chatId: string, text: string, at: Millis): MessageRow {
  return plainLine(chatId, 'event', 'system', null, text, at)
}

/** The events that tell of a chat's new status. */
export const STATUS_LINES: Readonly<Record<ChatStatus, string>> = {
  open: 'chat.reopened',
  pending: 'chat.pending',
  resolved: 'chat.resolved',
}

/** Whose the chat is from now on, by the names of that day; without an author it was the bot. */
export function assignedLine(
  chatId: string,
  names: Assignees,
  authorId: string | null,
  at: Millis,
): MessageRow {
  const isNobody = names.member === null && names.team === null
  const line = eventLine(chatId, isNobody ? 'chat.unassigned' : 'chat.assigned', at)
  return {
    ...{ ...line, author_id: authorId, speaker: authorId ? 'system' : 'bot' },
    body: { text: isNobody ? 'chat.unassigned' : 'chat.assigned', to: names },
  }
}

export function noteLine(chatId: string, text: string, authorId: string | null, at: Millis): MessageRow {
  return plainLine(chatId, 'note', authorId ? 'agent' : 'bot', authorId, text, at)
}

function plainLine(
  chatId: string,
  kind: 'event' | 'note',
  speaker: MessageRow['speaker'],
  authorId: string | null,
  text: string,
  at: Millis,
): MessageRow {
  return {
    id: newId(),
    chat_id: chatId,
    at,
    kind,
    speaker,
    author_id: authorId,
    body: { text },
    state: null,
    rung: null,
    wamid: null,
    reply_to: null,
    client_id: null,
    fault: null,
    verdict: null,
  }
}

/** What the message tells of its sender; the profile name is WhatsApp's, the name stays ours once someone set it. */
function noteSender(contact: ContactState, from: Sender): void {
  if (from.name && from.name !== contact.profileName) {
    if (contact.name === contact.profileName) contact.name = from.name
    contact.profileName = from.name
    contact.touched = true
  }
  if (from.waId && !contact.phone) {
    contact.phone = from.waId
    contact.touched = true
  }
  addIdentities(contact, from)
}

export function identitiesOf({ waId, bsuid }: Pick<Sender, 'waId' | 'bsuid'>): string[] {
  return [...(waId ? [`wa:${waId}`] : []), ...(bsuid ? [`bs:${bsuid}`] : [])]
}

function addIdentities(contact: ContactState, from: Pick<Sender, 'waId' | 'bsuid'>): void {
  for (const identity of identitiesOf(from)) {
    if (contact.identities.has(identity)) continue
    contact.identities.add(identity)
    contact.newIdentities.add(identity)
  }
}

/** The person changed number or user id: the contact keeps its history and answers to both. */
function systemLine(
  contact: ContactState,
  chat: ChatState,
  heard: Heard,
  content: Extract<Content, { kind: 'system' }>,
): MessageRow {
  addIdentities(contact, content)
  if (content.waId && content.waId !== contact.phone) {
    contact.phone = content.waId
    contact.touched = true
  }
  const stopped = MARKETING_SAID.get(content.type)
  if (stopped !== undefined) noteMarketing(contact, { stopped, by: 'whatsapp', at: heard.at })
  return eventLine(chat.id, `system.${content.type}`, heard.at)
}

const MARKETING_SAID: ReadonlyMap<string, boolean> = new Map([
  [MARKETING_NOTICES.stop, true],
  [MARKETING_NOTICES.resume, false],
])

/** One more word about marketing; whether it changed what counts. */
export function noteMarketing(contact: ContactState, news: Marketing): boolean {
  const after = marketingAfter(contact.marketing, news)
  if (after === contact.marketing) return false
  contact.marketing = after
  contact.touched = true
  return true
}
