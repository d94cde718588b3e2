import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { GraphFault } from '#core/whatsapp/sim-view.ts'
import { type Answer, refuseWith } from '#simulator/errors.ts'
import { graphFaultOf } from '#simulator/fault.ts'
import { answerGraph, versionedPath, worldOfToken } from '#simulator/graph.ts'
import type { GraphCall, GraphFile } from '#simulator/graph-call.ts'
import { bytesOf, isSigned, mediumOf } from '#simulator/media.ts'
import { note, type Sim, worldNow } from '#simulator/sim.ts'
import { fraction } from '#simulator/wamid.ts'
import { isWire, textOf, type Wire } from '#simulator/wire.ts'
import type { World } from '#simulator/world.ts'

const JSON_BYTES_MAX = 4 * 1024 * 1024
/** A hanging answer is cut after this time. */
const HANG_FOR = 120_000
const SLOW_FROM = 2000
const SLOW_TO = 6000

type Query = Readonly<Record<string, string | undefined>>

/** Any call below `/graph`, with the world's faults. */
export async function graphDoor(
  sim: Sim,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const started = sim.options.now()
  const call = await callFrom(request)
  const found = call.token ? worldOfToken(sim, call.token, call.path[0]) : undefined
  const fault = found?.world.faults.graph
    ? graphFaultOf(sim, found.world, aboutOf(sim, found.world, call))
    : null
  if (fault === 'resetBefore' || fault === 'hangBefore') {
    if (found) log(sim, found.world, { call, request, started, answer: { status: 0, body: null }, fault })
    return cut(sim, reply, fault === 'hangBefore' ? HANG_FOR : 0)
  }
  if (fault === 'slow') await dawdle(sim)
  const answer = refusedByFault(fault) ?? (await answerGraph(sim, call))
  if (found) log(sim, found.world, { call, request, started, answer, fault })
  if (fault === 'resetAfter') return cut(sim, reply, 0)
  if (fault === 'hangAfter') return cut(sim, reply, HANG_FOR)
  if (fault === 'server') return reply.code(500).send()
  return reply
    .code(answer.status)
    .headers({
      'facebook-api-version': versionedPath(wildOf(request)).version,
      'x-fb-trace-id': `${started.toString(36)}`,
    })
    .type('application/json; charset=UTF-8')
    .send(JSON.stringify(answer.body))
}

/** The signed URL of a medium: wants the signature and the token. */
export async function lookaside(
  sim: Sim,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { mid = '', ext = '', hash = '' } = request.query as Query
  const token = tokenOf(request, {})
  const world = token ? worldOfToken(sim, token, mid)?.world : undefined
  if (!world) return reply.code(401).send()
  const fault = graphFaultOf(sim, world, 'media')
  if (fault === 'slow') await dawdle(sim)
  else if (fault) return breakBytes(sim, reply, fault)
  if (!isSigned(sim, world, { mid, ext, hash })) return reply.code(404).send()
  const medium = mediumOf(sim, world, mid)
  const bytes = medium && (await bytesOf(sim, medium))
  if (!bytes) return reply.code(404).send()
  return reply
    .type(medium.mime)
    .headers({ 'x-content-type-options': 'nosniff', 'content-disposition': 'attachment' })
    .send(bytes)
}

/** The caller has a token that opens a world. */
export function isKnown(sim: Sim, request: FastifyRequest): boolean {
  const token = tokenOf(request, {})
  return token !== null && worldOfToken(sim, token) !== undefined
}

/** What a call is about, as faults tell calls apart. */
function aboutOf(sim: Sim, world: World, { method, path, body }: GraphCall): 'messages' | 'media' | 'other' {
  const [node = '', edge] = path
  if (method === 'POST' && edge === 'messages' && body.status === undefined) return 'messages'
  const isFile = edge === 'media' || (edge === undefined && mediumOf(sim, world, node) !== undefined)
  return isFile ? 'media' : 'other'
}

function dawdle(sim: Sim): Promise<void> {
  return sleep(SLOW_FROM + fraction(sim.options.random) * (SLOW_TO - SLOW_FROM))
}

/** Bytes that do not come: a download leaves nothing behind, so before and after are the same. */
function breakBytes(sim: Sim, reply: FastifyReply, fault: GraphFault): FastifyReply {
  const refused = refusedByFault(fault)
  if (refused) return reply.code(refused.status).send(refused.body ?? undefined)
  return cut(sim, reply, fault === 'hangBefore' || fault === 'hangAfter' ? HANG_FOR : 0)
}

function refusedByFault(fault: GraphFault | null): Answer | null {
  if (fault === 'server') return { status: 500, body: null }
  if (fault === 'throttle') {
    return refuseWith({ code: 4, message: 'Application request limit reached', http: 429 }, 'AFault')
  }
  if (fault === 'rate') {
    return refuseWith(
      { code: 130429, details: 'Cloud API message throughput has been reached.', http: 429 },
      'AFault',
    )
  }
  return null
}

/** Ends the connection without an answer, at once or after a while. */
function cut(sim: Sim, reply: FastifyReply, after: number): FastifyReply {
  reply.hijack()
  const { raw } = reply
  if (after === 0) raw.destroy()
  else {
    const timer = setTimeout(() => raw.destroy(), after)
    timer.unref()
    raw.on('close', () => clearTimeout(timer))
    sim.streams.add(raw)
    raw.on('close', () => sim.streams.delete(raw))
  }
  return reply
}

/** The path below `/graph`. */
function wildOf(request: FastifyRequest): string {
  return (request.params as Query)['*'] ?? ''
}

export async function callFrom(request: FastifyRequest): Promise<GraphCall> {
  const decoded = await decode(request)
  const query = Object.entries(request.query as Record<string, unknown>)
  return {
    method: request.method,
    path: versionedPath(wildOf(request)).steps,
    query: Object.fromEntries(
      query.map(([name, value]) => [name, textOf(Array.isArray(value) ? value[0] : value)]),
    ),
    token: tokenOf(request, decoded.body),
    header: (name) => textOf(request.headers[name]),
    ...decoded,
  }
}

type Decoded = Pick<GraphCall, 'body' | 'broken' | 'file' | 'raw'>

/** JSON, forms and multipart; anything else stays raw bytes. */
async function decode(request: FastifyRequest): Promise<Decoded> {
  const raw = Buffer.isBuffer(request.body) ? request.body : null
  const type = request.headers['content-type'] ?? ''
  const none = { body: {}, broken: false, file: null, raw }
  if (!raw || raw.length === 0) return none
  if (type.includes('multipart/form-data')) return { ...none, ...(await fromMultipart(raw, type)) }
  if (raw.length > JSON_BYTES_MAX) return none
  const text = raw.toString('utf8')
  if (type.includes('x-www-form-urlencoded'))
    return { ...none, body: Object.fromEntries(new URLSearchParams(text)) }
  if (!type.includes('json') && !/^\s*\{/.test(text)) return none
  try {
    const value: unknown = JSON.parse(text)
    return isWire(value) ? { ...none, body: value } : { ...none, broken: true }
  } catch {
    return { ...none, broken: type.includes('json') }
  }
}

async function fromMultipart(raw: Buffer, type: string): Promise<Partial<Decoded>> {
  try {
    const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': type } }).formData()
    const body: Record<string, unknown> = {}
    let file: GraphFile | null = null
    for (const [name, value] of form) {
      if (typeof value === 'string') body[name] = value
      else file = { bytes: new Uint8Array(await value.arrayBuffer()), mime: value.type, filename: value.name }
    }
    return { body, file }
  } catch {
    return { broken: true }
  }
}

/** `Authorization: Bearer` or `OAuth`, else the parameter `access_token` of query or body. */
function tokenOf(request: FastifyRequest, body: Wire): string | null {
  const header = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  return header ?? ((request.query as Query).access_token || textOf(body.access_token) || null)
}

type Logged = {
  readonly call: GraphCall
  readonly request: FastifyRequest
  readonly started: number
  readonly answer: Answer
  readonly fault: GraphFault | null
}

export function log(sim: Sim, world: World, { call, request, started, answer, fault }: Logged): void {
  const { access_token, ...body } = call.body
  const path = request.url.replace(
    /([?&](?:access_token|input_token|verify_token|client_secret|code|pin)=)[^&]*/g,
    '$1…',
  )
  const lost = fault === 'resetAfter' || fault === 'hangAfter'
  note(sim, world.id, {
    at: worldNow(sim, world),
    kind: 'graph',
    method: call.method,
    path,
    status: lost ? 0 : answer.status,
    ms: sim.options.now() - started,
    request: call.file ? `file ${call.file.mime} ${call.file.bytes.byteLength} bytes` : hushed(body),
    response: answer.body === null ? '' : JSON.stringify(answer.body),
    note: fault,
  })
}

function hushed(body: Wire): string {
  const { pin, verify_token, ...shown } = body
  return Object.keys(shown).length === 0 ? '' : JSON.stringify(shown)
}
