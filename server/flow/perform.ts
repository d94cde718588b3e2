import { HOUR } from '#core/base/time.ts'
import type { Effect } from '#core/flow/effect.ts'
import { type FlowEvent, routeEvent } from '#core/flow/event.ts'
import { BOT_SAYS_PER_HOUR_MAX } from '#core/policy/rule/bot.ts'
import { behindAfter } from '#core/policy/rule/turn.ts'
import { newId } from '#server/base/id.ts'
import { compose, pairOf, wantsForesight } from '#server/chat/compose.ts'
import { eventLine, noteLine, noteMarketing } from '#server/chat/record.ts'
import {
  type ChatState,
  type ContactState,
  marketingFacts,
  recipientFacts,
  timeOf,
} from '#server/chat/state.ts'
import { assign, notify, resumeBot, setStatus } from '#server/flow/care.ts'
import { castOf } from '#server/flow/library.ts'
import type { DeskChat, Page } from '#server/flow/page.ts'

/** What an effect left behind: the message it made, if it made one; or messages to members, which follow. */
export type Performed = string | readonly string[] | null
type Performers = {
  [K in Effect['kind']]: (
    page: Page,
    at: DeskChat,
    effect: Extract<Effect, { kind: K }>,
    runId: string,
  ) => Performed
}

/** One line for each effect that a flow can ask for; the compiler counts them. */
const performers: Performers = {
  say: (page, at, { draft }) => say(page, at, draft),
  setField: (page, at, { field, value }) => setField(page, at, field, value),
  clearField: (page, at, { field }) => {
    const { [field]: gone, ...rest } = page.contact.fields
    if (gone !== undefined) happen(page, at, { kind: 'field', field })
    return changeFields(page.contact, rest)
  },
  addTag: (page, at, { tag }) => {
    const { contact } = page
    if (contact.tags.includes(tag)) return changeTags(contact, contact.tags)
    happen(page, at, { kind: 'tag', tag })
    return changeTags(contact, [...contact.tags, tag])
  },
  setBotField: ({ changes, library }, _at, { field, value }) => {
    const standing = value ?? library.botDefaults[field]
    const { [field]: _gone, ...rest } = changes.bot
    changes.bot = standing === undefined ? rest : { ...rest, [field]: standing }
    changes.botChanges.set(field, value)
    return null
  },
  // a stop counts as the customer's own; a flow is drawn by the team and takes back no more than the team may
  setMarketing: ({ contact, changes, now }, { chat }, { stopped }) => {
    const isNews = noteMarketing(contact, { stopped, by: stopped ? 'customer' : 'agent', at: now })
    if (isNews)
      changes.messages.push(eventLine(chat.id, stopped ? 'marketing.stopped' : 'marketing.resumed', now))
    return null
  },
  setLanguage: ({ contact }, _at, { language }) => {
    contact.language = language
    contact.touched = true
    return null
  },
  setZone: ({ contact }, _at, { zone }) => {
    contact.zone = zone
    contact.touched = true
    return null
  },
  event: (page, at, { name }) => happen(page, at, { kind: 'custom', name }),
  subscribe: ({ contact, changes }, { depth }, { sequence, on }) => {
    changes.subscribing.push({ sequence_id: sequence, contact_id: contact.id, on, depth: depth + 1 })
    return null
  },
  removeTag: ({ contact }, _at, { tag }) =>
    changeTags(
      contact,
      contact.tags.filter((known) => known !== tag),
    ),
  pauseBot: (page, { chat }, { until }) => pause(page, chat, until),
  resumeBot,
  assign,
  setStatus,
  notify,
  handOver: (page, { chat }, { note: words }) => {
    if (words !== '') page.changes.messages.push(noteLine(chat.id, words, null, page.now))
    page.changes.messages.push(eventLine(chat.id, 'bot.handedOver', page.now))
    chat.botPaused = true
    chat.pausedUntil = null
    return null
  },
  note: (page, { chat }, { text }) => {
    page.changes.messages.push(noteLine(chat.id, text, null, page.now))
    return null
  },
  setAlarm: (page, { chat }, { at, token }, runId) => {
    const [key = ''] = page.contact.identities
    page.changes.alarms.set(runId, {
      run_id: runId,
      due_at: timeOf(at),
      token,
      contact_key: key,
      phone_number_id: chat.phoneNumberId,
    })
    return null
  },
  request: (page, { chat }, { token, call }, runId) => {
    const [key = ''] = page.contact.identities
    const { phoneNumberId } = chat
    page.changes.requests.push({
      ...{ id: newId(), chat_id: chat.id, run_id: runId, token, contact_key: key },
      ...{ phone_number_id: phoneNumberId, call },
    })
    return null
  },
  mail: (page, _at, { to, subject, text }) => {
    page.changes.mails.push({ to, subject, text })
    return null
  },
  clearAlarm: (page, _at, _effect, runId) => {
    page.changes.alarms.set(runId, null)
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
    page.changes.wants.push({ pair: pairOf(chat, { recipient }), draft })
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
  page.changes.messages.push(message)
  if (outbox) page.changes.outbox.push(outbox)
  at.said = true
  return message.id
}

/** A phone number when there is one, else the business-scoped user id. */
function recipientOf(contact: Pick<ContactState, 'phone' | 'identities'>) {
  if (contact.phone) return { waId: contact.phone }
  const bsuid = [...contact.identities].find((identity) => identity.startsWith('bs:'))
  return bsuid ? { bsuid: bsuid.slice(3) } : {}
}

/** Writes a field's value; another one than before is something that happened. */
function setField(page: Page, at: DeskChat, field: string, value: string): null {
  const { contact } = page
  if (contact.fields[field] !== value) happen(page, at, { kind: 'field', field })
  return changeFields(contact, { ...contact.fields, [field]: value })
}

/** Something happened to the contact: written down for the desk when a flow of the bot listens, one step deeper than this turn. */
function happen(page: Page, { chat, depth }: DeskChat, event: FlowEvent): null {
  const cast = castOf(page.library, chat.phoneNumberId, page.contact)
  if (!cast || !routeEvent(event, cast.triggers)) return null
  const [key = ''] = page.contact.identities
  page.changes.happened.push({
    contact_key: key,
    phone_number_id: chat.phoneNumberId,
    at: timeOf(page.now),
    payload: { event, depth: depth + 1 },
  })
  return null
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
  page.changes.messages.push(eventLine(chat.id, 'bot.paused', page.now))
  return null
}
