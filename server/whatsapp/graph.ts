import type { JsonObject } from '#core/base/json.ts'
import { isObject, parseForeign } from '#core/base/json.ts'
import { type Refusal, refuse } from '#core/base/refusal.ts'
import { type GraphAnswer, isPassing } from '#core/whatsapp/fault.ts'
import { hear, keyOf, mediumPlace, type Provider, speak } from '#core/whatsapp/provider.ts'
import { DoorFailure } from '#server/base/door-failure.ts'
import type { Door, DoorAnswer } from '#server/base/fetch.ts'
import { graphAnswered } from '#server/base/metrics.ts'

/**
 * A Graph endpoint and the right to use it: a base URL and a token. `provider` says whose words are spoken there; callers
 * speak and hear Graph's.
 */
export type Graph = {
  readonly door: Door
  readonly provider: Provider
  readonly base: string
  readonly version: string
  readonly token: string
}

/** The status of a call that the provider has nothing for; it was not made (HTTP: Not Implemented). */
const NOT_OFFERED = 501
export const CALL_TIMEOUT_MS = 10_000
export const UPLOAD_TIMEOUT_MS = 100_000
const ANSWER_BYTES_MAX = 1_000_000

/** Posts a message, once. Never throws: what happened, or that we do not know, is the answer. */
export async function postMessage(graph: Graph, graphId: string, body: JsonObject): Promise<GraphAnswer> {
  return await call(graph, 'messages', {
    method: 'POST',
    path: `${graphId}/messages`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    timeoutMs: CALL_TIMEOUT_MS,
  })
}

export async function readNode(graph: Graph, id: string, fields: string): Promise<GraphAnswer> {
  return await call(graph, 'node', {
    method: 'GET',
    path: `${id}?fields=${encodeURIComponent(fields)}`,
    timeoutMs: CALL_TIMEOUT_MS,
  })
}

const PAGE = 100
/** Pages of one list that are read: 2,000 nodes, far beyond what an account may have. */
const PAGES_MAX = 20

/** Every node of a list, all pages; or the answer that was no success. */
export async function readAll(
  graph: Graph,
  edge: string,
  fields: string,
): Promise<{ readonly nodes: readonly JsonObject[] } | GraphAnswer> {
  const nodes: JsonObject[] = []
  let after = ''
  for (let page = 0; page < PAGES_MAX; page++) {
    const path = `${edge}?fields=${encodeURIComponent(fields)}&limit=${PAGE}${after && `&after=${encodeURIComponent(after)}`}`
    const answer = await call(graph, 'list', { method: 'GET', path, timeoutMs: CALL_TIMEOUT_MS })
    const body = isObject(answer.body) ? answer.body : {}
    if (answer.status !== 200 || !Array.isArray(body.data)) return answer
    nodes.push(...body.data.filter(isObject).map((node) => node as JsonObject))
    const next = nextPage(body.paging)
    if (next === null) break
    after = next
  }
  return { nodes }
}

/** The cursor of the page after this one; null: it was the last. */
function nextPage(paging: unknown): string | null {
  if (!isObject(paging) || typeof paging.next !== 'string' || !isObject(paging.cursors)) return null
  const { after } = paging.cursors
  return typeof after === 'string' ? after : null
}

/** Meta's codes for a field that it does not tell of this node: an older version, or a limit that is not set yet. */
const FIELD_CODES: ReadonlySet<number> = new Set([100, 131_059])

/** Whether asking again for fewer fields may help; a token that is over or a trouble of Meta's is the same for all fields. */
export function isFieldRefused(answer: GraphAnswer): boolean {
  const error = answer.status === null || isPassing(answer) ? undefined : graphError(answer)
  return error !== undefined && FIELD_CODES.has(error.code)
}

/** Changes something at Meta: a node, or what hangs at its edge. */
export async function postNode(graph: Graph, path: string, body: JsonObject): Promise<GraphAnswer> {
  return await call(graph, 'change', {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    timeoutMs: CALL_TIMEOUT_MS,
  })
}

/** Subscribes the token's app to the account, its messages to our own address (Meta: override_callback_uri). */
export async function subscribe(
  graph: Graph,
  wabaId: string,
  callback: string,
  verifyToken: string,
): Promise<GraphAnswer> {
  return await call(graph, 'subscribed_apps', {
    method: 'POST',
    path: `${wabaId}/subscribed_apps`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ override_callback_uri: callback, verify_token: verifyToken }),
    timeoutMs: CALL_TIMEOUT_MS,
  })
}

/**
 * Sets the app's own webhook (Meta: app subscriptions): the news that an account's subscription does not redirect come
 * there, and its fields hold for all. Spoken with the app's token, `app id|app secret`.
 */
export async function subscribeApp(
  graph: Graph,
  appId: string,
  hook: { readonly callback: string; readonly verifyToken: string; readonly fields: readonly string[] },
): Promise<GraphAnswer> {
  return await postNode(graph, `${appId}/subscriptions`, {
    object: 'whatsapp_business_account',
    callback_url: hook.callback,
    verify_token: hook.verifyToken,
    fields: hook.fields.join(','),
  })
}

/** What Meta says of a token; asked with the app's token where it is known, else with the token itself. */
export async function debugToken(graph: Graph, token: string): Promise<GraphAnswer> {
  return await call(graph, 'debug_token', {
    method: 'GET',
    path: `debug_token?input_token=${encodeURIComponent(token)}`,
    timeoutMs: CALL_TIMEOUT_MS,
  })
}

/** A list that hangs at a node, its first page. */
export async function readEdge(graph: Graph, path: string): Promise<GraphAnswer> {
  return await call(graph, 'edge', { method: 'GET', path, timeoutMs: CALL_TIMEOUT_MS })
}

/** Uploads a file for one number; Meta keeps it for 30 days. */
export async function uploadMedia(
  graph: Graph,
  graphId: string,
  file: { readonly name: string; readonly mime: string; readonly body: Buffer },
): Promise<GraphAnswer> {
  const boundary = `wetalk${crypto.randomUUID()}`
  const part = (headers: string, content: string | Buffer) => [
    Buffer.from(`--${boundary}\r\n${headers}\r\n\r\n`),
    typeof content === 'string' ? Buffer.from(content) : content,
    Buffer.from('\r\n'),
  ]
  const name = file.name.replace(/[^\w. -]/g, '_')
  const body = Buffer.concat([
    ...part('content-disposition: form-data; name="messaging_product"', 'whatsapp'),
    ...part('content-disposition: form-data; name="type"', file.mime),
    ...part(
      `content-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${file.mime}`,
      file.body,
    ),
    Buffer.from(`--${boundary}--\r\n`),
  ])
  return await call(graph, 'media', {
    method: 'POST',
    path: `${graphId}/media`,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body,
    timeoutMs: UPLOAD_TIMEOUT_MS,
  })
}

export type GraphCall = {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer
  readonly timeoutMs: number
}

/** One call with the token, once; `name` is what its time is counted under. Never throws for what the other side does. */
export async function call(
  graph: Graph,
  name: string,
  { method, path, headers = {}, body, timeoutMs }: GraphCall,
): Promise<GraphAnswer> {
  const startedAt = performance.now()
  const asking = { method, path, ...(body === undefined ? {} : { body }) }
  const spoken = speak(graph.provider, graph, asking)
  if (!spoken) return { status: NOT_OFFERED, body: undefined }
  try {
    const answer = await graph.door({
      url: spoken.url,
      method,
      headers: { ...spoken.headers, accept: 'application/json', ...headers },
      ...(spoken.body === undefined ? {} : { body: spoken.body as string | Buffer }),
      timeoutMs,
      bytesMax: ANSWER_BYTES_MAX,
    })
    graphAnswered(name, answer.status, performance.now() - startedAt)
    const retryAfter = answer.headers['retry-after']
    const date = answer.headers.date
    const body = parseForeign(answer.body.toString('utf8'))
    return {
      ...hear(graph.provider, asking, { status: answer.status, body }),
      ...(typeof retryAfter === 'string' ? { retryAfter } : {}),
      ...(typeof date === 'string' ? { date } : {}),
    }
  } catch (error) {
    if (!(error instanceof DoorFailure)) throw error
    graphAnswered(name, 0, performance.now() - startedAt)
    return { status: null, body: undefined, failure: error.failure, ...(error.wrote ? {} : { unsent: true }) }
  }
}

/** The medium at an address that the endpoint gave, with the token that opens it. Throws as the door does. */
export async function fetchMedium(
  { door, provider, base, token }: Graph,
  url: string,
  limits: { readonly timeoutMs: number; readonly bytesMax: number },
): Promise<DoorAnswer> {
  return await door({ url: mediumPlace(provider, base, url), headers: keyOf(provider, token), ...limits })
}

/** The error object of a Graph answer, as people read it. */
export function graphError({
  body,
  status,
  failure,
}: GraphAnswer): { code: number; reason: string } | undefined {
  const error = isObject(body) && isObject(body.error) ? body.error : undefined
  if (error) {
    const details = isObject(error.error_data) ? error.error_data.details : undefined
    const reason = details ?? error.error_user_msg ?? error.message ?? 'error'
    const code = Number(error.code)
    return { code: Number.isFinite(code) ? code : (status ?? 0), reason: String(reason) }
  }
  if (status !== null && status < 300) return undefined
  return { code: status ?? 0, reason: failure ?? `HTTP ${status}` }
}

/** Why a call to the Graph endpoint was no success, as people read it; null when it was one. */
export function refusalOf(graph: Graph, answer: GraphAnswer): Refusal | null {
  if (answer.status === null) {
    const forbidden = answer.failure === 'forbidden'
    return forbidden
      ? refuse('url-forbidden', { reason: graph.base })
      : refuse('graph-unreachable', { url: graph.base })
  }
  if (answer.status === NOT_OFFERED) return refuse('provider-lacks')
  const error = graphError(answer)
  return error ? refuse(isPassing(answer) ? 'graph-busy' : 'graph-refused', { ...error }) : null
}
