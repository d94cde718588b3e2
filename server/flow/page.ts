import type { Millis } from '#core/base/time.ts'
import type { Occurrence } from '#core/flow/event.ts'
import type { HttpCall } from '#core/flow/http/call.ts'
import type { Run, TraceStep } from '#core/flow/run.ts'
import type { Behind } from '#core/policy/facts.ts'
import type { Foresight, Pair } from '#core/policy/foresight.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import { type Assigned, type Crew, NOBODY } from '#core/workspace/crew.ts'
import { newId } from '#server/base/id.ts'
import type { OutboxRow } from '#server/chat/compose.ts'
import {
  type ChatState,
  type ContactState,
  chatState,
  freshChat,
  type MessageRow,
} from '#server/chat/state.ts'
import type { ReactionRow } from '#server/chat/write.ts'
import type { ChatRow, ContactRow, Loaded } from '#server/flow/claim.ts'
import type { FlowMail } from '#server/flow/letter.ts'
import type { Library } from '#server/flow/library.ts'
import type { Subscribing } from '#server/flow/sequence/subscribe.ts'
import type { Telling } from '#server/flow/tell.ts'
import type { Claim } from '#server/workspace/own-whatsapp.ts'

/** A chat's bot: the run that stands in it, if any. */
export type RunState = {
  readonly id: string
  readonly flowId: string
  readonly versionId: string
  readonly startedAt: Millis
  readonly run: Run
}

export type DeskChat = {
  readonly chat: ChatState
  run: RunState | null
  readonly hadRun: boolean
  touched: boolean
  said: boolean
  /** What holds up the messages that the turn has still to say. */
  behind: Behind | null
  /** How many flows set each other off before the turn at hand. */
  depth: number
  /** When a default reply that is capped was last said; `capped`: just now, so that it must be saved. */
  fallbackAt: Millis | null
  capped: boolean
  /** Whose the chat is. */
  assigned: Assigned
  /** When the customer last came by an ad. */
  adAt: Millis | null
}

export type TurnRow = {
  readonly id: string
  readonly chat_id: string
  readonly flow_id: string | null
  readonly version_id: string | null
  readonly at: Millis
  /** `media`: of a medium which kind, as `image` or `voice`. */
  readonly heard: { readonly kind: string; readonly text: string; readonly media?: string }
  readonly outcome: string
  readonly micros: number
  readonly steps: readonly (TraceStep & { readonly sent: readonly string[] })[]
}
export type AlarmRow = {
  readonly run_id: string
  readonly due_at: string
  readonly token: string
  readonly contact_key: string
  readonly phone_number_id: string
}
/** A customer came by an advertisement or a page's button: what answers it may be free (Meta, free entry points). */
type EntryRow = { readonly phone_number_id: string; readonly contact_id: string; readonly at: string }
/** Something that a flow did to its contact and another flow listens to. */
export type HappenedRow = {
  readonly contact_key: string
  readonly phone_number_id: string
  readonly at: string
  readonly payload: Occurrence
}
/** A run in a version that is compared with another; one that is not fresh is only written on. */
export type VisitRow = {
  readonly flow_id: string
  readonly run_id: string
  readonly version_id: string
  readonly chat_id: string
  readonly outcome: string
  readonly node: string | null
  readonly fresh: boolean
}
type MediaRow = { readonly messageId: string; readonly phoneNumberId: string }

/** What a waiting run asks of another server. */
export type RequestRow = {
  readonly id: string
  readonly chat_id: string
  readonly run_id: string
  readonly token: string
  readonly contact_key: string
  readonly phone_number_id: string
  readonly call: HttpCall
}

/** What a flow tells a member on the screen. */
type NoticeRow = {
  readonly id: string
  readonly member_id: string
  readonly chat_id: string
  readonly text: string
}

/** Everything that a batch will write, collected while it thinks. */
export type Changes = {
  readonly messages: MessageRow[]
  readonly reactions: ReactionRow[]
  readonly outbox: OutboxRow[]
  readonly turns: TurnRow[]
  readonly alarms: Map<string, AlarmRow | null>
  readonly media: MediaRow[]
  /** What was said without knowing all that the gate should: then the batch is thought again, with it. */
  readonly wants: { readonly pair: Pair; readonly draft: Draft }[]
  readonly entries: EntryRow[]
  readonly requests: RequestRow[]
  readonly mails: FlowMail[]
  readonly happened: HappenedRow[]
  readonly subscribing: Subscribing[]
  /** By run and version. */
  readonly visits: Map<string, VisitRow>
  /** Contacts who wrote, where some sequence ends on that. */
  readonly replied: Set<string>
  /** Bot fields by id as the batch sees them, and what it changes; null: back to the default. */
  bot: Readonly<Record<string, string>>
  readonly botChanges: Map<string, string | null>
  /** Who works here, once somebody has asked (`crewWanted`); `isGiving`: a team's chat is given to one of them. */
  crew: Crew | null
  crewWanted: boolean
  isGiving: boolean
  /** Chats by id that went to somebody else, and those that an ad has led to. */
  readonly given: Map<string, Assigned>
  readonly ads: Map<string, Millis>
  readonly notices: NoticeRow[]
  /** What flows tell members on WhatsApp, and codes by which members prove a number. */
  readonly tellings: Telling[]
  readonly claims: Claim[]
}

export function noChanges(): Changes {
  return {
    messages: [],
    reactions: [],
    outbox: [],
    turns: [],
    alarms: new Map(),
    media: [],
    wants: [],
    entries: [],
    requests: [],
    mails: [],
    happened: [],
    subscribing: [],
    visits: new Map(),
    replied: new Set(),
    bot: {},
    botChanges: new Map(),
    crew: null,
    crewWanted: false,
    isGiving: false,
    given: new Map(),
    ads: new Map(),
    notices: [],
    tellings: [],
    claims: [],
  }
}

/** One contact on the desk: what is known and what becomes of it. Times are the channel's. */
export type Page = {
  readonly contact: ContactState
  readonly chats: Map<string, DeskChat>
  readonly library: Library
  readonly now: Millis
  readonly changes: Changes
  /** What the gate knows beyond the chats; null: an ordinary batch needs no more. */
  readonly foresight: Foresight | null
}

/** Pages for the contacts of a batch; who is not known yet gets a fresh one. */
export function pageMaker(
  loaded: Loaded,
  library: Library,
  {
    changes,
    foresight,
    newcomers,
    crew = null,
  }: {
    readonly changes: Changes
    readonly foresight: Foresight | null
    /** Ids of people who were met first in this batch: thought over again it must be the same ones, because versions go by them. */
    readonly newcomers: Map<string, string>
    readonly crew?: Crew | null
  },
): (identities: readonly string[]) => Page {
  const now = loaded.now + library.clockOffset
  changes.bot = { ...library.botDefaults, ...loaded.bot }
  changes.crew = crew
  const chats = Map.groupBy(loaded.chats, ({ contact_id }) => contact_id)
  const byIdentity = new Map<string, Page>()
  for (const row of loaded.contacts) {
    const ofContact = new Map((chats.get(row.id) ?? []).map((chat) => [chat.phone_number_id, deskChat(chat)]))
    const page: Page = { contact: contactState(row), chats: ofContact, library, now, changes, foresight }
    for (const identity of row.identities) byIdentity.set(identity, page)
  }
  return (identities) => {
    const known = identities.map((identity) => byIdentity.get(identity)).find((page) => page !== undefined)
    const page = known ?? {
      contact: freshContact(identities, newcomers),
      chats: new Map(),
      library,
      now,
      changes,
      foresight,
    }
    for (const identity of identities) byIdentity.set(identity, page)
    return page
  }
}

/** The chat of this contact over a number, made when it is new. */
export function chatOn(page: Page, phoneNumberId: string): DeskChat {
  const known = page.chats.get(phoneNumberId)
  if (known) {
    known.touched = true
    return known
  }
  const chat = freshChat(newId(), page.contact.id, phoneNumberId, page.now)
  const fresh: DeskChat = { ...IDLE, chat, run: null, hadRun: false, touched: true }
  page.chats.set(phoneNumberId, fresh)
  return fresh
}

function contactState(row: ContactRow): ContactState {
  return {
    id: row.id,
    fresh: false,
    touched: false,
    name: row.name,
    profileName: row.profile_name,
    phone: row.phone,
    fields: row.fields,
    tags: row.tags,
    language: row.language,
    zone: row.zone,
    marketing: row.marketing,
    identities: new Set(row.identities),
    newIdentities: new Set(),
  }
}

function freshContact(identities: readonly string[], newcomers: Map<string, string>): ContactState {
  const [first = ''] = identities
  const id = newcomers.get(first) ?? newId()
  newcomers.set(first, id)
  return {
    id,
    fresh: true,
    touched: false,
    name: '',
    profileName: '',
    phone: null,
    fields: {},
    tags: [],
    language: null,
    zone: null,
    marketing: null,
    identities: new Set(identities),
    newIdentities: new Set(identities),
  }
}

function deskChat(row: ChatRow): DeskChat {
  return {
    ...IDLE,
    ...{ chat: chatState(row), run: runState(row), hadRun: row.run_id !== null },
    ...{ touched: false, fallbackAt: row.fallback_at, adAt: row.ad_at },
    assigned: { member: row.assignee_id, team: row.team_id },
  }
}

const IDLE = {
  ...{ said: false, behind: null, depth: 0, fallbackAt: null, capped: false },
  ...{ assigned: NOBODY, adAt: null },
}

function runState(row: ChatRow): RunState | null {
  const { run_id, run_flow_id, run_version_id, run_state, run_started_at } = row
  if (!run_id || !run_flow_id || !run_version_id || !run_state) return null
  return {
    id: run_id,
    flowId: run_flow_id,
    versionId: run_version_id,
    startedAt: run_started_at ?? 0,
    run: run_state,
  }
}
