import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

const pack = promisify(gzip)

/** Shorter answers fit into one packet as they are. */
const BYTES_MIN = 1024
/** A page of chats becomes a sixth of its size in a tenth of a millisecond; higher levels cost more than they save. */
const LEVEL = 3
const GZIP = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i

/**
 * Sends what was read through the API as gzip: JSON of a kilobyte or more, to whoever takes it. Only to our own pages and to programs,
 * never where another site made the browser ask: sizes of packed answers tell of their contents (docs/decisions/0016).
 */
export async function compress(request: FastifyRequest, reply: FastifyReply, payload: unknown) {
  if (typeof payload !== 'string' || payload.length < BYTES_MIN || !isJsonRead(request, reply)) return payload
  if (!takesGzip(request) || isFromElsewhere(request)) return payload
  reply.header('content-encoding', 'gzip').removeHeader('content-length')
  return await pack(payload, { level: LEVEL })
}

export function takesGzip({ headers }: FastifyRequest): boolean {
  return GZIP.test(String(headers['accept-encoding'] ?? ''))
}

function isJsonRead({ method }: FastifyRequest, reply: FastifyReply): boolean {
  const type = String(reply.getHeader('content-type') ?? '')
  return method === 'GET' && reply.statusCode === 200 && type.startsWith('application/json')
}

/** A browser says so itself, wherever others could not simply read along; no page can make it say otherwise. */
function isFromElsewhere({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  return site !== undefined && site !== 'same-origin'
}
