import { contract } from 'virtual:contract'
import { createORPCClient, ORPCError } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import type { api } from '#core/api.ts'
import { isObject, type JsonObject } from '#core/base/json.ts'
import type { Verdict } from '#core/whatsapp/verdict.ts'
import { takeAsked } from '#web/base/asked.ts'
import { language } from '#web/base/i18n.ts'
import { inTurn, lineOfRequest } from '#web/base/in-turn.ts'

/** Why the server said no: `code` is a key of core's refusals, `detail` a sentence in the reader's language. */
export type Problem = {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly details: JsonObject
  readonly requestId: string
  /** The gate's whole answer, where it was the gate that said no. */
  readonly verdict: Verdict | null
}

const link = new OpenAPILink(contract, {
  url: () => location.origin,
  headers: () => ({ 'accept-language': language() }),
  fetch: async (request, init) => {
    const send = () => fetch(request, { ...init, credentials: 'same-origin' })
    const asked = request.method === 'GET' ? takeAsked(request.url.slice(location.origin.length)) : undefined
    if (asked) return plainJson(await asked.catch(send))
    const line = lineOfRequest(request.method, request.url)
    return plainJson(await (line === null ? send() : inTurn(line, send)))
  },
  customErrorResponseBodyDecoder: (body, response) =>
    new ORPCError(isObject(body) && typeof body.code === 'string' ? body.code : 'unknown', {
      status: response.status,
      message: isObject(body) && typeof body.detail === 'string' ? body.detail : '',
      data: body,
    }),
})

/** The client reads JSON by its plain name only; a problem (RFC 9457) is JSON under another. */
function plainJson(response: Response): Response {
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) return response
  const headers = new Headers(response.headers)
  headers.set('content-type', 'application/json')
  return new Response(response.body, { status: response.status, headers })
}

/** Every endpoint as a typed function: `await client.chat.markRead({ id })`. Throws; `problemOf` tells why. */
export const client: JsonifiedClient<ContractRouterClient<typeof api>> = createORPCClient(link)

/** What a failed call says; null when the server was not reached or spoke another language. */
export function problemOf(error: unknown): Problem | null {
  if (!(error instanceof ORPCError) || !isObject(error.data)) return null
  const { code, title, detail, details, requestId, verdict } = error.data
  return {
    status: error.status,
    code: typeof code === 'string' ? code : 'unknown',
    title: typeof title === 'string' ? title : '',
    detail: typeof detail === 'string' ? detail : '',
    details: isObject(details) ? (details as JsonObject) : {},
    requestId: typeof requestId === 'string' ? requestId : '',
    verdict: isObject(verdict) ? (verdict as Verdict) : null,
  }
}

/** True when the call failed because nobody is signed in, or no longer. */
export function isSignedOut(error: unknown): boolean {
  return problemOf(error)?.code === 'not-signed-in'
}
