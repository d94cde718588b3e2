import type { Millis } from '#core/base/time.ts'
import { advance, keepReply } from '#core/flow/advance.ts'
import { wordsIn } from '#core/flow/answer/answer.ts'
import { EVENT_DEPTH_MAX, type FlowEvent, routeEvent } from '#core/flow/event.ts'
import { replyLine } from '#core/flow/http/call.ts'
import { route, type Trigger, whyUnanswered } from '#core/flow/route.ts'
import type { Advance, Happening, Run, TraceStep } from '#core/flow/run.ts'
import { keepValue } from '#core/flow/step/keep.ts'
import { keywordHit } from '#core/flow/step/keyword.ts'
import { beginsByWaking } from '#core/flow/wake.ts'
import { isEntryPoint } from '#core/policy/price/clock.ts'
import type { Content, Heard } from '#core/whatsapp/heard.ts'
import { summaryOf } from '#core/whatsapp/summary.ts'
import { noticeCodeIn } from '#core/workspace/notice-code.ts'
import { newId } from '#server/base/id.ts'
import { eventLine, isUngreeted, keepWelcome, noteMarketing, recordHeard } from '#server/chat/record.ts'
import { timeOf } from '#server/chat/state.ts'
import type { InboxRow } from '#server/flow/claim.ts'
import { castFor, factsFor } from '#server/flow/facts.ts'
import { type Cast, choiceFor } from '#server/flow/library.ts'
import {
  type AlarmRow,
  chatOn,
  type DeskChat,
  type Page,
  type RunState,
  type TurnRow,
} from '#server/flow/page.ts'
import { type Performed, perform } from '#server/flow/perform.ts'
import { noteVisits } from '#server/flow/visits.ts'

/** What one row of the inbox does to a contact: written down, thought about, answered. All on the page, nothing outside. */
export function hear(page: Page, row: InboxRow): void {
  if (row.kind === 'alarm') ring(page, row)
  else if (row.kind === 'event') occur(page, row)
  else if (row.kind === 'start') begin(page, row)
  else if (row.kind === 'reply') receive(page, row)
  else listen(page, row)
}

function listen(page: Page, row: Extract<InboxRow, { kind: 'message' }>): void {
  const { payload: heard } = row
  const at = chatOn(page, row.phone_number_id)
  const firstMessage = isUngreeted(at.chat)
  at.depth = 0
  if (heard.referral && isEntryPoint(heard.referral.source, null)) {
    at.adAt = Math.max(heard.at, at.adAt ?? 0)
    page.changes.ads.set(at.chat.id, at.adAt)
    page.changes.entries.push({
      phone_number_id: row.phone_number_id,
      contact_id: page.contact.id,
      at: timeOf(heard.at),
    })
  }
  const { message, reaction } = recordHeard(page.contact, at.chat, heard)
  keepWelcome(at.chat, firstMessage && whyUnanswered(heard.content, page.now - heard.at) !== null)
  if (reaction) page.changes.reactions.push(reaction)
  if (message) {
    page.changes.messages.push(message)
    if (heard.content.kind === 'media')
      page.changes.media.push({ messageId: message.id, phoneNumberId: row.phone_number_id })
  }
  hearMarketing(page, at, heard)
  const code = noticeCodeIn(wordsIn(heard.content) ?? '')
  if (code) {
    page.changes.claims.push({ code, chatId: at.chat.id })
    return // a member proves their number: no customer, whom a flow would answer
  }
  if (page.library.endsOnReply && isReply(heard.content)) page.changes.replied.add(page.contact.id)
  wakeWhenDue(page, at)
  if (at.chat.botPaused) heedWaking(page, at, row, heard)
  else answer(page, at, row, heard, firstMessage)
}

/** A thumb under a message, or a number that was changed, is no reply. */
function isReply({ kind }: Content): boolean {
  return kind !== 'reaction' && kind !== 'system'
}

/** A customer who says the word, and nothing but the word, stops marketing or allows it again; the flows hear it all the same. */
function hearMarketing(page: Page, { chat }: DeskChat, { content, at }: Heard): void {
  const said = wordsIn(content)
  if (!said) return
  const { stop, resume } = page.library.marketingWords
  const stopped = isWord(stop, said)
  if (!stopped && !isWord(resume, said)) return
  if (!noteMarketing(page.contact, { stopped, by: 'customer', at })) return
  page.changes.messages.push(eventLine(chat.id, stopped ? 'marketing.stopped' : 'marketing.resumed', at))
}

function isWord(keywords: readonly string[], said: string): boolean {
  return keywords.length > 0 && keywordHit({ keywords: [...keywords], match: 'whole' }, said).fit > 0
}

/** A run of a bot that is not the number's any more is over: no alarm and no answer wakes it. */
function endStrayRun({ library, changes }: Page, at: DeskChat, cast: Cast | undefined): void {
  if (!at.run) return
  if (cast && cast.preview?.flowId === at.run.flowId) return
  if (cast && library.bots.get(at.run.flowId) === cast.botId) return
  changes.alarms.set(at.run.id, null)
  at.run = null
}

/** A flow is begun for a contact whom one knows, without a word of theirs; while people have the chat it is not. */
function begin(page: Page, row: Extract<InboxRow, { kind: 'start' }>): void {
  const at = page.chats.get(row.phone_number_id)
  const version = choiceFor(page.library, row.payload.flowId, page.contact.id)?.version
  if (!at || version === undefined) return
  at.touched = true
  wakeWhenDue(page, at)
  if (at.chat.botPaused && !wakes(page, version)) return
  at.depth = 0
  const words = { kind: 'start', text: '' }
  beginFlow(
    page,
    at,
    { flow: row.payload.flowId, version },
    { happening: { kind: 'start', version }, row, words },
  )
}

/** Whether this version may begin while people have the chat. */
function wakes({ library }: Page, version: string): boolean {
  const definition = library.versions.get(version)?.definition
  return definition !== undefined && beginsByWaking(definition)
}

/** While people have the chat only a word that wakes the bot is heard. */
function heedWaking(page: Page, at: DeskChat, row: InboxRow, heard: Heard): void {
  const triggers = castFor(page, row)?.triggers.filter(({ version }) => wakes(page, version)) ?? []
  if (triggers.length === 0) return
  const facts = factsFor(page, row, undefined)
  const decision = route(null, heard.content, triggers, {
    facts,
    firstMessage: false,
    age: page.now - heard.at,
  })
  if (decision.kind !== 'start' || decision.why !== 'keyword') return
  beginFlow(page, at, decision, { happening: decision.happening, row, words: wordsOf(heard.content) })
}

/** The bot's part: the waiting run hears it, or another flow begins, or nobody answers. */
function answer(page: Page, at: DeskChat, row: InboxRow, heard: Heard, firstMessage: boolean): void {
  const cast = castFor(page, row)
  endStrayRun(page, at, cast)
  if (!cast) return
  const decision = route(at.run?.run ?? null, heard.content, cast.triggers, {
    facts: factsFor(page, row, at.run?.flowId),
    firstMessage,
    age: page.now - heard.at,
    fallbackAt: at.fallbackAt,
    ...(heard.referral && { referral: heard.referral }),
  })
  if (decision.kind === 'none') return
  const words = wordsOf(heard.content)
  if (decision.kind === 'continue') {
    if (at.run) go(page, at, at.run, decision.happening, row, words)
    return
  }
  if (decision.why === 'fallback') noteFallback(page, at, decision.version)
  beginFlow(page, at, decision, { happening: decision.happening, row, words })
}

/** A flow begins; the run that was under way is given up. */
function beginFlow(
  page: Page,
  at: DeskChat,
  { flow, version }: Pick<Trigger, 'flow' | 'version'>,
  { happening, row, words }: { happening: Happening; row: InboxRow; words: Words },
): void {
  if (at.run) page.changes.alarms.set(at.run.id, null)
  const begun = { id: newId(), flowId: flow, versionId: version, startedAt: page.now, run: null }
  go(page, at, begun, happening, row, words)
}

/** When a default reply that is capped was said. */
function noteFallback(page: Page, at: DeskChat, version: string): void {
  const definition = page.library.versions.get(version)?.definition
  const start = definition?.nodes[definition.start]
  if (start?.kind !== 'start' || start.fallbackEvery === undefined) return
  at.fallbackAt = page.now
  at.capped = true
}

/**
 * Something happened to the contact and begins a flow at once, also where another was under way: a tag, a field, an event, a time, a call
 * from outside. While people have the chat it only leaves its line in the trace; so it does when flows set each other off too often.
 */
function occur(page: Page, row: Extract<InboxRow, { kind: 'event' }>): void {
  const { event, depth, person } = row.payload
  const at = chatOn(page, row.phone_number_id)
  at.depth = depth
  if (person) notePerson(page, at, row, person)
  const cast = castFor(page, row)
  endStrayRun(page, at, cast)
  wakeWhenDue(page, at)
  const trigger = cast && routeEvent(event, cast.triggers)
  if (!trigger) return
  const words = { kind: event.kind, text: nameOf(event, page) }
  if (depth > EVENT_DEPTH_MAX) keepUnbegun(page, at, trigger, { words, fault: 'event-loop' })
  else if (at.chat.botPaused && !wakes(page, trigger.version)) keepUnbegun(page, at, trigger, { words })
  else beginFlow(page, at, trigger, { happening: { kind: 'start', version: trigger.version }, row, words })
}

function nameOf(event: FlowEvent, { library }: Page): string {
  if (event.kind === 'tag') return event.tag
  if (event.kind === 'field') return library.catalogue.get(event.field)?.key ?? event.field
  return event.kind === 'custom' ? event.name : ''
}

/** What a webhook told of the contact, who may be new. */
function notePerson(
  page: Page,
  at: DeskChat,
  row: InboxRow,
  { name, fields }: NonNullable<Extract<InboxRow, { kind: 'event' }>['payload']['person']>,
): void {
  const { contact } = page
  const key = row.contact_key
  if (!contact.phone && key.startsWith('wa:')) contact.phone = key.slice('wa:'.length)
  if (name && contact.name === '') contact.name = name
  for (const [field, value] of Object.entries(fields)) {
    const wish = keepValue(field, value, factsFor(page, row, undefined))
    if (wish && wish.kind !== 'setLocal') perform(page, at, wish, '')
  }
  contact.touched = true
}

/** A flow that would have begun and did not: one line of the trace, with the reason where it is a fault. */
function keepUnbegun(
  page: Page,
  at: DeskChat,
  { flow, version }: Trigger,
  { words, fault }: { words: Words; fault?: 'event-loop' },
): void {
  const step: TraceStep = { version, node: '', kind: 'start', name: '', effects: [], ...(fault && { fault }) }
  const outcome = fault ? 'failed' : 'ignored'
  const unbegun: Advance = { run: null, outcome, effects: [], trace: [step] }
  const before = { id: newId(), flowId: flow, versionId: version, startedAt: page.now, run: null }
  keepTurn(page, at, before, { step: unbegun, made: [], words, micros: 0 })
}

/**
 * A waiting run is called back. An alarm of a run or a wait that is over finds nothing, and ends a run whose bot lost the
 * number. While people have the chat nothing moves: the alarm comes again when the pause ends, or when someone wakes the
 * bot.
 */
function ring(page: Page, row: Extract<InboxRow, { kind: 'alarm' }>): void {
  const at = page.chats.get(row.phone_number_id)
  if (!at?.run || at.run.id !== row.payload.runId || at.run.run.waiting?.token !== row.payload.token) return
  at.touched = true
  at.depth = at.run.run.depth ?? 0
  endStrayRun(page, at, castFor(page, row))
  if (!at.run) return
  wakeWhenDue(page, at)
  const { botPaused, pausedUntil } = at.chat
  if (botPaused) {
    if (pausedUntil !== null) page.changes.alarms.set(at.run.id, againAt(pausedUntil, row))
    return
  }
  go(page, at, at.run, { kind: 'alarm', token: row.payload.token }, row, { kind: 'alarm', text: '' })
}

/**
 * The answer of another server. One for a run or a wait that is over finds nothing. While people have the chat it is kept
 * with the run, and heard when its alarm rings again.
 */
function receive(page: Page, row: Extract<InboxRow, { kind: 'reply' }>): void {
  const { runId, token, reply } = row.payload
  const at = page.chats.get(row.phone_number_id)
  if (!at?.run || at.run.id !== runId || at.run.run.waiting?.token !== token) return
  at.touched = true
  at.depth = at.run.run.depth ?? 0
  endStrayRun(page, at, castFor(page, row))
  if (!at.run) return
  wakeWhenDue(page, at)
  const { botPaused, pausedUntil } = at.chat
  if (!botPaused) {
    go(page, at, at.run, { kind: 'reply', token, reply }, row, { kind: 'reply', text: replyLine(reply) })
    return
  }
  at.run = { ...at.run, run: keepReply(at.run.run, { token, reply }) ?? at.run.run }
  if (pausedUntil !== null) page.changes.alarms.set(at.run.id, againAt(pausedUntil, row))
}

function againAt(due: Millis, row: Extract<InboxRow, { kind: 'alarm' | 'reply' }>): AlarmRow {
  return {
    run_id: row.payload.runId,
    due_at: timeOf(due),
    token: row.payload.token,
    contact_key: row.contact_key,
    phone_number_id: row.phone_number_id,
  }
}

function wordsOf(content: Content): Words {
  const { kind, text } = summaryOf(content)
  return { kind: content.kind, text, ...(content.kind === 'media' ? { media: kind } : {}) }
}

type Words = TurnRow['heard']
type Started = Omit<RunState, 'run'> & { readonly run: Run | null }

/** One happening through the interpreter, its effects performed in order, the trace kept. */
function go(
  page: Page,
  at: DeskChat,
  before: Started,
  happening: Happening,
  row: InboxRow,
  words: Words,
): void {
  const startedAt = performance.now()
  const step = advance(before.run, happening, factsFor(page, row, before.flowId))
  at.behind = null
  const made = step.effects.map((effect) => perform(page, at, effect, before.id))
  const { depth } = at
  if (step.run) at.run = { ...before, run: depth > 0 ? { ...step.run, depth } : step.run }
  else {
    at.run = null
    page.changes.alarms.set(before.id, null)
  }
  if (step.outcome === 'failed') page.changes.messages.push(eventLine(at.chat.id, 'bot.failed', page.now))
  const micros = Math.round((performance.now() - startedAt) * 1000)
  keepTurn(page, at, before, { step: noteVisits(page, at, before, step), made, words, micros })
}

type Made = {
  readonly step: Advance
  readonly made: readonly Performed[]
  readonly words: Words
  readonly micros: number
}

function keepTurn(page: Page, at: DeskChat, before: Started, { step, made, words, micros }: Made): void {
  const id = newId()
  page.changes.turns.push({
    id,
    chat_id: at.chat.id,
    flow_id: before.flowId,
    version_id: before.versionId,
    at: page.now,
    heard: words,
    outcome: step.outcome,
    micros,
    steps: step.trace.map((line) => ({ ...line, sent: line.effects.flatMap((index) => made[index] ?? []) })),
  })
}

/** A pause with an end is over when the end has passed. */
function wakeWhenDue(page: Page, { chat }: DeskChat): void {
  if (!chat.botPaused || chat.pausedUntil === null || chat.pausedUntil > page.now) return
  chat.botPaused = false
  chat.pausedUntil = null
}
