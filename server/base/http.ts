import type { AnyContractProcedure, InferSchemaInput, InferSchemaOutput } from '@orpc/contract'
import { OpenAPIHandler } from '@orpc/openapi/fastify'
import { type AnyRouter, implement } from '@orpc/server'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { assert } from '#core/base/assert.ts'
import type { Allow, EndpointMeta } from '#core/base/endpoint.ts'
import type { Language } from '#core/base/language.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { atLeast, type Role } from '#core/workspace/role.ts'
import { cleanInput } from '#server/base/clean.ts'
import { compress } from '#server/base/compress.ts'
import { newId } from '#server/base/id.ts'
import type { Log } from '#server/base/log.ts'
import { httpAnswered } from '#server/base/metrics.ts'
import {
  bodyOfThrown,
  callerLanguage,
  problemOfError,
  sendProblem,
  sendRefusal,
  throwable,
  throwableOfError,
} from '#server/base/problem.ts'

/** A member at work: which workspace, and with which rights. */
export type Seat = { readonly workspaceId: string; readonly memberId: string; readonly role: Role }
export type Person = { readonly id: string; readonly name: string; readonly email: string }

/** Who calls, and how to answer them. */
export type Caller = {
  readonly requestId: string
  readonly ip: string
  readonly language: Language
  readonly headers: Headers
  readonly setCookie: (cookie: string) => void
  /** The browser shall keep nothing of what it was shown. */
  readonly forgetShown: () => void
  readonly person: Person | null
  readonly seat: Seat | null
}
export type Seated = Caller & { readonly person: Person; readonly seat: Seat }
/** Reads the session of a request; the sign-in part of the house gives it. */
export type Identify = (
  headers: Headers,
) => Promise<{ readonly person: Person; readonly seat: Seat | null } | null>

/** What a handler gets: the body after its schema, defaults filled in. */
type Input<E extends AnyContractProcedure> = InferSchemaOutput<NonNullable<E['~orpc']['inputSchema']>>
/** What a handler gives: the reply before its schema, which lets only declared fields out. */
type Output<E extends AnyContractProcedure> = InferSchemaInput<NonNullable<E['~orpc']['outputSchema']>>

const JSON_BYTES_MAX = 2_500_000
/** The largest file that WhatsApp takes, and the form around it. */
const UPLOAD_BYTES_MAX = 100 * 1024 * 1024 + 64 * 1024
const REQUEST_TIMEOUT_MS = 30_000
const HEADER_BYTES_MAX = 16_384
const HEADERS_TIMEOUT_MS = 20_000
/** How often the times above are looked at: a request is over at most this much later. */
const TIMEOUTS_EVERY_MS = 2000
const KEEP_ALIVE_MS = 65_000

/** Answers an endpoint that needs a seat in a workspace. The guard has checked role and seat before. */
export function on<E extends AnyContractProcedure>(
  endpoint: E,
  answer: (input: Input<E>, caller: Seated) => Promise<Output<E> | Refusal>,
) {
  return onOpen(endpoint, (input, caller) => {
    const { person, seat } = caller
    assert(person && seat, 'the guard lets nobody in without a seat')
    return answer(input, { ...caller, person, seat })
  })
}

/** Answers an endpoint that anyone may call, or anyone who is signed in. */
export function onOpen<E extends AnyContractProcedure>(
  endpoint: E,
  answer: (input: Input<E>, caller: Caller) => Promise<Output<E> | Refusal>,
) {
  const { allow } = endpoint['~orpc'].meta as EndpointMeta
  assert(allow, 'every endpoint says who may call it')
  return implement(endpoint as AnyContractProcedure)
    .$context<Caller>()
    .handler(async ({ input, context }) => {
      const no = forbids(allow, context)
      const result = no ?? (await answer(input as Input<E>, context))
      if (isRefusal(result)) throw throwable(result, context)
      return result
    })
}

function forbids(allow: Allow, { person, seat }: Caller): Refusal | undefined {
  if (allow === 'public') return undefined
  if (!person) return refuse('not-signed-in')
  if (allow === 'member') return undefined
  if (!seat || !atLeast(seat.role, allow)) return refuse('not-allowed')
  return undefined
}

/** The one place where the web framework is set up; others are given its `app`. */
export function openHttp(log: Log, trustProxy: false | number | readonly string[]): FastifyInstance {
  const tell = (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
    sendProblem(reply, problemOfError(error, callerLanguage(request), request.id, log))
  const app = Fastify({
    logger: false,
    // an address that cannot be read meets neither hook nor route
    frameworkErrors: (error, request, reply) => {
      greet(request, reply)
      tell(error, request, reply)
    },
    trustProxy: trusted(trustProxy),
    bodyLimit: JSON_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle' as const,
    routerOptions: { maxParamLength: 2000 },
    http: {
      maxHeaderSize: HEADER_BYTES_MAX,
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUTS_EVERY_MS,
    },
    genReqId: () => newId(),
  })
  let hasTold = trustProxy !== false
  app.addHook('onRequest', async (request, reply) => {
    if (!hasTold && request.headers['x-forwarded-for']) {
      hasTold = true
      log.warn(
        'requests come through a proxy, but TRUST_PROXY is off: everybody counts as one caller, and https is not seen',
      )
    }
    greet(request, reply)
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = ROUTES.get(request) ?? request.routeOptions.url ?? 'none'
    httpAnswered(route, reply.statusCode, reply.elapsedTime)
  })
  app.setErrorHandler(tell)
  return app
}

/** What every answer carries, whatever it says. */
function greet(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id)
  reply.headers(SECURITY_HEADERS)
  if (request.protocol === 'https') reply.header('strict-transport-security', 'max-age=31536000')
}

/** The pattern of the contract that a request met, for the figures: the framework knows all of them by one. */
const ROUTES = new WeakMap<FastifyRequest, string>()

/**
 * So many proxies in front of us, or the ones at these addresses; nobody else may say who the caller is. Hop 0 is who speaks to us: with
 * one proxy it is believed, and what stands in the header before its own word is the caller's.
 */
function trusted(
  proxies: false | number | readonly string[],
): boolean | string[] | ((address: string, hop: number) => boolean) {
  if (typeof proxies === 'number') return (_address, hop) => hop < proxies
  return proxies === false ? false : [...proxies]
}

export const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self' ws: wss:; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(self)',
}

/** An answer of the API is for one person and one moment: nobody keeps it, and whoever does all the same is told by what it differs. */
const API_HEADERS = {
  'cache-control': 'no-store',
  vary: 'accept-encoding, accept-language, cookie, origin, sec-fetch-site',
}

type ApiParts = {
  readonly identify: Identify
  readonly log: Log
  /** Our own address, whatever name a proxy in front calls us by. */
  readonly publicUrl: string
}

/** Mounts the contract: sessions, origin check, guard, problem+json. */
export function serveApi(app: FastifyInstance, routes: AnyRouter, parts: ApiParts): void {
  const { identify, log, publicUrl } = parts
  const handler = new OpenAPIHandler(routes, {
    customErrorResponseBodyEncoder: bodyOfThrown,
    clientInterceptors: [
      async ({ next, context, ...asked }) => {
        try {
          return await next({ ...asked, context, input: cleanInput(asked.input) })
        } catch (error) {
          throw throwableOfError(error, context as Caller, log)
        }
      },
    ],
  })
  const guard = guardOf(routes)
  const callers = new WeakMap<FastifyRequest, Caller>()
  app.removeContentTypeParser('multipart/form-data')
  app.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null, undefined))
  // Before any body is read: whoever may not come in shall not cost us memory, nor learn what a right body looks like.
  const admit = async (request: FastifyRequest, reply: FastifyReply) => {
    reply.headers(API_HEADERS)
    const language = callerLanguage(request)
    if (isForeignOrigin(request, publicUrl)) return sendRefusal(reply, refuse('wrong-origin'), language)
    const headers = headersOf(request)
    const who = await identify(headers)
    const caller: Caller = {
      requestId: request.id,
      ip: request.ip,
      language,
      headers,
      setCookie: (cookie) => void reply.header('set-cookie', cookie), // the framework adds each to those before
      forgetShown: () => void reply.header('clear-site-data', '"cache"'),
      person: who?.person ?? null,
      seat: who?.seat ?? null,
    }
    const no = guard(request, caller) ?? oversized(request)
    if (no) return sendRefusal(reply, no, language)
    callers.set(request, caller)
  }
  app.all('/api/*', { onRequest: admit, onSend: [nameProblem, compress] }, async (request, reply) => {
    const context = callers.get(request)
    assert(context, 'every request was admitted')
    const { matched } = await handler.handle(request, reply, { context })
    if (!matched) return sendRefusal(reply, refuse('not-found'), context.language)
    return reply
  })
}

type Guard = (request: FastifyRequest, caller: Caller) => Refusal | undefined

/** Who may call which address, read from the routes themselves; an address that is none is nobody's to guard. */
function guardOf(routes: AnyRouter): Guard {
  const doors = Object.values(routes as Record<string, Record<string, AnyContractProcedure>>)
    .flatMap((procedures) => Object.values(procedures))
    .map((procedure) => {
      const { route, meta } = procedure['~orpc']
      const path = route.path?.replace(/\{\w+\}/g, '[^/]*')
      return {
        ...{ name: route.path ?? '', method: route.method, path: new RegExp(`^${path}/?$`) },
        allow: (meta as EndpointMeta).allow,
      }
    })
  return (request, caller) => {
    const [path = ''] = request.url.split('?')
    const door = doors.find((one) => one.method === request.method && one.path.test(path))
    if (door) ROUTES.set(request, door.name)
    return door && forbids(door.allow, caller)
  }
}

/** A file comes whole and says how long it is: what is larger, or does not say so, is not read at all. */
function oversized({ headers }: FastifyRequest): Refusal | undefined {
  if (!/^\s*multipart\//i.test(headers['content-type'] ?? '')) return undefined
  const length = Number(headers['content-length'] ?? Number.NaN)
  return length <= UPLOAD_BYTES_MAX ? undefined : refuse('too-large', { max: '100 MB' })
}

/** What the contract's library answers as plain JSON goes out as a problem when it is one (RFC 9457). */
async function nameProblem(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const type = String(reply.getHeader('content-type') ?? '')
  if (reply.statusCode >= 400 && type.startsWith('application/json')) reply.type('application/problem+json')
}

/** A browser's request that changes something must come from our own pages. Without `Origin` it is no browser. */
function isForeignOrigin(request: FastifyRequest, publicUrl: string): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false
  const { origin } = request.headers
  if (origin === undefined) return request.headers['sec-fetch-site'] === 'cross-site'
  if (origin === publicUrl) return false
  return !URL.canParse(origin) || new URL(origin).host !== request.host
}

export function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') headers.set(name, value)
  }
  headers.set('x-client-ip', request.ip)
  return headers
}
