import { createHash } from 'node:crypto'
import type { Millis } from '#core/base/time.ts'
import { advance } from '#core/flow/advance.ts'
import { wordsIn } from '#core/flow/answer/answer.ts'
import { route } from '#core/flow/route.ts'
import type { Advance, Facts, Happening, Run } from '#core/flow/run.ts'
import { keywordHit } from '#core/flow/step/keyword.ts'
import { isEntryPoint } from '#core/policy/price/clock.ts'
import type { Heard } from '#core/whatsapp/heard.ts'
import { summaryOf } from '#core/whatsapp/summary.ts'
import { newId } from '#server/base/id.ts'
import { eventLine, noteMarketing, recordHeard } from '#server/chat/record.ts'
import { timeOf } from '#server/chat/state.ts'
import type { InboxRow } from '#server/flow/claim.ts'
import { type AlarmRow, chatOn, type DeskChat, note, type Page, type RunState } from '#server/flow/page.ts'
import { perform } from '#server/flow/perform.ts'

/** What one row of the inbox does to a contact: written down, thought about, answered. All on the page, nothing outside. */
export function hear(page: Page, row: InboxRow): void {
  if (row.kind === 'alarm') ring(page, row)
  else listen(page, row)
}

function listen(page: Page, row: Extract<InboxRow, { kind: 'message' }>): void {
  const { payload: heard } = row
  const at = chatOn(page, row.phone_number_id)
  const firstMessage = at.chat.lastInboundAt === null
  if (heard.referral && isEntryPoint(heard.referral.source, null)) {
    page.ledger.entries.push({
      phone_number_id: row.phone_number_id,
      contact_id: page.contact.id,
      at: timeOf(heard.at),
    })
  }
  const { message, reaction } = recordHeard(page.contact, at.chat, heard)
  if (reaction) {
    page.ledger.reactions.push(reaction)
    note(page.ledger, 'message.changed', reaction.wamid)
  }
  if (message) {
    page.ledger.messages.push(message)
    note(page.ledger, 'message.changed', message.id)
    if (heard.content.kind === 'media')
      page.ledger.media.push({ messageId: message.id, phoneNumberId: row.phone_number_id })
  }
  hearMarketing(page, at, heard)
  wakeWhenDue(page, at)
  if (!at.chat.botPaused) answer(page, at, row, heard, firstMessage)
}

/** A customer who says the word, and nothing but the word, stops marketing or allows it again; the flows hear it all the same. */
function hearMarketing(page: Page, { chat }: DeskChat, { content, at }: Heard): void {
  const said = wordsIn(content)
  if (!said) return
  const { stop, resume } = page.library.marketingWords
  const stopped = isWord(stop, said)
  if (!stopped && !isWord(resume, said)) return
  if (!noteMarketing(page.contact, { stopped, by: 'customer', at })) return
  page.ledger.messages.push(eventLine(chat.id, stopped ? 'marketing.stopped' : 'marketing.resumed', at))
}

function isWord(keywords: readonly string[], said: string): boolean {
  return keywords.length > 0 && keywordHit({ keywords: [...keywords], match: 'whole' }, said).fit > 0
}

/** A run of a bot that is not the number's any more is over: no alarm and no answer wakes it. */
function endStrayRun({ library, ledger }: Page, at: DeskChat, numberId: string): void {
  if (!at.run) return
  const botId = library.numbers.get(numberId)?.botId
  if (botId && library.bots.get(at.run.flowId) === botId) return
  ledger.alarms.set(at.run.id, null)
  at.run = null
}

/** The bot's part: the waiting run hears it, or another flow begins, or nobody answers. */
function answer(page: Page, at: DeskChat, row: InboxRow, heard: Heard, firstMessage: boolean): void {
  endStrayRun(page, at, row.phone_number_id)
  const number = page.library.numbers.get(row.phone_number_id)
  if (!number?.botId) return
  const decision = route(at.run?.run ?? null, heard.content, page.library.triggers.get(number.botId) ?? [], {
    facts: factsFor(page, row),
    firstMessage,
    age: page.now - heard.at,
  })
  if (decision.kind === 'none') return
  const words = { kind: heard.content.kind, text: summaryOf(heard.content).text }
  if (decision.kind === 'continue') {
    if (at.run) go(page, at, at.run, decision.happening, row, words)
    return
  }
  if (at.run) page.ledger.alarms.set(at.run.id, null)
  const begun = {
    id: newId(),
    flowId: decision.flow,
    versionId: decision.version,
    startedAt: page.now,
    run: null,
  }
  go(page, at, begun, decision.happening, row, words)
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
  endStrayRun(page, at, row.phone_number_id)
  if (!at.run) return
  wakeWhenDue(page, at)
  const { botPaused, pausedUntil } = at.chat
  if (botPaused) {
    if (pausedUntil !== null) page.ledger.alarms.set(at.run.id, againAt(pausedUntil, row))
    return
  }
  go(page, at, at.run, { kind: 'alarm', token: row.payload.token }, row, { kind: 'alarm', text: '' })
}

function againAt(due: Millis, row: Extract<InboxRow, { kind: 'alarm' }>): AlarmRow {
  return {
    run_id: row.payload.runId,
    due_at: timeOf(due),
    token: row.payload.token,
    contact_key: row.contact_key,
    phone_number_id: row.phone_number_id,
  }
}

type Words = { readonly kind: string; readonly text: string }
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
  const step = advance(before.run, happening, factsFor(page, row))
  at.behind = null
  const made = step.effects.map((effect) => perform(page, at, effect, before.id))
  if (step.run) at.run = { ...before, run: step.run }
  else {
    at.run = null
    page.ledger.alarms.set(before.id, null)
  }
  if (step.outcome === 'failed') page.ledger.messages.push(eventLine(at.chat.id, 'bot.failed', page.now))
  const micros = Math.round((performance.now() - startedAt) * 1000)
  keepTurn(page, at, before, { step, made, words, micros })
}

type Made = {
  readonly step: Advance
  readonly made: readonly (string | null)[]
  readonly words: Words
  readonly micros: number
}

function keepTurn(page: Page, at: DeskChat, before: Started, { step, made, words, micros }: Made): void {
  const id = newId()
  page.ledger.turns.push({
    id,
    chat_id: at.chat.id,
    flow_id: before.flowId,
    version_id: before.versionId,
    at: timeOf(page.now),
    heard: words,
    outcome: step.outcome,
    micros,
    steps: step.trace.map((line) => ({ ...line, sent: line.effects.flatMap((index) => made[index] ?? []) })),
  })
  note(page.ledger, 'trace.added', at.chat.id)
}

function factsFor(page: Page, row: InboxRow): Facts {
  const { contact, library, now } = page
  const at = page.chats.get(row.phone_number_id)
  return {
    now,
    random: (draw) => randomOf(`${row.event_id ?? ''}:${row.seq}:${draw}`),
    person: {
      name: contact.name,
      phone: contact.phone ?? '',
      fields: contact.fields,
      tags: contact.tags,
      lastInboundAt: at?.chat.lastInboundAt ?? null,
    },
    workspace: library.workspace,
    definitionOf: (version) => library.versions.get(version)?.definition,
    publishedOf: (flow) => library.published.get(flow),
  }
}

/** A draw that a repeat of the same batch makes again: the same number for the same happening. */
function randomOf(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32BE() / 2 ** 32
}

/** A pause with an end is over when the end has passed. */
function wakeWhenDue(page: Page, { chat }: DeskChat): void {
  if (!chat.botPaused || chat.pausedUntil === null || chat.pausedUntil > page.now) return
  chat.botPaused = false
  chat.pausedUntil = null
}
