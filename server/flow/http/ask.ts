import { ANSWER_BYTES_MAX, type HttpCall, type HttpReply } from '#core/flow/http/call.ts'
import { fieldsFrom } from '#core/flow/http/fields.ts'
import { DoorFailure } from '#server/base/door-failure.ts'
import type { Door } from '#server/base/fetch.ts'

/** An answer as it came; `body` is empty when there is none. */
export type Asked = { readonly reply: HttpReply; readonly body: string }

/** The secrets that a call names, opened; undefined: one of them is not there. */
export type OpenSecrets = (names: readonly string[]) => Promise<ReadonlyMap<string, string> | undefined>

/**
 * Makes one request through the one door outside and reads its answer. `key` is the same whenever it is made again, so
 * that a server that knows `Idempotency-Key` (IETF draft-ietf-httpapi-idempotency-key-header) does it once.
 */
export async function askOutside(
  call: HttpCall,
  key: string,
  { door, openSecrets }: { readonly door: Door; readonly openSecrets: OpenSecrets },
): Promise<Asked> {
  const began = performance.now()
  const ended = (reply: Omit<HttpReply, 'ms' | 'fields'>): Asked => ({
    reply: { ...reply, ms: Math.round(performance.now() - began), fields: {} },
    body: '',
  })
  const secrets = await openSecrets(call.headers.flatMap(({ secret }) => secret ?? []))
  if (!secrets) return ended({ result: 'failed', status: null, reason: 'secret' })
  try {
    const answer = await door({
      url: call.url,
      method: call.method,
      headers: headersOf(call, key, secrets),
      ...(call.body === null ? {} : { body: call.body }),
      timeoutMs: call.seconds * 1000,
      bytesMax: ANSWER_BYTES_MAX,
      redirects: call.method === 'GET' ? REDIRECTS_MAX : 0,
    })
    const body = new TextDecoder().decode(answer.body) // drops a byte order mark, which would be no JSON
    const { status } = answer
    const isGood = status >= 200 && status < 300
    const fields = isGood ? fieldsFrom(body, call.map) : {}
    if (!fields) return { ...ended({ result: 'failed', status, reason: 'not-json' }), body }
    const { reply } = ended({ result: isGood ? 'success' : 'failed', status })
    return { reply: { ...reply, fields }, body }
  } catch (error) {
    if (!(error instanceof DoorFailure)) throw error
    const { failure, status } = error
    return ended({ result: failure === 'timeout' ? 'timeout' : 'failed', status, reason: failure })
  }
}

const REDIRECTS_MAX = 3

function headersOf(
  { headers, method }: HttpCall,
  key: string,
  secrets: ReadonlyMap<string, string>,
): Record<string, string> {
  const own = headers.map(({ name, value, secret }) => [
    name.toLowerCase(),
    secret === undefined ? value : `${value}${secrets.get(secret) ?? ''}`,
  ])
  return {
    accept: 'application/json, text/plain;q=0.9, */*;q=0.5',
    ...(method === 'GET' ? {} : { 'idempotency-key': key }),
    ...Object.fromEntries(own),
  }
}
