import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { PROOF } from '#core/whatsapp/provider.ts'
import type { Bus } from '#server/base/bus.ts'
import type { MetaApp } from '#server/base/config.ts'
import type { Db } from '#server/base/db.ts'
import { answerEarly, answerPlain, answerProblem, readBody } from '#server/base/early.ts'
import { emit } from '#server/base/events.ts'
import { newId } from '#server/base/id.ts'
import type { Log } from '#server/base/log.ts'
import { webhookAnswered, webhookUnsigned } from '#server/base/metrics.ts'
import { callerLanguage, problemOf, problemOfError, sendRefusal } from '#server/base/problem.ts'
import { seldom } from '#server/base/repeat.ts'
import { equalText } from '#server/base/secret.ts'
import { sql } from '#server/base/sql.ts'
import { appVerifyToken, leftOver, partsByAccount, readAppLetter } from '#server/whatsapp/door/app.ts'
import { type Hook, type Hooks, LAST_SEEN_EVERY_MS, openHooks } from '#server/whatsapp/door/hooks.ts'
import { readLetter } from '#server/whatsapp/door/letter.ts'
import { isSigned } from '#server/whatsapp/door/signature.ts'
import {
  dayRoom,
  keepUnclaimed,
  UNCLAIMED_BYTES_A_DAY,
  type Unclaimed,
} from '#server/whatsapp/door/unclaimed.ts'
import type { Ingest } from '#server/whatsapp/ingest.ts'
import type { Keys } from '#server/whatsapp/keys.ts'
import { markVerified } from '#server/whatsapp/store.ts'

/** Meta posts up to 3 MB; more is not from Meta. */
export const WEBHOOK_BYTES_MAX = 4 * 1024 * 1024

type DoorParts = {
  readonly db: Db
  readonly bus: Bus
  readonly log: Log
  readonly ingest: Ingest
  readonly keys: Keys
  /** The operator's own app, whose webhook speaks of the accounts of many workspaces. */
  readonly meta: MetaApp | readonly string[]
}

/** What the webhook of the operator's app needs besides. */
type AppParts = DoorParts & {
  readonly meta: MetaApp
  readonly hooks: Hooks
  /** `id`: as what it is kept; null: the day's room is full. */
  readonly tell: (left: Unclaimed & { readonly id: string | null }) => void
  readonly hasRoom: (bytes: number) => boolean
}

/** Somebody at the door, and what they hold out. */
type Knock = {
  readonly headers: IncomingHttpHeaders
  readonly hook: string
  readonly secret: string | undefined
  readonly body: Buffer
}

/** Where webhooks are posted: a channel's own address, with the proof in it where nothing is signed. The operator's app has no name in it. */
const ADDRESS = /^\/webhooks\/(?:meta|whatsapp\/([^/?]+)(?:\/([^/?]+))?)(?:\?|$)/

/**
 * The door. Meta knocks, we check the signature on the raw bytes, write everything down, and say 200; all thinking
 * comes later. 2xx means stored for good; 401 nothing stored; 413 too large; 503 come again.
 */
export function serveWebhook(app: FastifyInstance, parts: DoorParts): void {
  const hooks = openHooks(parts)
  const { meta, log } = parts
  const tell = seldom<Unclaimed & { readonly id: string | null }>(({ id, accounts }) => {
    const what = id ? 'it is kept' : 'so many came today that it is not kept'
    log.warn({ id, accounts }, `no account took a webhook of the app; ${what}`)
  })
  const hasRoom = dayRoom(UNCLAIMED_BYTES_A_DAY)
  const forApp = 'appId' in meta ? { ...parts, meta, hooks, tell, hasRoom } : null
  answerEarly(app, (request, response) => {
    const address = request.method === 'POST' ? ADDRESS.exec(request.url ?? '') : null
    const take = address && takerOf(address, request.headers, { parts, hooks, forApp })
    if (take) void answerKnock(request, response, log, take)
    return Boolean(take)
  })
  app.get('/webhooks/whatsapp/:hook', (request, reply) => shakeHands(request, reply, parts, hooks))
  if ('appId' in meta) app.get('/webhooks/meta', (request, reply) => shakeAppHands(request, reply, meta))
}

/** Takes a body in and tells whether some of it had to be kept for nobody, or says why not. */
type Take = (body: Buffer) => Promise<Outcome>
type Outcome = Refusal | 'stored' | 'unclaimed'

/** Who takes what is posted there; nobody, where the operator has no app of their own. */
function takerOf(
  [, hook, secret]: RegExpExecArray,
  headers: IncomingHttpHeaders,
  { parts, hooks, forApp }: { parts: DoorParts; hooks: Hooks; forApp: AppParts | null },
): Take | undefined {
  if (hook) return (body) => receive({ headers, hook, secret, body }, parts, hooks)
  return forApp ? (body) => receiveForApp(headers, body, forApp) : undefined
}

/** Reads what is held out, has it taken, and says what became of it. */
async function answerKnock(
  request: IncomingMessage,
  response: ServerResponse,
  log: Log,
  take: Take,
): Promise<void> {
  let startedAt = performance.now()
  try {
    const body = await readBody(request, WEBHOOK_BYTES_MAX)
    if (request.headers['content-encoding']) throw ENCODED
    startedAt = performance.now()
    const outcome = body ? await take(body) : refuse('too-large', { max: '4 MB' })
    webhookAnswered(isRefusal(outcome) ? resultOf(outcome.code) : outcome, performance.now() - startedAt)
    if (!isRefusal(outcome)) return answerPlain(response, 'ok')
    const requestId = newId()
    answerProblem(response, problemOf(outcome, callerLanguage(request), requestId), requestId)
  } catch (error) {
    if (response.destroyed) return // they did not wait for an answer
    const requestId = newId()
    const problem = problemOfError(error, callerLanguage(request), requestId, log)
    webhookAnswered(resultOf(problem.code), performance.now() - startedAt)
    answerProblem(response, problem, requestId)
  }
}

/** An answer's code as the metrics name it. */
function resultOf(code: string): string {
  return RESULTS[code] ?? 'broken'
}
const RESULTS: Readonly<Record<string, string>> = {
  'not-signed-in': 'unsigned',
  'not-found': 'unknown',
  'too-large': 'too-large',
  unavailable: 'unavailable',
  'bad-request': 'unreadable',
}

async function receive(knock: Knock, parts: DoorParts, hooks: Hooks): Promise<Outcome> {
  const hook = await hooks.find(knock.hook)
  if (!hook) return refuse('not-found')
  if (!isProven(hook, knock)) {
    webhookUnsigned()
    noteUnsigned(parts.db, hook)
    return refuse('not-signed-in')
  }
  await storeLetter(parts, hook, knock.body, knock.headers.date)
  return 'stored'
}

/**
 * One webhook of the operator's app: each account's part is stored for the workspace that holds it, and for nobody else. What no workspace
 * takes is kept for the operator, last: who comes again because a part could not be stored finds it kept once.
 */
async function receiveForApp(headers: IncomingHttpHeaders, body: Buffer, parts: AppParts): Promise<Outcome> {
  const { meta, db, hooks } = parts
  if (!isSigned(headers['x-hub-signature-256'], body, meta.appSecret.reveal())) {
    webhookUnsigned()
    return refuse('not-signed-in')
  }
  const letter = readAppLetter(body)
  const taken = new Set<string>()
  for (const { account, hook: name, part } of await partsByAccount(db, meta, letter)) {
    const hook = await hooks.find(name)
    if (!hook) continue
    await storeLetter(parts, hook, part, undefined)
    taken.add(account)
  }
  const left = leftOver(letter, taken)
  if (!left) return 'stored'
  parts.tell({ ...left, id: parts.hasRoom(left.body.length) ? await keepUnclaimed(db, left) : null })
  return 'unclaimed'
}

async function storeLetter(parts: DoorParts, hook: Hook, body: Buffer, date: string | undefined) {
  const arrival = readLetter(hook, body, date, Date.now())
  await parts.ingest.store(arrival)
  // known only now: a clock whose arrival was lost is told with the next
  if (arrival.clockOffset !== null) hook.clockOffset = arrival.clockOffset
  noteVisit(parts.db, hook)
}

/** Signed with the app secret, or come by the secret path; never by the proof of the other provider. */
function isProven({ provider, secrets }: Hook, { headers, secret: given, body }: Knock): boolean {
  if (PROOF[provider] === 'path')
    return given !== undefined && secrets.some((secret) => secret !== '' && equalText(given, secret))
  const signature = headers['x-hub-signature-256']
  return given === undefined && secrets.some((secret) => isSigned(signature, body, secret))
}

/** Meta signs and sends plain bytes; a packed body is not from Meta, and nothing here unpacks one. */
const ENCODED = Object.assign(new Error('the body is encoded'), { statusCode: 415 })

/** Meta proves an address by asking it to repeat a word; only who knows the verify token gets the answer. */
async function shakeHands(
  request: FastifyRequest,
  reply: FastifyReply,
  { db, bus }: DoorParts,
  hooks: Hooks,
) {
  const hook = await hooks.find((request.params as { hook: string }).hook)
  const challenge =
    hook && PROOF[hook.provider] === 'signature' ? challengeOf(request, hook.verifyToken) : null
  if (!hook || challenge === null) return sendRefusal(reply, refuse('not-allowed'), callerLanguage(request))
  await markVerified(db, hook.workspaceId, hook.channelId)
  await emit(db, hook.workspaceId, [{ kind: 'channel.changed', ids: [hook.channelId] }])
  bus.call('live', hook.workspaceId)
  return reply.code(200).type('text/plain').send(challenge)
}

/** The handshake of the operator's app. */
async function shakeAppHands(request: FastifyRequest, reply: FastifyReply, meta: MetaApp) {
  const challenge = challengeOf(request, appVerifyToken(meta))
  if (challenge === null) return sendRefusal(reply, refuse('not-allowed'), callerLanguage(request))
  return reply.code(200).type('text/plain').send(challenge)
}

/** The word to be repeated; null when the caller does not know the verify token. */
function challengeOf(request: FastifyRequest, verifyToken: string): string | null {
  const query = request.query as Record<string, unknown>
  const token = query['hub.verify_token']
  const challenge = query['hub.challenge']
  const right =
    query['hub.mode'] === 'subscribe' && typeof token === 'string' && equalText(token, verifyToken)
  return right && typeof challenge === 'string' ? challenge : null
}

/** Says now and then that the line is alive; a write per webhook would be a waste. */
function noteVisit(db: Db, hook: Hook): void {
  const now = performance.now()
  if (now - hook.seenAt < LAST_SEEN_EVERY_MS) return
  hook.seenAt = now
  db.run(
    sql`update channel set last_webhook_at = now() where workspace_id = ${hook.workspaceId} and id = ${hook.channelId}`,
  ).catch(
    () => undefined, // only a sign of life; the next visit writes it
  )
}

/** A wrong signature is remembered for the doctor, now and then; of the body nothing is kept. */
function noteUnsigned(db: Db, hook: Hook): void {
  const now = performance.now()
  if (now - hook.unsignedAt < LAST_SEEN_EVERY_MS) return
  hook.unsignedAt = now
  db.run(
    sql`update channel set unsigned_at = now() where workspace_id = ${hook.workspaceId} and id = ${hook.channelId}`,
  ).catch(
    () => undefined, // only a hint for the doctor; the next one writes it
  )
}
