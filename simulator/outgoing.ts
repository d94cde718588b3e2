import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Sim } from '#simulator/sim.ts'

/** What the receiver may say; the rest is cut. */
const ANSWER_BYTES_MAX = 65_536
const ANSWER_TIMEOUT = 10_000

export type Outgoing = {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Record<string, string>
  readonly body?: string
}

/** Status 0: no answer came, and `text` says why. Never throws. */
export type Answered = { readonly status: number; readonly text: string }

/** One call to a receiver's callback. Redirects are not followed, as Meta does not. */
export function callOut(sim: Sim, { method, url, headers, body }: Outgoing): Promise<Answered> {
  const target = URL.parse(url)
  if (!target || !/^https?:$/.test(target.protocol))
    return Promise.resolve({ status: 0, text: 'not an http URL' })
  const secure = target.protocol === 'https:'
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  return new Promise((resolve) => {
    const options = { method, headers: { ...headers, ...length }, timeout: ANSWER_TIMEOUT }
    const request = secure
      ? requestHttps(target, { ...options, agent: sim.https })
      : requestHttp(target, { ...options, agent: sim.http })
    const limit = setTimeout(() => request.destroy(new Error('timeout')), ANSWER_TIMEOUT)
    limit.unref()
    const done = (answered: Answered) => {
      clearTimeout(limit)
      resolve(answered)
    }
    request.on('response', (response) => {
      readAll(response).then(
        (text) => done({ status: response.statusCode ?? 0, text }),
        (error: Error) => done({ status: 0, text: error.message }),
      )
    })
    request.on('error', (error) => done({ status: 0, text: error.message }))
    request.end(body)
  })
}

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    if (size < ANSWER_BYTES_MAX) chunks.push(chunk)
    size += chunk.length
    if (size > 64 * ANSWER_BYTES_MAX) throw new Error('the answer is too long')
  }
  return Buffer.concat(chunks).subarray(0, ANSWER_BYTES_MAX).toString('utf8')
}
