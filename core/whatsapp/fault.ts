import { isObject } from '#core/base/json.ts'
import type { Words } from '#core/base/language.ts'
import { HOUR, MINUTE, type Millis, SECOND } from '#core/base/time.ts'
import { type AnswerClass, type CodeRule, ruleOfCode } from '#core/whatsapp/fault-table.ts'
import { type Foreign, idAt, labelAt, listAt, numberAt, objectAt, own } from '#core/whatsapp/read.ts'

/** What came back from one call to the Graph API. `status` null: no answer came, and `failure` says how far we got. */
export type GraphAnswer = {
  readonly status: number | null
  /** Parsed JSON; undefined when there was none. */
  readonly body: unknown
  /** `refused`, `dns`, `tls`, `forbidden`: nothing reached Meta. `reset`, `timeout`, `cut`: it may have, unless nothing had left. */
  readonly failure?: string
  /** Not one byte of the call has left: it may be made again. */
  readonly unsent?: boolean
  /** The header as it came. */
  readonly retryAfter?: string
  /** The `Date` header: the other side's clock, in whole seconds. */
  readonly date?: string
}

export type Attempt = GraphAnswer & {
  /** Which call for this message it was; 1 is the first. */
  readonly attempt: number
  /** How often Meta has asked to wait with it so far. */
  readonly paced?: number
  /** How long ago it was called for first. */
  readonly age?: Millis
}

type Common = {
  /** Meta's code; null when the answer has none. */
  readonly code: number | null
  readonly reason: Words
  /** Meta's own words about this one case. */
  readonly details?: string
  /** How long to wait before the next call; 0 where none should follow by itself. */
  readonly wait: Millis
  /** Classes `retry` and `pace`: the tries or the time are used up, the message has failed. */
  readonly exhausted: boolean
}
export type FaultClass =
  | (Common & {
      readonly class: 'ok'
      readonly wamid: string
      /** Meta's spelling of the recipient, which may differ from ours (Mexico, Brazil). */
      readonly waId?: string
      readonly bsuid?: string
      /** Meta keeps it back until the template's quality is known. */
      readonly held: boolean
    })
  | (Common & { readonly class: Exclude<AnswerClass, 'ok'> })

export const TRIES_MAX = 8
export const RETRY_FOR: Millis = 30 * MINUTE
/** What must only go slower is worth more patience. */
const PACE_FOR: Millis = 24 * HOUR
const BACKOFF_BASE: Millis = SECOND
const BACKOFF_MAX: Millis = 5 * MINUTE
const RETRY_AFTER_MIN: Millis = SECOND
const RETRY_AFTER_MAX: Millis = HOUR
/** Where Meta asks to slow down and says no more. */
const PACE_WAIT: Millis = 30 * SECOND
const PAIR_RATE_HIT = 131_056
/** Meta's rule for 131056: wait 4^n seconds, n = 0, 1, 2 …; we stop growing at 256 s. */
const PAIR_STEPS_MAX = 4

/**
 * What an answer means for the message: sent, later again, unknown, or why not. Never throws.
 * Meta has no idempotency key, so whatever may have been sent is `uncertain` and is never sent again by itself;
 * only what certainly was not accepted is tried again. `random` gives 0 ≤ x < 1.
 */
export function classifyAnswer(answer: Attempt, random: () => number): FaultClass {
  const error = isObject(answer.body) ? objectAt(answer.body, 'error') : undefined
  if (error) return classifyError(error, answer, random)
  if (answer.status === null) return classifyFailure(answer, random)
  if (answer.status >= 200 && answer.status < 300) return classifySuccess(answer)
  if (answer.status === 429) return faultOf({ class: 'pace', reason: WORDS.slow }, null, answer, random)
  // A refusal that is not Meta's comes from something before it: a wrong address, a proxy.
  const refused = answer.status < 500 && answer.status !== 408
  const rule: CodeRule = refused
    ? { class: 'fix', reason: WORDS.notGraph }
    : { class: 'uncertain', reason: WORDS.unknown }
  return faultOf(rule, null, answer, random)
}

/** Full jitter: anywhere from 0 to 1 s, 2 s, 4 s … at most 5 minutes after the `attempt`th call. */
export function backoff(attempt: number, random: () => number): Millis {
  const ceiling = Math.min(BACKOFF_MAX, BACKOFF_BASE * 2 ** Math.min(attempt - 1, 30))
  return Math.floor(random() * ceiling)
}

const WORDS = {
  accepted: { id: 'Diterima Meta.', en: 'Accepted by Meta.' },
  unreached: { id: 'Meta tidak terjangkau; dicoba lagi.', en: 'Meta could not be reached; trying again.' },
  forbidden: {
    id: 'Alamat Graph API tidak boleh dituju.',
    en: 'The address of the Graph API may not be visited.',
  },
  unknown: {
    id: 'Tidak diketahui apakah pesan terkirim; menunggu kabar dari Meta.',
    en: 'It is not known whether the message was sent; waiting for word from Meta.',
  },
  slow: { id: 'Meta meminta kita melambat; menunggu.', en: 'Meta asks us to slow down; waiting.' },
  transient: { id: 'Meta meminta dicoba lagi.', en: 'Meta asks to try again.' },
  newCode: {
    id: 'Meta menolak dengan kode yang belum dikenal.',
    en: 'Meta refused with a code that is not known yet.',
  },
  notGraph: {
    id: 'Yang menjawab bukan Graph API. Periksa alamatnya.',
    en: 'What answered is no Graph API. Check its address.',
  },
} as const satisfies Record<string, Words>

const NEVER_SENT: ReadonlySet<string> = new Set(['refused', 'dns', 'tls'])

/**
 * The other side has a trouble of its own or asks to wait: what it answered says nothing of what was asked, and the same may
 * succeed in a while. Meta says so by its code, by `is_transient`, or by a status without an envelope.
 */
export function isPassing({ status, body }: GraphAnswer): boolean {
  const error = isObject(body) ? objectAt(body, 'error') : undefined
  if (!error) return status !== null && (status >= 500 || status === 429 || status === 408)
  const code = numberAt(error, 'code')
  const kind = code === undefined ? undefined : ruleOfCode(code)?.class
  return own(error, 'is_transient') === true || kind === 'retry' || kind === 'pace' || status === 429
}

/** Whether a call that got no clear answer may have been carried out all the same: only Meta knows. */
export function mayBeDone(answer: GraphAnswer): boolean {
  if (answer.status !== null) return answer.status >= 500
  return answer.failure !== 'forbidden' && !neverLeft(answer)
}

function neverLeft({ unsent = false, failure = 'cut' }: GraphAnswer): boolean {
  return unsent || NEVER_SENT.has(failure)
}

function classifyFailure(answer: Attempt, random: () => number): FaultClass {
  // another process of ours may be allowed what this one is not: nothing has left, so it may try
  if (answer.failure === 'forbidden')
    return faultOf({ class: 'retry', reason: WORDS.forbidden }, null, answer, random)
  const rule: CodeRule = neverLeft(answer)
    ? { class: 'retry', reason: WORDS.unreached }
    : { class: 'uncertain', reason: WORDS.unknown }
  return faultOf(rule, null, answer, random)
}

function classifySuccess(answer: Attempt): FaultClass {
  const body: Foreign = isObject(answer.body) ? answer.body : {}
  const message = listAt(body, 'messages')?.[0]
  const wamid = isObject(message) ? idAt(message, 'id') : undefined
  if (!isObject(message) || !wamid)
    return faultOf({ class: 'uncertain', reason: WORDS.unknown }, null, answer, () => 0)
  const contact = listAt(body, 'contacts')?.[0]
  const waId = isObject(contact) ? idAt(contact, 'wa_id') : undefined
  const bsuid = isObject(contact) ? idAt(contact, 'user_id') : undefined
  return {
    class: 'ok',
    code: null,
    reason: WORDS.accepted,
    wait: 0,
    exhausted: false,
    wamid,
    held: own(message, 'message_status') === 'held_for_quality_assessment',
    ...(waId && { waId }),
    ...(bsuid && { bsuid }),
  }
}

function classifyError(error: Foreign, answer: Attempt, random: () => number): FaultClass {
  const code = numberAt(error, 'code') ?? null
  const rule = (code === null ? undefined : ruleOfCode(code)) ?? unknownRule(error, code, answer)
  const data = objectAt(error, 'error_data')
  const details = (data && labelAt(data, 'details', 1_000)) ?? labelAt(error, 'message', 1_000)
  return { ...faultOf(rule, code, answer, random), ...(details && { details }) }
}

function unknownRule(error: Foreign, code: number | null, { status }: Attempt): CodeRule {
  if (own(error, 'is_transient') === true) return { class: 'retry', reason: WORDS.transient }
  if (status === 429) return { class: 'pace', reason: WORDS.slow }
  if (code === null && (status === null || status >= 500 || status < 300)) {
    return { class: 'uncertain', reason: WORDS.unknown }
  }
  return { class: 'fix', reason: WORDS.newCode }
}

function faultOf(rule: CodeRule, code: number | null, answer: Attempt, random: () => number): FaultClass {
  const isSpent = answer.attempt >= (rule.tries ?? TRIES_MAX) || (answer.age ?? 0) >= RETRY_FOR
  return {
    class: rule.class,
    code,
    reason: rule.reason,
    wait: waitOf(rule, code, answer, random),
    exhausted:
      (rule.class === 'retry' && isSpent) || (rule.class === 'pace' && (answer.age ?? 0) >= PACE_FOR),
  }
}

function waitOf(rule: CodeRule, code: number | null, answer: Attempt, random: () => number): Millis {
  if (rule.class !== 'retry' && rule.class !== 'pace') return rule.wait ?? 0
  const asked = retryAfterOf(answer.retryAfter)
  if (asked !== undefined) return asked
  if (rule.class === 'retry') return backoff(answer.attempt, random)
  if (code === PAIR_RATE_HIT)
    return SECOND * 4 ** Math.min(answer.paced ?? answer.attempt - 1, PAIR_STEPS_MAX)
  return rule.wait ?? PACE_WAIT
}

/** The header in seconds, held between one second and one hour; a date in it is not read. */
function retryAfterOf(header: string | undefined): Millis | undefined {
  if (header === undefined || !/^\d{1,15}$/.test(header.trim())) return undefined
  return Math.min(RETRY_AFTER_MAX, Math.max(RETRY_AFTER_MIN, Number(header) * SECOND))
}
