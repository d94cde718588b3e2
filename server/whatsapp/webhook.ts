import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { parseJson } from '#core/base/json.ts'
import { refuse } from '#core/base/refusal.ts'
import { type Millis, SECOND } from '#core/base/time.ts'
import { type Aside, asideOf } from '#core/whatsapp/aside.ts'
import { decodeWebhook } from '#core/whatsapp/decode.ts'
import type { Update } from '#core/whatsapp/heard.ts'
import { decodeNumberNews } from '#core/whatsapp/number/news.ts'
import { decodeTemplateNews } from '#core/whatsapp/template/news.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db } from '#server/base/db.ts'
import { callerLanguage, sendRefusal } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { webhookAnswered } from '#server/base/metrics.ts'
import { equalText } from '#server/base/secret.ts'
import { sql } from '#server/base/sql.ts'
import type { Arrival, Ingest } from '#server/whatsapp/ingest.ts'
import type { Keys } from '#server/whatsapp/keys.ts'
import { channelOfHook, listNumbers, markVerified } from '#server/whatsapp/store.ts'

/** Meta posts up to 3 MB; more is not from Meta. */
export const WEBHOOK_BYTES_MAX = 4 * 1024 * 1024
/** How long a process may trust what it read of a channel. */
const CHANNEL_TRUST_MS = 3000
const CHANNELS_MAX = 10_000
const HOOK_CHARS_MAX = 100
/** A clock that follows the other side's is set again when it differs by more than this. */
const CLOCK_SLACK_MS = 1500
const LAST_SEEN_EVERY_MS = 5000

/** What the door must know of a channel. */
type Hook = {
  readonly workspaceId: string
  readonly channelId: string
  readonly wabaId: string
  /** The app secret, and for a day after its change the former one. */
  readonly secrets: readonly string[]
  readonly verifyToken: string
  readonly followsClock: boolean
  readonly numbers: ReadonlyMap<string, string>
  clockOffset: number
  readonly readAt: number
  seenAt: number
  unsignedAt: number
}

type DoorParts = {
  readonly db: Db
  readonly bus: Bus
  readonly ingest: Ingest
  readonly keys: Keys
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
    door.post('/webhooks/whatsapp/:hook', { bodyLimit: WEBHOOK_BYTES_MAX }, (request, reply) =>
      receive(request, reply, parts, hooks),
    )
  })
}

async function receive(request: FastifyRequest, reply: FastifyReply, parts: DoorParts, hooks: Hooks) {
  const { ingest, db } = parts
  const startedAt = performance.now()
  if (request.headers['content-encoding']) throw ENCODED
  const hook = await hooks.find((request.params as { hook: string }).hook)
  if (!hook) return sendRefusal(reply, refuse('not-found'), callerLanguage(request))
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const signature = request.headers['x-hub-signature-256']
  if (!hook.secrets.some((secret) => isSigned(signature, body, secret))) {
    noteUnsigned(db, hook)
    webhookAnswered('unsigned', performance.now() - startedAt)
    return sendRefusal(reply, refuse('not-signed-in'), callerLanguage(request))
  }
  await ingest.store(read(hook, body, request.headers.date, Date.now()))
  noteVisit(db, hook)
  webhookAnswered('stored', performance.now() - startedAt)
  return reply.code(200).type('text/plain').send('ok')
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
  const query = request.query as Record<string, unknown>
  const token = query['hub.verify_token']
  const challenge = query['hub.challenge']
  const right =
    hook &&
    query['hub.mode'] === 'subscribe' &&
    typeof token === 'string' &&
    typeof challenge === 'string' &&
    equalText(token, hook.verifyToken)
  if (!right) return sendRefusal(reply, refuse('not-allowed'), callerLanguage(request))
  await markVerified(db, hook.workspaceId, hook.channelId)
  await db.run(
    sql`insert into event (workspace_id, kind, ids) values (${hook.workspaceId}, 'channel.changed', ${JSON.stringify([hook.channelId])})`,
  )
  bus.call('live', hook.workspaceId)
  return reply.code(200).type('text/plain').send(challenge)
}

const SIGNATURE = /^sha256=([0-9a-f]{64})$/

/** HMAC-SHA256 of the exact bytes under the app secret (Meta, Webhooks: validating payloads). No secret: door closed. */
export function isSigned(header: string | string[] | undefined, body: Buffer, secret: string): boolean {
  const match = typeof header === 'string' ? SIGNATURE.exec(header) : null
  if (!match || secret === '') return false
  return timingSafeEqual(
    Buffer.from(match[1] ?? '', 'hex'),
    createHmac('sha256', secret).update(body).digest(),
  )
}

/** The raw bytes as an arrival: everything that can be understood, and why the rest cannot. */
function read(hook: Hook, body: Buffer, date: string | undefined, now: number): Arrival {
  const clockOffset = newOffset(hook, date, now)
  if (clockOffset !== null) hook.clockOffset = clockOffset
  const parsed = parseJson(body.toString('utf8').replace(/^\uFEFF/, ''))
  const updates = parsed === undefined ? [NOT_JSON] : decodeWebhook(parsed, now + hook.clockOffset)
  const sorted: Sorted = { heard: [], statuses: [], news: [], quarantine: [] }
  for (const update of updates) sort(hook, update, sorted)
  return {
    workspaceId: hook.workspaceId,
    channelId: hook.channelId,
    eventId: newId(),
    body,
    updates: updates.length,
    quarantine: sorted.quarantine.length > 0 ? sorted.quarantine.slice(0, REASONS_MAX) : null,
    heard: sorted.heard,
    statuses: sorted.statuses,
    news: sorted.news,
    clockOffset,
  }
}

const NOT_JSON: Update = { kind: 'nonsense', reason: 'not JSON', where: '' }
/** Reasons kept per webhook; the raw body has the rest. */
const REASONS_MAX = 20

/** How far the other side's clock is ahead, when this channel follows it and it moved. */
function newOffset(hook: Hook, date: string | undefined, now: number): Millis | null {
  const theirs = hook.followsClock && date ? Date.parse(date) : Number.NaN
  const offset = theirs - now
  return Math.abs(offset - hook.clockOffset) > CLOCK_SLACK_MS ? offset : null
}

type Sorted = {
  readonly heard: Arrival['heard'][number][]
  readonly statuses: Arrival['statuses'][number][]
  readonly news: Arrival['news'][number][]
  readonly quarantine: Aside[]
}

function sort({ numbers, wabaId }: Hook, update: Update, into: Sorted): void {
  if (update.kind === 'account' && update.wabaId === wabaId) {
    const news = newsOf(update.field, update.value)
    if (news) into.news.push(news)
  }
  if (update.kind === 'account') into.quarantine.push(...unheard(update, wabaId))
  if (update.kind === 'nonsense') into.quarantine.push(asideOf(update))
  if (update.kind !== 'message' && update.kind !== 'status') return
  const { phoneNumberId: graphId } = update
  const phoneNumberId = numbers.get(graphId)
  if (!phoneNumberId) {
    const reason = 'a number that is not of this channel'
    into.quarantine.push({ code: 'foreign-number', where: graphId, reason })
  } else if (update.kind === 'status') into.statuses.push(update.status)
  else {
    const { waId, bsuid } = update.heard.from
    into.heard.push({
      contactKey: waId ? `wa:${waId}` : `bs:${bsuid}`,
      phoneNumberId,
      graphId,
      heard: update.heard,
    })
  }
}

function newsOf(field: string, value: unknown): Arrival['news'][number] | null {
  const template = decodeTemplateNews(field, value)
  if (template) return { of: 'template', news: template }
  const number = decodeNumberNews(field, value)
  return number && { of: 'number', news: number }
}

/** News that nothing of ours applies: kept with the body, and seen by the owner. */
function unheard({ wabaId, field, value }: Extract<Update, { kind: 'account' }>, own: string): Aside[] {
  if (wabaId !== own) return [{ code: 'foreign-account', where: wabaId, reason: field }]
  return newsOf(field, value) ? [] : [{ code: 'unheard', where: field, reason: field }]
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

type Hooks = { readonly find: (hook: string) => Promise<Hook | undefined> }

/** Channels by the secret part of their address, read again after a few seconds or when their settings changed. */
function openHooks({ db, bus, keys }: DoorParts): Hooks {
  const known = new Map<string, Hook>()
  const reading = new Map<string, Promise<Hook | undefined>>()
  bus.listen('settings', (workspaceId) => {
    for (const [name, hook] of known) if (hook.workspaceId === workspaceId) known.delete(name)
  })
  async function read(name: string): Promise<Hook | undefined> {
    const now = performance.now()
    const channel = await channelOfHook(db, name)
    if (!channel) return undefined
    const former = (channel.former_until ?? 0) > Date.now() ? channel.former_secret : null
    const [secret, formerSecret, numbers] = await Promise.all([
      keys.open(db, channel.workspace_id, channel.app_secret),
      former && keys.open(db, channel.workspace_id, former),
      listNumbers(db, channel.workspace_id),
    ])
    const hook: Hook = {
      workspaceId: channel.workspace_id,
      channelId: channel.id,
      wabaId: channel.waba_id,
      secrets: formerSecret ? [secret, formerSecret] : [secret],
      verifyToken: channel.verify_token,
      followsClock: channel.follows_clock,
      numbers: new Map(numbers.map(({ graph_id, id }) => [graph_id, id])),
      clockOffset: channel.clock_offset,
      readAt: now,
      // the very first webhook is told at once: somebody is waiting for it on the channel's page
      seenAt:
        known.get(name)?.seenAt ?? now - LAST_SEEN_EVERY_MS + (channel.last_webhook_at === null ? 0 : SECOND),
      unsignedAt: known.get(name)?.unsignedAt ?? now - LAST_SEEN_EVERY_MS,
    }
    if (known.size >= CHANNELS_MAX) known.clear()
    known.set(name, hook)
    return hook
  }
  return {
    async find(name) {
      const cached = known.get(name)
      if (cached && performance.now() - cached.readAt < CHANNEL_TRUST_MS) return cached
      if (name.length > HOOK_CHARS_MAX) return undefined
      const under = reading.get(name) ?? read(name).finally(() => reading.delete(name))
      reading.set(name, under)
      return await under
    },
  }
}
