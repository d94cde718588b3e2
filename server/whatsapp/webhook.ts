import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '#core/base/refusal.ts'
import { PROOF } from '#core/whatsapp/provider.ts'
import type { Bus } from '#server/base/bus.ts'
import type { MetaApp } from '#server/base/config.ts'
import type { Db } from '#server/base/db.ts'
import { callerLanguage, sendRefusal } from '#server/base/http.ts'
import { webhookAnswered } from '#server/base/metrics.ts'
import { equalText } from '#server/base/secret.ts'
import { sql } from '#server/base/sql.ts'
import { appVerifyToken, partsByAccount } from '#server/whatsapp/door/app.ts'
import { type Hook, type Hooks, LAST_SEEN_EVERY_MS, openHooks } from '#server/whatsapp/door/hooks.ts'
import { readLetter } from '#server/whatsapp/door/letter.ts'
import { isSigned } from '#server/whatsapp/door/signature.ts'
import type { Ingest } from '#server/whatsapp/ingest.ts'
import type { Keys } from '#server/whatsapp/keys.ts'
import { markVerified } from '#server/whatsapp/store.ts'

/** Meta posts up to 3 MB; more is not from Meta. */
export const WEBHOOK_BYTES_MAX = 4 * 1024 * 1024

type DoorParts = {
  readonly db: Db
  readonly bus: Bus
  readonly ingest: Ingest
  readonly keys: Keys
  /** The operator's own app, whose webhook speaks of the accounts of many workspaces. */
  readonly meta: MetaApp | readonly string[]
}

/**
 * The door. Meta knocks, we check the signature on the raw bytes, write everything down, and say 200; all thinking
 * comes later. 2xx means stored for good; 401 nothing stored; 413 too large; 503 come again.
 */
export function serveWebhook(app: FastifyInstance, parts: DoorParts): void {
  const hooks = openHooks(parts)
  app.register(async (door) => {
    door.removeAllContentTypeParsers()
    door.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    door.get('/webhooks/whatsapp/:hook', (request, reply) => shakeHands(request, reply, parts, hooks))
    for (const url of ['/webhooks/whatsapp/:hook', '/webhooks/whatsapp/:hook/:secret']) {
      door.post(url, { bodyLimit: WEBHOOK_BYTES_MAX }, (request, reply) =>
        receive(request, reply, parts, hooks),
      )
    }
    if (!('appId' in parts.meta)) return
    const { meta } = parts
    door.get('/webhooks/meta', (request, reply) => shakeAppHands(request, reply, meta))
    door.post('/webhooks/meta', { bodyLimit: WEBHOOK_BYTES_MAX }, (request, reply) =>
      receiveForApp(request, reply, { ...parts, meta }, hooks),
    )
  })
}

async function receive(request: FastifyRequest, reply: FastifyReply, parts: DoorParts, hooks: Hooks) {
  const startedAt = performance.now()
  const body = bodyOf(request)
  const hook = await hooks.find((request.params as { hook: string }).hook)
  if (!hook) return sendRefusal(reply, refuse('not-found'), callerLanguage(request))
  if (!isProven(hook, request, body)) {
    noteUnsigned(parts.db, hook)
    webhookAnswered('unsigned', performance.now() - startedAt)
    return sendRefusal(reply, refuse('not-signed-in'), callerLanguage(request))
  }
  await storeLetter(parts, hook, body, request.headers.date)
  webhookAnswered('stored', performance.now() - startedAt)
  return reply.code(200).type('text/plain').send('ok')
}

/** One webhook of the operator's app: each account's part is stored for the workspace that holds it, and for nobody else. */
async function receiveForApp(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: DoorParts & { readonly meta: MetaApp },
  hooks: Hooks,
) {
  const startedAt = performance.now()
  const body = bodyOf(request)
  const { meta, db } = parts
  if (!isSigned(request.headers['x-hub-signature-256'], body, meta.appSecret.reveal())) {
    webhookAnswered('unsigned', performance.now() - startedAt)
    return sendRefusal(reply, refuse('not-signed-in'), callerLanguage(request))
  }
  for (const { hook: name, part } of await partsByAccount(db, meta, body)) {
    const hook = await hooks.find(name)
    if (hook) await storeLetter(parts, hook, part, undefined)
  }
  webhookAnswered('stored', performance.now() - startedAt)
  return reply.code(200).type('text/plain').send('ok')
}

async function storeLetter(parts: DoorParts, hook: Hook, body: Buffer, date: string | undefined) {
  await parts.ingest.store(readLetter(hook, body, date, Date.now()))
  noteVisit(parts.db, hook)
}

/** Signed with the app secret, or come by the secret path; never by the proof of the other provider. */
function isProven({ provider, secrets }: Hook, request: FastifyRequest, body: Buffer): boolean {
  const { secret: given } = request.params as { secret?: string }
  if (PROOF[provider] === 'path')
    return given !== undefined && secrets.some((secret) => secret !== '' && equalText(given, secret))
  const signature = request.headers['x-hub-signature-256']
  return given === undefined && secrets.some((secret) => isSigned(signature, body, secret))
}

function bodyOf(request: FastifyRequest): Buffer {
  if (request.headers['content-encoding']) throw ENCODED
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
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
  await db.run(
    sql`insert into event (workspace_id, kind, ids) values (${hook.workspaceId}, 'channel.changed', ${JSON.stringify([hook.channelId])})`,
  )
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
