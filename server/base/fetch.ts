import { createHash } from 'node:crypto'
import { lookup as dnsLookup, type LookupAddress } from 'node:dns'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { IncomingHttpHeaders } from 'node:http'
import type { LookupFunction } from 'node:net'
import { isIP } from 'node:net'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Agent, buildConnector, type Dispatcher } from 'undici'
import { forbiddenReason, hostOf, isPublicAddress, portOf, readUrl } from '#server/base/address.ts'
import { DoorFailure, failureOf } from '#server/base/door-failure.ts'
import { egressBlocked } from '#server/base/metrics.ts'

export type DoorRequest = {
  readonly url: string
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer | Readable
  /** For the whole of it, redirects included. */
  readonly timeoutMs?: number
  /** For the beginning of its answer. */
  readonly answerMs?: number
  readonly bytesMax?: number
  /** How many redirects are followed; by default none, and the redirect itself is the answer. */
  readonly redirects?: 0 | 1 | 2 | 3
}
type DoorHead = { readonly status: number; readonly headers: IncomingHttpHeaders }
export type DoorAnswer = DoorHead & { readonly body: Buffer }
type DoorStream = DoorHead & { readonly body: Readable }
type Download = DoorHead & { readonly bytes: number; readonly sha256: string }

/** Asks somebody outside and waits for the whole answer; throws `DoorFailure` when there is none. */
export type Door = (request: DoorRequest) => Promise<DoorAnswer>
export type OutboundDoor = Door & {
  /** The same, with the body as a stream; whoever takes it reads or destroys it. */
  readonly stream: (request: DoorRequest) => Promise<DoorStream>
  /** The body into a new file; there is no file when the status is not 2xx or the body does not end well. */
  readonly download: (request: DoorRequest, file: string) => Promise<Download>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

type DoorOptions = {
  /** `host:port` that may be visited although private. */
  readonly allow: readonly string[]
  readonly userAgent: string
  /** How names become addresses; every address is judged, at every connection anew. */
  readonly lookup?: LookupFunction
}

const TIMEOUT_MS = 10_000
const CONNECT_TIMEOUT_MS = 5_000
const BYTES_MAX = 1_000_000
const HEADER_BYTES_MAX = 16_384
export const CONNECTIONS_PER_HOST_MAX = 256
const KEEP_ALIVE_MS = 10_000

/**
 * The one way out of the server. Public addresses on ports 80 and 443 only, checked in the socket's own name lookup, so
 * that a name cannot point elsewhere between the check and the connection; no proxy of the environment; redirects by
 * hand; caps on time and size.
 */
export function createDoor(options: DoorOptions): OutboundDoor {
  const lookup = options.lookup ?? (dnsLookup as LookupFunction)
  const allowed = new Set(options.allow.map((place) => place.toLowerCase().replace(/[[\]]/g, '')))
  const guarded = new Agent({ ...AGENT, connect: guardedConnector(lookup) })
  const open = new Agent({ ...AGENT, connect: buildConnector({ ...CONNECT, lookup }) })

  const pass = (url: URL): Agent => {
    if (allowed.has(`${hostOf(url)}:${portOf(url)}`.toLowerCase()) && isPlain(url)) return open
    const reason = forbiddenReason(url)
    if (reason !== undefined) throw new DoorFailure('forbidden', { reason })
    return guarded
  }
  const follow = async <B>(request: DoorRequest, open: (tap: Tap) => Sink<B>): Promise<Exchange<B>> => {
    const now = performance.now()
    const deadline = now + (request.timeoutMs ?? TIMEOUT_MS)
    const answerBy = Math.min(deadline, now + (request.answerMs ?? Number.POSITIVE_INFINITY))
    const headers = { 'user-agent': options.userAgent, ...lowerCased(request.headers) }
    let step: Step = {
      url: parseUrl(request.url),
      method: request.method ?? 'GET',
      headers,
      body: request.body ?? null,
    }
    for (let followed = 0; ; followed++) {
      const limits = { deadline, answerBy, bytesMax: request.bytesMax ?? BYTES_MAX }
      const exchange = await begin(pass(step.url), step, limits, open)
      const next = redirectOf(step, exchange.head)
      if (!next || !request.redirects) return exchange
      exchange.drop()
      if (followed === request.redirects)
        throw new DoorFailure('forbidden', { reason: 'too many redirects', wrote: true })
      step = next
    }
  }
  const visit = <B>(request: DoorRequest, open: (tap: Tap) => Sink<B>): Promise<Exchange<B>> =>
    follow(request, open).catch((error: unknown) => {
      if (error instanceof DoorFailure && error.failure === 'forbidden') egressBlocked(error.reason)
      throw error
    })

  const door: Door = async (request) => {
    const { head, body } = await visit(request, gather)
    return { ...head, body: await body }
  }
  return Object.assign(door, {
    stream: async (request: DoorRequest) => {
      const { head, body } = await visit(request, passOn)
      return { ...head, body }
    },
    download: async (request: DoorRequest, file: string) => {
      const { head, body } = await visit(request, passOn)
      return saveTo(file, head, body)
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([guarded.destroy(), open.destroy()])
    },
  })
}

const AGENT: Agent.Options = {
  connections: CONNECTIONS_PER_HOST_MAX,
  pipelining: 1,
  keepAliveTimeout: KEEP_ALIVE_MS,
  keepAliveMaxTimeout: 60_000,
  maxHeaderSize: HEADER_BYTES_MAX,
  headersTimeout: 0, // the deadline of the whole request rules
  bodyTimeout: 0,
}
const CONNECT = { timeout: CONNECT_TIMEOUT_MS, allowH2: false, keepAlive: true }

type Step = {
  readonly url: URL
  readonly method: NonNullable<DoorRequest['method']>
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer | Readable | null
}
type Limits = { readonly deadline: number; readonly answerBy: number; readonly bytesMax: number }
/** What becomes of an answer's body while it comes: gathered, or passed on. */
type Sink<B> = {
  readonly body: B
  /** False: not so fast. */
  readonly push: (chunk: Buffer) => boolean
  readonly end: () => void
  readonly fail: (failure: DoorFailure) => void
}
/** How a sink speaks to its connection. */
type Tap = { readonly resume: () => void; readonly abort: (error: Error | null) => void }
type Exchange<B> = { readonly head: DoorHead; readonly body: B; readonly drop: () => void }

function parseUrl(text: string): URL {
  const url = readUrl(text)
  if (url) return url
  throw new DoorFailure('forbidden', { reason: 'not an address' })
}

function isPlain(url: URL): boolean {
  return (url.protocol === 'http:' || url.protocol === 'https:') && !url.username && !url.password
}

/** Judges every address of a name when the socket asks for it; a literal never gets to `lookup`, so it is judged too. */
function guardedConnector(lookup: LookupFunction): buildConnector.connector {
  const checked: LookupFunction = (host, lookupOptions, done) => {
    lookup(host, { ...lookupOptions, all: true }, (error, found) => {
      if (error) return done(error, [])
      const addresses: LookupAddress[] = Array.isArray(found) ? found : []
      if (addresses.length === 0 || !addresses.every(({ address }) => isPublicAddress(address))) {
        return done(new DoorFailure('forbidden', { reason: 'not a public address' }), [])
      }
      return done(null, addresses)
    })
  }
  const connect = buildConnector({ ...CONNECT, lookup: checked, autoSelectFamily: true })
  return (options, done) => {
    const host = options.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) && !isPublicAddress(host)) {
      done(new DoorFailure('forbidden', { reason: 'not a public address' }), null)
      return
    }
    connect(options, done)
  }
}

/** Sends one request; resolves when the head of the answer is there. Failures know whether bytes may have left. */
function begin<B>(
  agent: Agent,
  step: Step,
  { deadline, answerBy, bytesMax }: Limits,
  open: (tap: Tap) => Sink<B>,
): Promise<Exchange<B>> {
  return new Promise((resolve, reject) => {
    let wrote = false
    let head: DoorHead | undefined
    let control: Dispatcher.DispatchController | undefined
    let bytes = 0
    let ended = false
    const abort = (error: Error | null) => {
      if (!ended) control?.abort(error ?? new DoorFailure('cut', { reason: 'not wanted any more', wrote }))
    }
    const sink = open({ resume: () => control?.resume(), abort })
    const fail = (error: Error) => {
      if (ended) return
      ended = true
      clearTimeout(timer)
      const failure = failureOf(error, { wrote, status: head?.status ?? null })
      reject(failure)
      sink.fail(failure)
    }
    const stop = (failure: DoorFailure) => {
      fail(failure)
      control?.abort(failure) // comes back as an error, which finds everything settled
    }
    const late = () => stop(new DoorFailure('timeout', { wrote, status: head?.status ?? null }))
    let timer = setTimeout(late, Math.max(1, answerBy - performance.now()))
    const { url, method, headers } = step
    const target = {
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method,
      headers,
      body: step.body,
    }
    agent.dispatch(target, {
      onRequestStart(controller) {
        // its time was over before it had a connection; a program that stood still learns it here before its timer rings
        if (ended || performance.now() >= answerBy) return controller.abort(new DoorFailure('timeout'))
        control = controller
        wrote = true
      },
      onResponseStart(_, status, answerHeaders) {
        if (status < 200) return
        head = { status, headers: answerHeaders }
        clearTimeout(timer)
        timer = setTimeout(late, Math.max(1, deadline - performance.now()))
        if (Number(answerHeaders['content-length'] ?? 0) > bytesMax && method !== 'HEAD') {
          return stop(new DoorFailure('too-large', { wrote, status }))
        }
        resolve({ head, body: sink.body, drop: () => abort(null) })
      },
      onResponseData(controller, chunk) {
        bytes += chunk.length
        if (bytes > bytesMax)
          return stop(new DoorFailure('too-large', { wrote, status: head?.status ?? null }))
        if (!sink.push(chunk)) controller.pause()
      },
      onResponseEnd() {
        ended = true
        clearTimeout(timer)
        sink.end()
      },
      onResponseError: (_, error) => fail(error),
    })
  })
}

/** The whole body at once. */
function gather(): Sink<Promise<Buffer>> {
  const chunks: Buffer[] = []
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  promise.catch(() => undefined) // who waits for it hears of it; nobody waiting must not end the program
  return {
    body: promise,
    push: (chunk) => chunks.push(chunk) > 0,
    end: () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)),
    fail: reject,
  }
}

/** The body as it comes. */
function passOn({ resume, abort }: Tap): Sink<Readable> {
  const body = new Readable({
    read: resume,
    destroy: (error, done) => {
      abort(error)
      done(error)
    },
  })
  body.on('error', () => undefined) // who reads it hears of it; nobody reading must not end the program
  return {
    body,
    push: (chunk) => body.push(chunk),
    end: () => void body.push(null),
    fail: (failure) => void body.destroy(failure),
  }
}

const CREDENTIAL_FREE = new Set(['accept', 'accept-language', 'content-type', 'user-agent'])

/** Where a redirect leads, with credentials dropped when it leaves the origin; undefined when the answer is none. */
function redirectOf(step: Step, { status, headers }: DoorHead): Step | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || typeof headers.location !== 'string') return undefined
  if (!URL.canParse(headers.location, step.url.href))
    throw new DoorFailure('forbidden', { reason: 'bad redirect', wrote: true })
  const url = new URL(headers.location, step.url.href)
  const keepsBody = status === 307 || status === 308
  const isForeign = url.origin !== step.url.origin
  if (keepsBody && step.body !== null && (isForeign || step.body instanceof Readable)) {
    throw new DoorFailure('forbidden', { reason: 'a redirect asks for the same body elsewhere', wrote: true })
  }
  const kept = Object.entries(step.headers).filter(([name]) => !isForeign || CREDENTIAL_FREE.has(name))
  const isGet = !keepsBody && step.method !== 'HEAD'
  return {
    url,
    method: isGet ? 'GET' : step.method,
    headers: Object.fromEntries(kept.filter(([name]) => keepsBody || !name.startsWith('content-'))),
    body: keepsBody ? step.body : null,
  }
}

function lowerCased(headers: DoorRequest['headers'] = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

async function saveTo(file: string, head: DoorHead, body: Readable): Promise<Download> {
  if (head.status < 200 || head.status > 299) {
    body.destroy()
    return { ...head, bytes: 0, sha256: '' }
  }
  const hash = createHash('sha256')
  let bytes = 0
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  try {
    await pipeline(body, measure, createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
      await rm(file, { force: true })
    throw error
  }
  return { ...head, bytes, sha256: hash.digest('hex') }
}
