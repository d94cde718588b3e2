import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { SECURITY_HEADERS } from '#server/base/http.ts'
import type { Problem } from '#server/base/problem.ts'

/** Answers a request before the framework has looked at it; false when it is none of its own. */
export type Early = (request: IncomingMessage, response: ServerResponse) => boolean

/**
 * For addresses that are asked thousands of times a second and never by a browser: what the framework does around a request (routes,
 * hooks, headers for pages) costs there as much as the work itself. The server's limits of time and size hold for them too.
 */
export function answerEarly({ server }: FastifyInstance, early: Early): void {
  const [later] = server.listeners('request') as ((...both: Parameters<Early>) => void)[]
  server.removeAllListeners('request')
  server.on('request', (request, response) => {
    if (!server.listening) response.setHeader('connection', 'close') // we are closing: the next one goes to who comes after us
    if (!early(request, response)) later?.(request, response)
  })
}

/** The whole body as it came; null when it is larger than that. Rejects when the caller breaks off. */
export function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > bytesMax) return resolve(null)
    const parts: Buffer[] = []
    let bytes = 0
    request.on('data', (part: Buffer) => {
      bytes += part.length
      if (bytes <= bytesMax) return void parts.push(part)
      request.pause()
      resolve(null)
    })
    request.on('end', () => resolve(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)))
    request.on('error', reject)
  })
}

/** 200 and a word. */
export function answerPlain(response: ServerResponse, text: string): void {
  response.writeHead(200, [...PLAIN_HEADERS, 'content-length', String(Buffer.byteLength(text))]).end(text)
}

/** Names and values in turn: the form that Node writes out as it stands. */
const PLAIN_HEADERS = [
  ...['content-type', 'text/plain; charset=utf-8'],
  ...['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ...['x-content-type-options', 'nosniff'],
]

/** A refusal; what of the request was not read is not waited for. */
export function answerProblem(response: ServerResponse, problem: Problem, requestId: string): void {
  const text = JSON.stringify(problem)
  response
    .writeHead(problem.status, {
      ...SECURITY_HEADERS,
      'content-type': 'application/problem+json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      'x-request-id': requestId,
      ...(response.req.complete ? {} : { connection: 'close' }),
    })
    .end(text)
}
