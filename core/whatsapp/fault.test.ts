import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseJson } from '#core/base/json.ts'
import { HOUR, MINUTE, SECOND } from '#core/base/time.ts'
import { type Attempt, backoff, classifyAnswer, RETRY_FOR, TRIES_MAX } from '#core/whatsapp/fault.ts'
import { loadSuite } from '../../test/hostile.ts'

/** An answer of the suite: a status with a body, an error or raw bytes; or what happened instead. */
type Answer = {
  readonly status: number | null
  readonly body?: unknown
  readonly error?: unknown
  readonly raw?: string
  readonly truncate?: number
  readonly fault?: string
  readonly headers?: Readonly<Record<string, string>>
}

const ACCEPTED = { messages: [{ id: 'wamid.x' }] }
const FAILURES: Readonly<Record<string, string>> = {
  econnrefused: 'refused',
  enotfound: 'dns',
  tls: 'tls',
  reset_after_write: 'reset',
  hang: 'timeout',
  late_200: 'timeout',
  reset_in_body: 'cut',
  kill_after_200: 'cut',
}

function attemptOf(answer: Answer, attempt = 1): Attempt {
  const failure = FAILURES[answer.fault ?? '']
  if (failure) return { status: null, body: undefined, failure, attempt }
  const retryAfter = answer.headers?.['retry-after']
  return { status: answer.status ?? 200, body: bodyOf(answer), attempt, ...(retryAfter && { retryAfter }) }
}

function bodyOf({ status, body, error, raw, truncate, fault, ...rest }: Answer): unknown {
  if (error !== undefined) return { error }
  if (raw !== undefined) return parseJson(raw)
  if (truncate !== undefined) return parseJson(JSON.stringify(ACCEPTED).slice(0, truncate))
  const isAccepted = fault !== undefined || 'delay_ms' in rest
  return body ?? (isAccepted && status !== 500 ? ACCEPTED : undefined)
}

const classify = (attempt: Attempt) => classifyAnswer(attempt, () => 0.5)
const error = (code: unknown, more: object = {}) => ({ error: { code, message: `(#${code}) x`, ...more } })

for (const { id, title, expect, ...rest } of loadSuite('graph_faults').cases) {
  test(`${id}: ${title} is ${expect.class}`, () => {
    const verdict = classify(attemptOf(rest.answer as Answer))
    assert.equal(verdict.class, expect.class)
    assert.ok(verdict.reason.id && verdict.reason.en && verdict.reason.id !== verdict.reason.en)
  })
}

test('an accepted message brings its id, the real recipient and whether it is held', () => {
  const contacts = [{ input: '0812', wa_id: '62812', user_id: 'ID.1' }]
  const messages = [{ id: 'wamid.x', message_status: 'held_for_quality_assessment' }]
  const verdict = classify({ status: 200, body: { contacts, messages }, attempt: 1 })
  assert.ok(verdict.class === 'ok')
  const { wamid, waId, bsuid, held } = verdict
  assert.deepEqual(
    { wamid, waId, bsuid, held },
    { wamid: 'wamid.x', waId: '62812', bsuid: 'ID.1', held: true },
  )
})

test('an error keeps Meta’s code and its words', () => {
  const body = error('131009', { error_data: { details: 'Body text length invalid' } })
  const verdict = classify({ status: 400, body, attempt: 1 })
  assert.equal(verdict.code, 131009)
  assert.equal(verdict.details, 'Body text length invalid')
  const plain = classify({ status: 400, body: error(100, { error_data: 'a plain string' }), attempt: 1 })
  assert.equal(plain.details, '(#100) x')
})

test('waits follow Meta’s rules', () => {
  const wait = (body: unknown, attempt: number, retryAfter?: string) =>
    classify({ status: 400, body, attempt, ...(retryAfter !== undefined && { retryAfter }) }).wait
  const pair = [1, 2, 3, 4, 5, 6, 50].map((attempt) => wait(error(131056), attempt) / SECOND)
  assert.deepEqual(pair, [1, 4, 16, 64, 256, 256, 256])
  const headers: readonly [string, number][] = [
    ['30', 30 * SECOND],
    ['0', SECOND],
    ['999999999', HOUR],
    ['Wed, 21 Oct 2015 07:28:00 GMT', MINUTE],
    ['-5', MINUTE],
    ['', MINUTE],
  ]
  for (const [header, expected] of headers) assert.equal(wait(error(4), 1, header), expected, header)
  assert.equal(wait(error(131049), 1), 24 * HOUR)
  assert.equal(wait(error(100), 1, '30'), 0)
})

test('retries end after eight tries or half an hour, and sooner for a fault without a cause', () => {
  const exhausted = (code: number, attempt: number, age = 0) =>
    classify({ status: 500, body: error(code), attempt, age }).exhausted
  assert.equal(exhausted(131016, TRIES_MAX - 1), false)
  assert.equal(exhausted(131016, TRIES_MAX), true)
  assert.equal(exhausted(131016, 1, RETRY_FOR), true)
  assert.equal(exhausted(1, 2), false)
  assert.equal(exhausted(1, 3), true)
  assert.equal(exhausted(130429, 1_000), false, 'slowing down is not counted')
})

test('what stands before the Graph API is told apart from it', () => {
  assert.equal(classify({ status: 404, body: undefined, attempt: 1 }).class, 'fix')
  assert.equal(classify({ status: 302, body: undefined, attempt: 1 }).class, 'fix')
  assert.equal(classify({ status: 408, body: undefined, attempt: 1 }).class, 'uncertain')
  assert.equal(classify({ status: 429, body: undefined, attempt: 1 }).class, 'pace')
  assert.equal(classify({ status: null, body: undefined, failure: 'forbidden', attempt: 1 }).class, 'retry')
  const late = { status: null, body: undefined, failure: 'timeout', attempt: 1 }
  assert.equal(classify({ ...late, unsent: true }).class, 'retry', 'it waited for a connection and got none')
  assert.equal(classify(late).class, 'uncertain')
  assert.equal(classify({ status: null, body: undefined, attempt: 1 }).class, 'uncertain')
  assert.equal(
    classify({ status: 400, body: error(999_999, { is_transient: true }), attempt: 1 }).class,
    'retry',
  )
  assert.equal(classify({ status: 500, body: { error: {} }, attempt: 1 }).class, 'uncertain')
})

test('any answer at all has a class, and whatever may have been sent is never tried again', () => {
  const failures = fc.constantFrom(undefined, 'refused', 'dns', 'tls', 'reset', 'timeout', 'cut', 'too-large')
  const statuses = fc.oneof(fc.constant(null), fc.integer({ min: 100, max: 599 }))
  const bodies = fc.oneof(
    fc.constant(undefined),
    fc.jsonValue(),
    fc.jsonValue().map((inner) => ({ error: inner })),
  )
  fc.assert(
    fc.property(statuses, bodies, failures, (status, body, failure) => {
      const verdict = classify({ status, body, attempt: 1, ...(failure && { failure }) })
      assert.ok(verdict.wait >= 0)
      const isAnswered = typeof body === 'object' && body !== null && 'error' in body
      const maybeSent = status === null && ['reset', 'timeout', 'cut', 'too-large'].includes(failure ?? 'cut')
      if (maybeSent && !isAnswered) assert.equal(verdict.class, 'uncertain')
    }),
  )
})

test('back-off grows to five minutes, spread over its whole width', () => {
  const most = [1, 2, 3, 9, 10, 100].map((attempt) => backoff(attempt, () => 0.999_999))
  assert.deepEqual(most, [999, 1_999, 3_999, 255_999, 299_999, 299_999])
  assert.equal(
    backoff(5, () => 0),
    0,
  )
})
