import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { contentRangeOf, rangeOf } from '#core/base/range.ts'
import {
  ADMIN_KEY_HEADER,
  SIM_LIVE_PATH,
  type SimDoor,
  simApi,
  WORLD_KEY_HEADER,
} from '#core/whatsapp/sim-api.ts'
import type { SimProblem } from '#core/whatsapp/sim-problem.ts'
import type { SimChange } from '#core/whatsapp/sim-view.ts'
import { adminDoors, isProblem, type Params, type Problem, worldDoors } from '#simulator/control.ts'
import { dialogDoor, serveDialogStyle } from '#simulator/dialog.ts'
import { refuseWith } from '#simulator/errors.ts'
import { graphDoor, isKnown, lookaside } from '#simulator/http-graph.ts'
import { listMails, MAILBOX_CSS, mailboxPage } from '#simulator/mailbox.ts'
import { bytesOf, keepMedium, mediumOf, viewOf } from '#simulator/media.ts'
import { pageLanguage } from '#simulator/page.ts'
import { isPartner, partnerDoor } from '#simulator/partner.ts'
import type { Sim } from '#simulator/sim.ts'
import type { World } from '#simulator/world.ts'

const BODY_BYTES_MAX = 4 * 1024 * 1024
/** Meta's largest document, and what a form has around it. */
const MEDIA_BYTES_MAX = 101 * 1024 * 1024
const LISTENERS_MAX = 20
const KEEP_ALIVE = 15_000

/** The tables' deeds, once the door's own schema has made the body. */
type AdminAct = (sim: Sim, body: unknown) => unknown
type WorldAct = (sim: Sim, world: World, params: Params, body: unknown) => unknown
type Query = Readonly<Record<string, string | undefined>>

/** All doors of the simulator, for `register(plugin, { prefix: '/sim' })`: Graph API, control API, mailbox. */
export function simulatorRoutes(sim: Sim) {
  return async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
      const status = error.statusCode ?? 500
      if (status >= 500) sim.options.log?.('the simulator failed', { error: error.stack ?? error.message })
      if (request.url.includes('/graph/')) {
        const { body } = refuseWith({ code: status >= 500 ? 131000 : 100 }, 'AFailed')
        return reply.code(status).send(body)
      }
      return reply.code(status).send(failureOf(status, error.message))
    })
    app.route({
      method: ['GET', 'POST', 'DELETE', 'PUT', 'PATCH'],
      url: '/graph/*',
      bodyLimit: MEDIA_BYTES_MAX,
      onRequest: async (request, reply) => {
        if (mayBeBig(request) && !isKnown(sim, request)) return tooBig(reply)
        learnBase(sim, app.prefix, request)
      },
      handler: (request, reply) => graphDoor(sim, request, reply),
    })
    app.route({
      method: ['GET', 'POST', 'DELETE'],
      url: '/360dialog/*',
      bodyLimit: MEDIA_BYTES_MAX,
      onRequest: async (request, reply) => {
        if (mayBeBig(request) && !isPartner(sim, request)) return tooBig(reply)
      },
      handler: (request, reply) => partnerDoor(sim, request, reply),
    })
    app.route({
      method: ['GET', 'POST'],
      url: '/facebook/:version/dialog/oauth',
      handler: (request, reply) => dialogDoor(sim, request, reply),
    })
    app.get('/dialog.css', (_request, reply) => serveDialogStyle(reply))
    app.get('/lookaside', (request, reply) => lookaside(sim, request, reply))
    for (const name of Object.keys(simApi) as SimDoor[]) openDoor(sim, app, name)
    app.get(colons('/worlds/{worldId}/media/{mediaId}'), (request, reply) => serveMedium(sim, request, reply))
    app.get(colons(SIM_LIVE_PATH), (request, reply) => live(sim, request, reply))
    app.get('/mailbox.css', (_request, reply) => reply.type('text/css').send(MAILBOX_CSS))
    app.options('/worlds/*', (_request, reply) => allowed(reply).code(204).send())
  }
}

function openDoor(sim: Sim, app: FastifyInstance, name: SimDoor): void {
  const { method, path } = simApi[name]
  app.route({
    method,
    url: colons(path),
    bodyLimit: name === 'uploadMedia' ? MEDIA_BYTES_MAX : BODY_BYTES_MAX,
    onRequest: async (request, reply) => {
      if (name === 'uploadMedia' && mayBeBig(request) && !worldOf(sim, request, 'world')) return tooBig(reply)
      if (name === 'createWorld') learnBase(sim, app.prefix, request)
    },
    handler: async (request, reply) => {
      allowed(reply)
      const answer = await through(sim, name, request)
      if (isProblem(answer)) return refuse(reply, answer)
      if (name === 'mailbox' && wantsPage(request)) return sendPage(sim, request, reply)
      return reply.send(answer)
    },
  })
}

/** Key, then schema, then the deed. */
async function through(sim: Sim, name: SimDoor, request: FastifyRequest): Promise<unknown> {
  const { input, key } = simApi[name]
  const world = key === 'world' || name === 'deleteWorld' ? worldOf(sim, request, key) : undefined
  const isAdmin = key === 'admin' && isSame(keyOf(request, ADMIN_KEY_HEADER), sim.options.adminKey)
  if (key === 'admin' && !isAdmin)
    return { status: 401, code: 'wrong-key', problem: 'The key is wrong or missing.' }
  if (name === 'uploadMedia') return world ? upload(sim, world, request) : noWorld()
  const parsed = input ? input.safeParse(bodyOf(request)) : { success: true as const, data: null }
  if (name === 'createWorld' || name === 'mail' || name === 'mailbox') {
    return parsed.success ? (adminDoors[name] as AdminAct)(sim, parsed.data) : problemOf(parsed.error)
  }
  if (!world) return noWorld(isAdmin)
  if (!parsed.success) return problemOf(parsed.error)
  return (worldDoors[name] as WorldAct)(sim, world, request.params as Params, parsed.data)
}

function problemOf(error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] }): Problem {
  const sentences = error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.map(String).join('.')}: ${message}`)
  return { status: 400, code: 'invalid', problem: sentences.join('; ') }
}

/** Who has no key of a world is not told whether there is one. */
function noWorld(isOwner = false): Problem {
  if (isOwner) return { status: 404, code: 'missing', problem: 'There is no such world.' }
  return { status: 401, code: 'wrong-key', problem: 'There is no such world, or its key is wrong.' }
}

/** The world of the path, if the caller has its key (or, at the owner's doors, the simulator's). */
function worldOf(sim: Sim, request: FastifyRequest, key: 'world' | 'admin'): World | undefined {
  const world = sim.worlds.get((request.params as Params).worldId ?? '')
  if (!world || key === 'admin') return world
  return isSame(keyOf(request, WORLD_KEY_HEADER), world.key) ? world : undefined
}

function keyOf(request: FastifyRequest, header: string): string {
  const given = request.headers[header] ?? (request.query as Query).key
  return typeof given === 'string' ? given : ''
}

function isSame(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)]
  return a.length === b.length && a.length > 0 && timingSafeEqual(a, b)
}

function bodyOf(request: FastifyRequest): unknown {
  const { body } = request
  if (!Buffer.isBuffer(body) || body.length === 0) return {}
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined // the schema refuses it
  }
}

async function upload(sim: Sim, world: World, request: FastifyRequest): Promise<unknown> {
  const { body } = request
  if (!Buffer.isBuffer(body) || body.length === 0)
    return { status: 400, code: 'file-empty', problem: 'The body must be the file.' }
  const mime = request.headers['content-type'] ?? 'application/octet-stream'
  const filename = (request.query as Query).filename ?? null
  const made = { bytes: body, mime, numberId: '', filename, voice: false, source: 'customer' } as const
  const medium = await keepMedium(sim, world, made)
  if (!medium) return { status: 409, code: 'media-full', problem: 'This world keeps too many media already.' }
  return { mediaId: medium.id, media: viewOf(world, medium) }
}

/** Kinds a browser may show in place; everything else is a download. */
const INLINE = /^(image\/(png|jpeg|webp|gif)|audio\/[\w.+-]+|video\/(mp4|3gpp|webm)|application\/pdf)$/

async function serveMedium(sim: Sim, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const world = worldOf(sim, request, 'world')
  if (!world) return refuse(reply, noWorld())
  const medium = mediumOf(sim, world, (request.params as Params).mediaId ?? '')
  const bytes = medium && (await bytesOf(sim, medium))
  if (!bytes) return refuse(reply, { status: 404, code: 'missing', problem: 'There is no such medium.' })
  const etag = `"${medium.sha256}"`
  const range = rangeOf(request, bytes.length, etag)
  if (range) reply.header('content-range', contentRangeOf(range, bytes.length))
  if (range === 'beyond')
    return refuse(reply, { status: 416, code: 'invalid', problem: 'The medium ends before that part.' })
  const mime = medium.mime.split(';')[0]?.trim().toLowerCase() ?? ''
  return allowed(reply)
    .code(range ? 206 : 200)
    .type(INLINE.test(mime) ? mime : 'application/octet-stream')
    .headers({
      'content-disposition': INLINE.test(mime) ? 'inline' : 'attachment',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'private, max-age=3600',
      'accept-ranges': 'bytes',
      etag,
    })
    .send(range ? bytes.subarray(range.start, range.end + 1) : bytes)
}

/** Server-sent events: what changed in this world, with a comment every 15 s so that proxies keep the line. */
function live(sim: Sim, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const world = worldOf(sim, request, 'world')
  if (!world) return refuse(reply, noWorld())
  const listeners = sim.listeners.get(world.id) ?? new Set()
  if (listeners.size >= LISTENERS_MAX)
    return refuse(reply, { status: 409, code: 'too-many-listeners', problem: 'Too many listeners.' })
  sim.listeners.set(world.id, listeners)
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'access-control-allow-origin': '*',
    'x-accel-buffering': 'no',
  })
  raw.write(': open\n\n')
  const tell = (change: SimChange) => raw.write(`event: change\ndata: ${JSON.stringify(change)}\n\n`)
  const beat = setInterval(() => raw.write(': here\n\n'), KEEP_ALIVE)
  beat.unref()
  listeners.add(tell)
  sim.streams.add(raw)
  raw.on('close', () => {
    clearInterval(beat)
    listeners.delete(tell)
    sim.streams.delete(raw)
  })
  return reply
}

/** Nobody unknown may fill our memory. */
function mayBeBig({ headers }: FastifyRequest): boolean {
  const length = headers['content-length']
  return length === undefined ? headers['transfer-encoding'] !== undefined : Number(length) > BODY_BYTES_MAX
}

function tooBig(reply: FastifyReply): FastifyReply {
  return reply.code(413).send({ error: { code: 'too-big', message: 'The body is too big.' } })
}

/** What Fastify itself refuses, and what failed of ours. */
function failureOf(status: number, message: string): { error: { code: SimProblem; message: string } } {
  if (status >= 500) return { error: { code: 'failed', message: 'Internal error' } }
  return { error: { code: status === 413 ? 'too-big' : 'invalid', message } }
}

function refuse(reply: FastifyReply, { status, code, problem }: Problem): FastifyReply {
  return reply.code(status).send({ error: { code, message: problem } })
}

/** Without a configured base URL, the one that known callers use is taken over from them. */
function learnBase(sim: Sim, prefix: string, request: FastifyRequest): void {
  const isOwner = isSame(keyOf(request, ADMIN_KEY_HEADER), sim.options.adminKey)
  if (!sim.options.publicUrl && (isOwner || isKnown(sim, request))) {
    sim.base = `${request.protocol}://${request.host}${prefix}`
  }
}

function wantsPage(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').includes('text/html')
}

function sendPage(sim: Sim, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .headers({
      'content-security-policy': "default-src 'none'; style-src 'self'",
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
    .send(mailboxPage(pageLanguage(request.headers), listMails(sim)))
}

/** Pages of other origins may call: every door wants a key and none reads cookies. */
function allowed(reply: FastifyReply): FastifyReply {
  return reply.headers({
    'access-control-allow-origin': '*',
    'access-control-allow-headers': `content-type, ${WORLD_KEY_HEADER}`,
    'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
  })
}

function colons(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1')
}
