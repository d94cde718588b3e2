import type { FastifyReply, FastifyRequest } from 'fastify'
import { FIELDS } from '#simulator/callback.ts'
import { type Answer, isMetaError, refuseWith } from '#simulator/errors.ts'
import { type GraphCall, param, type Reply } from '#simulator/graph-call.ts'
import { mediaNode } from '#simulator/graph-media.ts'
import { numberEdge, numberNode } from '#simulator/graph-number.ts'
import { templatesEdge } from '#simulator/graph-template.ts'
import { callFrom, log } from '#simulator/http-graph.ts'
import { bytesOf, isSigned, mediumOf, urlOf } from '#simulator/media.ts'
import { keep, publishWorld, type Sim } from '#simulator/sim.ts'
import { hex } from '#simulator/wamid.ts'
import { objectsOf, textOf, type Wire } from '#simulator/wire.ts'
import { numberOf, type Partner, type PhoneNumber, type World } from '#simulator/world.ts'

const META_MEDIA = 'https://lookaside.fbsbx.com/whatsapp_business/attachments/'

type Place = {
  readonly world: World
  readonly partner: Partner
  readonly number: PhoneNumber
  readonly call: GraphCall
}

/** Any call below `/360dialog`: one key, one number, no ids in paths, no signature on webhooks. */
export async function partnerDoor(
  sim: Sim,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const started = sim.options.now()
  const call = await callFrom(request)
  const place = placeOf(sim, call)
  if (!place) return json(reply, refused(401, 'Invalid api key'))
  if (call.path[0] === 'whatsapp_business') return await attachment(sim, place, reply)
  const answer = answerOf(await replyTo(sim, place), hex(22, sim.options.random))
  log(sim, place.world, { call, request, started, answer, fault: null })
  return json(reply, answer)
}

function json(reply: FastifyReply, { status, body }: Answer): FastifyReply {
  return reply.code(status).type('application/json; charset=UTF-8').send(JSON.stringify(body))
}

function answerOf(reply: Reply | Answer, trace: string): Answer {
  if ('status' in reply && 'body' in reply && typeof reply.status === 'number')
    return { status: reply.status, body: reply.body }
  return isMetaError(reply) ? refuseWith(reply, trace) : { status: 200, body: reply }
}

/** 360dialog's own form of a no. */
function refused(status: number, message: string): Answer {
  return { status, body: { meta: { success: false, http_code: status, developer_message: message } } }
}

/** Whoever calls has a key. */
export function isPartner(sim: Sim, { headers }: FastifyRequest): boolean {
  return worldOfKey(sim, textOf(headers['d360-api-key'])) !== undefined
}

function worldOfKey(sim: Sim, key: string): World | undefined {
  return [...sim.worlds.values()].find(({ partner }) => key !== '' && partner?.key === key)
}

function placeOf(sim: Sim, call: GraphCall): Place | undefined {
  const world = worldOfKey(sim, call.header('d360-api-key'))
  const partner = world?.partner
  const number = partner && numberOf(world, partner.numberId)
  return number ? { world, partner, number, call } : undefined
}

/** The paths of 360dialog's Messaging API; everything else is not let through. */
async function replyTo(sim: Sim, place: Place): Promise<Reply | Answer> {
  const { world, number, call } = place
  const path = call.path.join('/')
  const onNumber = (edge: string) => numberEdge(sim, world, { number, edge, call })
  switch (path) {
    case 'messages':
    case 'media':
    case 'whatsapp_business_profile':
      return await onNumber(path)
    case 'health_status':
      return health(world, number, call)
    case 'v1/configs/webhook':
      return webhook(sim, place)
    case 'v1/configs/templates':
      return call.method === 'GET' ? listTemplates(sim, place) : templatesEdge(sim, world, call)
    default:
      return await other(sim, place, path)
  }
}

async function other(sim: Sim, { world, call }: Place, path: string): Promise<Reply | Answer> {
  const [, name = ''] = /^v1\/configs\/templates\/([^/]+)$/.exec(path) ?? []
  if (name !== '' && call.method === 'DELETE')
    return templatesEdge(sim, world, { ...call, query: { name: decodeURIComponent(name) } })
  const medium = mediumOf(sim, world, path)
  if (!medium) return refused(403, `The path /${path.slice(0, 80)} is not allowed`)
  const node = await mediaNode(sim, world, medium, call)
  if (isMetaError(node) || call.method !== 'GET') return node
  return { ...node, url: META_MEDIA + new URL(urlOf(sim, world, medium), 'http://sim').search }
}

/** The number's fields beside the health of everything that a sending passes. */
function health(world: World, number: PhoneNumber, call: GraphCall): Reply {
  const asked = param(call, 'fields') || 'health_status'
  const node = numberNode(world, number, { ...call, query: { fields: asked }, body: {} })
  if (isMetaError(node)) return node
  const can = number.status === 'CONNECTED' ? 'AVAILABLE' : 'BLOCKED'
  const entity = (entity_type: string, id: string) => ({ entity_type, id, can_send_message: can })
  const entities = [
    entity('PHONE_NUMBER', number.id),
    entity('WABA', world.wabaId),
    entity('BUSINESS', world.businessId),
  ]
  return { ...node, health_status: { can_send_message: can, entities } }
}

/** The number's webhook: no handshake, taken as it is. */
function webhook(sim: Sim, { world, partner, number, call }: Place): Reply | Answer {
  if (call.method === 'GET') return { url: partner.url ?? '' }
  const url = textOf(call.body.url)
  if (call.method !== 'POST' || !/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    return refused(400, 'url is not valid')
  partner.url = url
  number.callback = { url, verifyToken: '', fields: FIELDS, unsigned: true }
  world.subscribed = true
  keep(sim, world)
  publishWorld(sim, world)
  return { url }
}

/** 360dialog counts its pages by offset and writes statuses in small letters. */
function listTemplates(sim: Sim, { world, call }: Place): Reply {
  const limit = Math.min(1000, Math.max(1, Number.parseInt(param(call, 'limit'), 10) || 1000))
  const offset = Math.max(0, Number.parseInt(param(call, 'offset'), 10) || 0)
  const query = {
    limit: '1000',
    fields: 'id,name,language,status,category,components,rejected_reason,quality_score',
  }
  const all = templatesEdge(sim, world, { ...call, query })
  if (isMetaError(all)) return all
  const templates = objectsOf(all.data).map(small)
  const page = templates.slice(offset, offset + limit)
  return { waba_templates: page, count: page.length, total: templates.length, limit, offset }
}

function small({ status, id, ...template }: Wire): Wire {
  return { ...template, external_id: id, id: `d360${textOf(id)}`, status: textOf(status).toLowerCase() }
}

/** Meta's media address under 360dialog's own host. */
async function attachment(sim: Sim, { world, call }: Place, reply: FastifyReply): Promise<FastifyReply> {
  const { mid = '', ext = '', hash = '' } = call.query
  const medium = isSigned(sim, world, { mid, ext, hash }) ? mediumOf(sim, world, mid) : undefined
  const bytes = medium && (await bytesOf(sim, medium))
  return bytes ? reply.type(medium.mime).send(bytes) : json(reply, refused(404, 'Media not found'))
}
