import { setTimeout as sleep } from 'node:timers/promises'
import type { JsonObject } from '#core/base/json.ts'
import { cleanText, cutText } from '#core/base/text.ts'
import { MINUTE, type Millis, SECOND } from '#core/base/time.ts'
import { isFreeForm } from '#core/policy/facts.ts'
import { stoppedBy } from '#core/policy/send.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import { type Address, encodeDraft } from '#core/whatsapp/encode.ts'
import {
  type Attempt,
  backoff,
  classifyAnswer,
  type FaultClass,
  type GraphAnswer,
  RETRY_FOR,
  TRIES_MAX,
} from '#core/whatsapp/fault.ts'
import { OWN_FAULT, ruleOfCode } from '#core/whatsapp/fault-table.ts'
import type { Fault } from '#core/whatsapp/heard.ts'
import { FileTrouble } from '#server/base/file-store.ts'
import { graphFailed, pacingWaited, windowBlocked } from '#server/base/metrics.ts'
import { LANES, type OutboxRow } from '#server/chat/compose.ts'
import type { Outcome } from '#server/chat/outcomes.ts'
import type { Pacer } from '#server/chat/pacer.ts'
import { postMessage } from '#server/whatsapp/graph.ts'
import type { Callback } from '#server/whatsapp/keys.ts'
import type { Line, Lines } from '#server/whatsapp/lines.ts'

export type CallParts = { readonly lines: Lines; readonly callback: Callback; readonly pacer: Pacer }

/** A longer wait for a number's or a person's turn is spent in the table, not in memory. */
const WAIT_HERE_MS = 2000
/** Seconds of a message's patience that belong to the call itself: with less left, it is not begun. */
const CALL_RESERVE_S = 10
const DETAILS_MAX = 300
/** The first wait of a message that Meta refused for a trouble which stops only others; it doubles each time. */
const STOPPED_WAIT_MS = 30_000
const STOPPED_WAIT_MAX_MS = 300_000

/** The file store's own troubles are waited out so long; the pauses double. */
const FILES_FOR: Millis = 10 * MINUTE
const FILES_WAIT: Millis = 2 * SECOND
const FILES_WAIT_MAX: Millis = 30 * SECOND

/** A message that is this process's to send: it is `sending` in the outbox, and committed. */
export type Claimed = {
  readonly message_id: string
  readonly chat_id: string
  readonly phone_number_id: string
  readonly lane: number
  readonly recipient: Address
  readonly draft: Draft
  readonly reply_to: string | null
  readonly attempts: number
  /** When it was claimed, to a microsecond of the database's clock: by this the try is known. Null: the desk wrote it down as `sending`. */
  readonly claimed_at: string | null
  /** How often Meta or a breaker told it to wait. */
  readonly paced: number
  /** Seconds until it counts as uncertain. */
  readonly patience: number
  readonly expires_at: number | null
  /** Since its first try: what it waited before does not use up its time. */
  readonly age: Millis
}

/** A message that was written down as `sending` this very moment. */
export function claimedNow(row: OutboxRow): Claimed {
  return { ...row, attempts: 1, claimed_at: null, paced: 0, age: 0 }
}

/** By whom and over which line it is called for, and the time that has passed since the moment before it was claimed. */
export type Errand = { readonly workspaceId: string; readonly line: Line; readonly passed: () => Millis }

/** One call to the Graph API, in the number's and the person's turn, and what it came to. */
export async function sendOne(
  { pacer, callback, lines }: CallParts,
  errand: Errand,
  row: Claimed,
): Promise<Outcome> {
  const { workspaceId, passed } = errand
  const line = await lineFor(lines, errand, row).catch((error: unknown) => ({ error }))
  if ('error' in line) return unsent(row, line.error)
  const number = line.numbers.get(row.phone_number_id)
  if (!number)
    return outcome(row, 'failed', { fault: { code: 133010, title: 'the number is not connected' } })
  if (row.expires_at !== null && row.expires_at <= Date.now() + line.clockOffset) {
    windowBlocked()
    return outcome(row, 'refused', {
      fault: { code: 131047, title: 'the 24-hour window closed before it could be sent' },
    })
  }
  const wait = pacer.turn(row.phone_number_id, number.rate, row.chat_id, WAIT_HERE_MS)
  if (wait > 0) pacingWaited(wait)
  if (wait > WAIT_HERE_MS) return outcome(row, 'pending', { wait, tried: false })
  if (wait > 0) await sleep(wait)
  const form = await formOf({ lines, callback }, { workspaceId, line }, row)
  if (!('body' in form)) return form
  // whoever slept since the claim (a stopped process, a suspended or moved machine) finds that the sweeper gave the message to others
  if (passed() > (row.patience - CALL_RESERVE_S) * 1000) return outcome(row, 'pending', { tried: false })
  const answer = await postMessage(line.graph, number.graphId, form.body)
  const verdict = classifyAnswer(attemptOf(row, answer), Math.random)
  pacer.heard(row.phone_number_id, verdict.code)
  if (verdict.class !== 'ok') graphFailed(verdict.class)
  return outcomeOf(row, verdict)
}

/** The message in Graph's form, its files uploaded; or what it comes to where that cannot be. */
async function formOf(
  { lines, callback }: Pick<CallParts, 'lines' | 'callback'>,
  { workspaceId, line }: Pick<Errand, 'workspaceId' | 'line'>,
  row: Claimed,
): Promise<{ readonly body: JsonObject } | Outcome> {
  const media = await lines
    .mediaFor(workspaceId, line, row.phone_number_id, row.draft)
    .catch((error: unknown) => ({ kind: 'broken' as const, error }))
  if (media.kind === 'broken') return unsent(row, media.error)
  if (media.kind === 'gone') return outcome(row, 'failed', { fault: media.fault })
  if (media.kind === 'refused') {
    const verdict = classifyAnswer(attemptOf(row, media.answer), Math.random)
    return verdict.class === 'uncertain' || verdict.class === 'ok' // an upload may be done twice
      ? unsent(row, media.answer.failure)
      : outcomeOf(row, verdict)
  }
  const body = encodeDraft(row.draft, row.recipient, {
    key: callback.keyOf(workspaceId, row.message_id),
    ...(row.reply_to ? { replyTo: row.reply_to } : {}),
    mediaIdOf: media.idOf,
  })
  return { body }
}

/** A number that came into use since the line was read is looked for once more: what it says must not fail for that. */
async function lineFor(lines: Lines, { workspaceId, line }: Errand, row: Claimed): Promise<Line> {
  if (line.numbers.has(row.phone_number_id)) return line
  return (await lines.renewed(workspaceId, line)) ?? line
}

function attemptOf(row: Claimed, answer: GraphAnswer): Attempt {
  return { ...answer, attempt: row.attempts, paced: row.paced, age: row.age }
}

/** Nothing has left the house: it may be tried again without a risk, and while only our file store fails, with patience. */
function unsent(row: Claimed, cause: unknown): Outcome {
  const fault = ownFault('noFile', cause)
  if (cause instanceof FileTrouble && row.age < FILES_FOR) {
    const wait = Math.min(FILES_WAIT_MAX, FILES_WAIT * 2 ** Math.min(row.paced, 30))
    return outcome(row, 'pending', { wait, tried: false, fault })
  }
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
      return stopped(row, verdict, fault, { scope: 'waba', key: '' })
    case 'stop-number':
      return stopped(row, verdict, fault, { scope: 'number', key: row.phone_number_id })
    default:
      return outcome(row, 'failed', { fault })
  }
}

/**
 * Opens the breaker. The message waits behind it; one of a kind that this trouble does not hold back (`stoppedBy`) would be called
 * for again at once, so it comes again more and more seldom, and has failed in the end.
 */
function stopped(
  row: Claimed,
  { code, reason }: FaultClass,
  fault: Fault | null,
  where: Pick<NonNullable<Outcome['breaker']>, 'scope' | 'key'>,
): Outcome {
  const breaker = { ...where, code: code ?? 0, reason: reason.en }
  if (isHeldBy(row, breaker.code)) return outcome(row, 'pending', { tried: false, fault, breaker })
  if (row.age >= RETRY_FOR) return outcome(row, 'failed', { fault, breaker })
  const wait = Math.min(STOPPED_WAIT_MAX_MS, STOPPED_WAIT_MS * 2 ** Math.min(row.paced, 30))
  return outcome(row, 'pending', { wait, tried: false, fault, breaker })
}

/** Whether an open breaker of this code holds such a message back, as `claimOutbox` asks. */
function isHeldBy({ lane, draft }: Claimed, code: number): boolean {
  const stops = stoppedBy(code)
  if (stops === 'broadcasts') return lane === LANES.broadcast
  return stops === 'all' || !isFreeForm(draft)
}

function outcome(row: Claimed, to: Outcome['to'], more: Partial<Outcome>): Outcome {
  return {
    id: row.message_id,
    chat_id: row.chat_id,
    claimed_at: row.claimed_at,
    to,
    wamid: null,
    wait: 0,
    tried: true,
    fault: null,
    breaker: null,
    ...more,
  }
}

export function failedHere(row: Claimed, error: unknown): Outcome {
  return outcome(row, 'failed', {
    fault: ownFault('noForm', error),
  })
}

function ownFault(kind: 'noForm' | 'noFile', cause: unknown): Fault {
  const code = OWN_FAULT[kind]
  return {
    code,
    title: ruleOfCode(code)?.reason.en ?? kind,
    details: cleanText(cutText(String(cause), DETAILS_MAX)),
  }
}
