import { HOUR } from '#core/base/time.ts'
import type { Effect } from '#core/flow/effect.ts'
import { behindAfter } from '#core/policy/rule/turn.ts'
import { compose, pairOf, wantsForesight } from '#server/chat/compose.ts'
import { eventLine, noteLine } from '#server/chat/record.ts'
import {
  type ChatState,
  type ContactState,
  marketingFacts,
  recipientFacts,
  timeOf,
} from '#server/chat/state.ts'
import { type DeskChat, note, type Page } from '#server/flow/page.ts'

/** What an effect left behind: the message it made, if it made one. */
type Performed = string | null
type Performers = {
  [K in Effect['kind']]: (
    page: Page,
    at: DeskChat,
    effect: Extract<Effect, { kind: K }>,
    runId: string,
  ) => Performed
}

/** More than this in an hour to one person is no conversation but two machines talking to each other. */
export const BOT_SAYS_PER_HOUR_MAX = 60

/** One line for each wish that a flow can utter; the compiler counts them. */
const performers: Performers = {
  say: (page, at, { draft }) => say(page, at, draft),
  setField: ({ contact }, _at, { field, value }) =>
    changeFields(contact, { ...contact.fields, [field]: value }),
  clearField: ({ contact }, _at, { field }) => {
    const { [field]: _gone, ...rest } = contact.fields
    return changeFields(contact, rest)
  },
  addTag: ({ contact }, _at, { tag }) =>
    changeTags(contact, contact.tags.includes(tag) ? contact.tags : [...contact.tags, tag]),
  removeTag: ({ contact }, _at, { tag }) =>
    changeTags(
      contact,
      contact.tags.filter((known) => known !== tag),
    ),
  pauseBot: (page, { chat }, { until }) => pause(page, chat, until),
  handOver: (page, { chat }, { note: words }) => {
    if (words !== '') page.ledger.messages.push(noteLine(chat.id, words, null, page.now))
    page.ledger.messages.push(eventLine(chat.id, 'bot.handedOver', page.now))
    chat.botPaused = true
    chat.pausedUntil = null
    return null
  },
  note: (page, { chat }, { text }) => {
    page.ledger.messages.push(noteLine(chat.id, text, null, page.now))
    return null
  },
  setAlarm: (page, { chat }, { at, token }, runId) => {
    const [key = ''] = page.contact.identities
    page.ledger.alarms.set(runId, {
      run_id: runId,
      due_at: timeOf(at),
      token,
      contact_key: key,
      phone_number_id: chat.phoneNumberId,
    })
    return null
  },
  clearAlarm: (page, _at, _effect, runId) => {
    page.ledger.alarms.set(runId, null)
    return null
  },
}

export function perform(page: Page, at: DeskChat, effect: Effect, runId: string): Performed {
  const act = performers[effect.kind] as (
    page: Page,
    at: DeskChat,
    effect: Effect,
    runId: string,
  ) => Performed
  return act(page, at, effect, runId)
}

function say(page: Page, at: DeskChat, draft: Extract<Effect, { kind: 'say' }>['draft']): Performed {
  const { chat } = at
  if (chat.botHour === null || page.now - chat.botHour >= HOUR) {
    chat.botHour = page.now
    chat.botSaid = 0
  }
  chat.botSaid++
  const number = page.library.numbers.get(chat.phoneNumberId)
  const recipient = recipientOf(page.contact)
  if (!page.foresight && wantsForesight(draft, chat.lastInboundAt, page.now))
    page.ledger.wants.push({ pair: pairOf(chat, { recipient }), draft })
  const { message, outbox, decision } = compose(chat, {
    draft,
    lane: 'reply',
    speaker: 'bot',
    authorId: null,
    clientId: null,
    replyTo: null,
    recipient,
    foresight: page.foresight,
    facts: {
      numberState: number?.state ?? 'UNKNOWN',
      trouble: number?.broken ?? null,
      ...marketingFacts(page.contact.marketing),
      ...recipientFacts(number, recipient),
      behind: at.behind,
      tooOften: chat.botSaid > BOT_SAYS_PER_HOUR_MAX,
      ...(page.library.account ? { account: page.library.account } : {}),
    },
    now: page.now,
  })
  at.behind = behindAfter(at.behind, decision)
  page.ledger.messages.push(message)
  if (outbox) page.ledger.outbox.push(outbox)
  at.said = true
  note(page.ledger, 'message.changed', message.id)
  return message.id
}

/** A phone number when there is one, else the business-scoped user id. */
export function recipientOf(contact: Pick<ContactState, 'phone' | 'identities'>) {
  if (contact.phone) return { waId: contact.phone }
  const bsuid = [...contact.identities].find((identity) => identity.startsWith('bs:'))
  return bsuid ? { bsuid: bsuid.slice(3) } : {}
}

function changeFields(contact: ContactState, fields: Record<string, string>): null {
  contact.fields = fields
  contact.touched = true
  return null
}

function changeTags(contact: ContactState, tags: string[]): null {
  contact.tags = tags
  contact.touched = true
  return null
}

function pause(page: Page, chat: ChatState, until: number | null): null {
  chat.botPaused = true
  chat.pausedUntil = until
  page.ledger.messages.push(eventLine(chat.id, 'bot.paused', page.now))
  return null
}
