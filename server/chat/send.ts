import { setTimeout as sleep } from 'node:timers/promises'
import type { Millis } from '#core/base/time.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import { encodeDraft } from '#core/whatsapp/encode.ts'
import {
  type Attempt,
  backoff,
  classifyAnswer,
  type FaultClass,
  type GraphAnswer,
  TRIES_MAX,
} from '#core/whatsapp/fault.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db } from '#server/base/db.ts'
import type { Log } from '#server/base/log.ts'
import { sendDone } from '#server/base/metrics.ts'
import { sql } from '#server/base/sql.ts'
import { openWorker, type Worker } from '#server/base/worker.ts'
import { LANES, type Recipient } from '#server/chat/compose.ts'
import { type Outcome, saveOutcomes } from '#server/chat/outcomes.ts'
import type { Pacer } from '#server/chat/pacer.ts'
import { postMessage } from '#server/whatsapp/graph.ts'
import type { Callback } from '#server/whatsapp/keys.ts'
import type { Line, Lines } from '#server/whatsapp/lines.ts'

export type PostParts = {
  readonly db: Db
  readonly bus: Bus
  readonly log: Log
  readonly lines: Lines
  readonly callback: Callback
  readonly pacer: Pacer
}

/** Calls under way in this process; of one workspace. */
const CALLS_MAX = 256
const CALLS_PER_WORKSPACE_MAX = 96
const CLAIM_MAX = 64
/** What calls came to is written down together, this long after the first of them. */
const GATHER_MS = 8
/** A longer wait for a number's or a person's turn is spent in the table, not in memory. */
const WAIT_HERE_MS = 2000
/** Seconds of a message's patience that belong to the call itself: with less left, it is not begun. */
const CALL_RESERVE_S = 10
const DETAILS_MAX = 300
const WORDS = {
  noForm: 'the message could not be put into form',
  noFile: 'the file could not be made ready',
}

export type Claimed = {
  readonly message_id: string
  readonly chat_id: string
  readonly phone_number_id: string
  readonly lane: number
  readonly recipient: Recipient
  readonly draft: Draft
  readonly reply_to: string | null
  readonly attempts: number
  /** How often Meta or a breaker told it to wait. */
  readonly paced: number
  /** Seconds until it counts as uncertain. */
  readonly patience: number
  readonly expires_at: number | null
  readonly age: Millis
}

/**
 * The post: marks a message `sending` for good, calls the Graph API, writes down what it said. A chat's messages go one
 * after the other. What may have gone out is never sent again blindly: it becomes `uncertain`, and the sweeper settles it.
 */
export function openPost(parts: PostParts): Worker {
  const { db, bus, log } = parts
  const calls = new Map<string, number>()
  const outcomes = new Map<string, Outcome[]>()
  const running = new Set<Promise<void>>()
  let under = 0

  function settle(workspaceId: string, outcome: Outcome): void {
    const waiting = outcomes.get(workspaceId)
    if (waiting) {
      waiting.push(outcome)
      return
    }
    outcomes.set(workspaceId, [outcome])
    track(flush(workspaceId))
  }
  async function flush(workspaceId: string): Promise<void> {
    await sleep(GATHER_MS)
    const batch = outcomes.get(workspaceId) ?? []
    outcomes.delete(workspaceId)
    await saveWithPatience(parts, workspaceId, batch)
    for (const { to } of batch) sendDone(to)
    if (batch.some(({ breaker }) => breaker)) bus.call('settings', workspaceId)
    bus.call('live', workspaceId)
    bus.call('outbox', workspaceId)
  }
  function track(work: Promise<void>): void {
    const tracked = work.finally(() => running.delete(tracked))
    running.add(tracked)
  }
  async function carry(workspaceId: string, line: Line, row: Claimed): Promise<void> {
    try {
      settle(workspaceId, await sendOne(parts, workspaceId, line, row))
    } catch (error) {
      log.error({ err: error, workspaceId, messageId: row.message_id }, 'a send broke before the call')
      settle(workspaceId, failedHere(row, error))
    } finally {
      under--
      calls.set(workspaceId, (calls.get(workspaceId) ?? 1) - 1)
    }
  }

  const worker = openWorker({
    name: 'post',
    topic: 'outbox',
    bus,
    log,
    find: async () => {
      const rows = await db.rows<{ workspace_id: string }>(sql`
        select distinct workspace_id from outbox where state = 'pending' and due_at <= now() limit 1000`)
      return rows.map(({ workspace_id }) => workspace_id)
    },
    work: async (workspaceId) => {
      const mine = calls.get(workspaceId) ?? 0
      const room = Math.min(CLAIM_MAX, CALLS_MAX - under, CALLS_PER_WORKSPACE_MAX - mine)
      if (room <= 0) return false
      const line = await parts.lines.of(workspaceId)
      if (!line) return false
      const rows = await claimOutbox(db, workspaceId, line.silent, room)
      under += rows.length
      calls.set(workspaceId, (calls.get(workspaceId) ?? 0) + rows.length) // others ended during the claim
      for (const row of rows) track(carry(workspaceId, line, row))
      return rows.length === room
    },
    each: 1,
    total: 4,
  })
  return {
    async [Symbol.asyncDispose]() {
      await worker[Symbol.asyncDispose]()
      while (running.size > 0) await Promise.all(running)
    },
  }
}

const SAVE_TRIES = 5
const SAVE_WAIT_MS = 300

/** Outcomes must not be forgotten while the database is away for a moment; after that they become uncertain. */
async function saveWithPatience(
  { db, log }: PostParts,
  workspaceId: string,
  batch: readonly Outcome[],
): Promise<void> {
  for (let attempt = 1; attempt <= SAVE_TRIES; attempt++) {
    try {
      await db.tx('post', (tx) => saveOutcomes(tx, workspaceId, batch))
      return
    } catch (error) {
      if (attempt === SAVE_TRIES) {
        log.error({ err: error, workspaceId }, 'outcomes of calls could not be saved; they become uncertain')
      } else await sleep(SAVE_WAIT_MS * attempt)
    }
  }
}

/** The oldest waiting message of each chat, marked `sending` and committed before anyone calls. */
async function claimOutbox(
  db: Db,
  workspaceId: string,
  silent: Line['silent'],
  limit: number,
): Promise<Claimed[]> {
  return await db.rows<Claimed>(sql`
    with head as materialized (
      select o.message_id from outbox o
      where o.workspace_id = ${workspaceId} and o.state = 'pending' and o.due_at <= now()
        and o.phone_number_id <> all(${silent.all}::uuid[])
        and not (o.lane = ${LANES.broadcast} and o.phone_number_id = any(${silent.broadcasts}::uuid[]))
        and not (o.draft ->> 'kind' = 'template' and o.phone_number_id = any(${silent.templates}::uuid[]))
        and not exists (select 1 from outbox e
          where e.workspace_id = ${workspaceId} and e.chat_id = o.chat_id and e.seq < o.seq)
      order by o.lane, o.seq limit ${limit} for update of o skip locked)
    update outbox o set state = 'sending', attempts = attempts + 1, sending_at = now(),
                        lease_until = now() + o.patience * interval '1 second'
    from head where o.workspace_id = ${workspaceId} and o.message_id = head.message_id
    returning o.message_id, o.chat_id, o.phone_number_id, o.lane, o.recipient, o.draft, o.reply_to, o.attempts, o.paced,
              o.patience, o.expires_at,
              (extract(epoch from now() - o.created_at) * 1000)::bigint as age`)
}

async function sendOne(
  { pacer, callback, lines }: PostParts,
  workspaceId: string,
  line: Line,
  row: Claimed,
): Promise<Outcome> {
  const number = line.numbers.get(row.phone_number_id)
  if (!number)
    return outcome(row, 'failed', { fault: { code: 133010, title: 'the number is not connected' } })
  if (row.expires_at !== null && row.expires_at <= Date.now() + line.clockOffset) {
    return outcome(row, 'refused', {
      fault: { code: 131047, title: 'the 24-hour window closed before it could be sent' },
    })
  }
  const claimedAt = performance.now()
  const wait = pacer.turn(row.phone_number_id, number.rate, row.chat_id, WAIT_HERE_MS)
  if (wait > WAIT_HERE_MS) return outcome(row, 'pending', { wait, tried: false })
  if (wait > 0) await sleep(wait)
  const media = await lines
    .mediaFor(workspaceId, line, row.phone_number_id, row.draft)
    .catch((error: unknown) => ({ kind: 'broken' as const, error }))
  if (media.kind === 'broken') return unsent(row, WORDS.noFile, media.error)
  if (media.kind === 'gone') return outcome(row, 'failed', { fault: media.fault })
  if (media.kind === 'refused') {
    const verdict = classifyAnswer(attemptOf(row, media.answer), Math.random)
    return verdict.class === 'uncertain' || verdict.class === 'ok' // an upload may be done twice
      ? unsent(row, verdict.reason.en, media.answer.failure)
      : outcomeOf(row, verdict)
  }
  const body = encodeDraft(row.draft, row.recipient, {
    key: callback.keyOf(workspaceId, row.message_id),
    ...(row.reply_to ? { replyTo: row.reply_to } : {}),
    mediaIdOf: media.idOf,
  })
  // whoever slept here for long (a stopped process, a moved machine) finds that the sweeper gave the message to others
  if (performance.now() - claimedAt > (row.patience - CALL_RESERVE_S) * 1000)
    return outcome(row, 'pending', { tried: false })
  const answer = await postMessage(line.graph, number.graphId, body)
  const verdict = classifyAnswer(attemptOf(row, answer), Math.random)
  pacer.heard(row.phone_number_id, verdict.code)
  return outcomeOf(row, verdict)
}

function attemptOf(row: Claimed, answer: GraphAnswer): Attempt {
  return { ...answer, attempt: row.attempts, paced: row.paced, age: row.age }
}

/** Nothing has left the house: it may be tried again without a risk. */
function unsent(row: Claimed, title: string, cause: unknown): Outcome {
  const fault = { code: 0, title, details: String(cause).slice(0, DETAILS_MAX) }
  return row.attempts >= TRIES_MAX
    ? outcome(row, 'failed', { fault })
    : outcome(row, 'pending', { wait: backoff(row.attempts, Math.random), fault })
}

function outcomeOf(row: Claimed, verdict: FaultClass): Outcome {
  const fault =
    verdict.code === null
      ? null
      : {
          code: verdict.code,
          title: verdict.reason.en,
          ...(verdict.details ? { details: verdict.details } : {}),
        }
  switch (verdict.class) {
    case 'ok':
      return outcome(row, 'accepted', { wamid: verdict.wamid })
    case 'retry':
      return verdict.exhausted
        ? outcome(row, 'failed', { fault })
        : outcome(row, 'pending', { wait: verdict.wait, fault })
    case 'pace':
      return verdict.exhausted
        ? outcome(row, 'failed', { fault })
        : outcome(row, 'pending', { wait: verdict.wait, tried: false, fault })
    case 'uncertain':
      return outcome(row, 'uncertain', { fault })
    case 'stop-waba':
      return outcome(row, 'pending', {
        tried: false,
        fault,
        breaker: { scope: 'waba', key: '', code: verdict.code ?? 0, reason: verdict.reason.en },
      })
    case 'stop-number':
      return outcome(row, 'pending', {
        tried: false,
        fault,
        breaker: {
          scope: 'number',
          key: row.phone_number_id,
          code: verdict.code ?? 0,
          reason: verdict.reason.en,
        },
      })
    default:
      return outcome(row, 'failed', { fault })
  }
}

function outcome(row: Claimed, to: Outcome['to'], more: Partial<Outcome>): Outcome {
  return {
    id: row.message_id,
    chat_id: row.chat_id,
    attempt: row.attempts,
    to,
    wamid: null,
    wait: 0,
    tried: true,
    fault: null,
    breaker: null,
    ...more,
  }
}

function failedHere(row: Claimed, error: unknown): Outcome {
  return outcome(row, 'failed', {
    fault: { code: 0, title: WORDS.noForm, details: String(error).slice(0, DETAILS_MAX) },
  })
}
