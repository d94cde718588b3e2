import { createHmac } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SimThread, SimWorld } from '#core/whatsapp/sim-view.ts'
import { readConfig } from '#server/base/config.ts'
import { createLog } from '#server/base/log.ts'
import { type House, open } from '#server/main.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

/** The whole product for a test: its own port, data folder and database, spoken to over HTTP as anyone would. */
export type Rig = {
  readonly url: string
  readonly house: House
  readonly database: TestDatabase
  readonly dataDir: string
  readonly env: Readonly<Record<string, string>>
  /** A new visitor with cookies of their own. */
  readonly visitor: () => Visitor
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

export type Answer<T> = { readonly status: number; readonly body: T; readonly headers: Headers }
export type Visitor = {
  readonly call: <T = Loose>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answer<T>>
  readonly cookies: Map<string, string>
}
/** A body of which a test reads what it asserts. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads foreign JSON by name and asserts what it finds
export type Loose = any

const PATIENCE_MS = 15_000

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return address.port
}

export async function openRig(extra: Readonly<Record<string, string>> = {}): Promise<Rig> {
  const database = await createTestDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'wetalk-rig-'))
  const port = await freePort()
  const env = {
    PORT: String(port),
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    LOG_LEVEL: 'error',
    ...extra,
  }
  const config = readConfig(env)
  const house = await open(config, createLog({ level: config.logLevel, pretty: false, sink: process.stderr }))
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    house,
    database,
    dataDir,
    env,
    visitor: () => visitorOf(url),
    async [Symbol.asyncDispose]() {
      await house.close()
      await database[Symbol.asyncDispose]()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Someone who talks to the product over HTTP and keeps its cookies. */
export function visitorOf(url: string, always: Readonly<Record<string, string>> = {}): Visitor {
  const cookies = new Map<string, string>()
  return {
    cookies,
    async call(method, path, body, headers = {}) {
      const isForm = body instanceof FormData
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          ...always,
          ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      })
      for (const cookie of response.headers.getSetCookie()) {
        const [pair = ''] = cookie.split(';')
        const at = pair.indexOf('=')
        if (/max-age=0/i.test(cookie)) cookies.delete(pair.slice(0, at))
        else cookies.set(pair.slice(0, at), pair.slice(at + 1))
      }
      const text = await response.text()
      return { status: response.status, headers: response.headers, body: parse(text) as Loose }
    },
  }
}

/** The customer's side: a phone in the simulated world of a workspace. */
export type Phone = {
  readonly numberId: string
  readonly customerId: string
  readonly say: (what: Record<string, unknown>) => Promise<Loose>
  readonly text: (text: string) => Promise<Loose>
  readonly thread: () => Promise<SimThread>
  /** Waits until the newest bubbles from the business include this text. */
  readonly hears: (part: string) => Promise<Loose>
  readonly control: (method: string, path: string, body?: unknown) => Promise<Loose>
  /** A call to the simulated world with its key, as it is. */
  readonly raw: (path: string, init: RequestInit & { headers?: Record<string, string> }) => Promise<Response>
}

export async function phoneOf(
  rig: Pick<Rig, 'url'>,
  owner: Visitor,
  customer = 0,
  number = 0,
): Promise<Phone> {
  const { body } = await owner.call('GET', '/api/simulator')
  const { world } = body
  return await phoneIn({ ...world, url: `${rig.url}${world.url}` }, customer, number)
}

/** A phone in a world whose key one has; `url` is the simulator's base URL. */
export async function phoneIn(
  world: { readonly url: string; readonly id: string; readonly key: string },
  customer = 0,
  number = 0,
): Promise<Phone> {
  const raw: Phone['raw'] = (path, init) =>
    fetch(`${world.url}/worlds/${world.id}${path}`, {
      ...init,
      headers: { ...init.headers, 'x-world-key': world.key },
    })
  const control = async (method: string, path: string, sent?: unknown): Promise<Loose> => {
    const response = await raw(path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
    })
    return parse(await response.text())
  }
  const view = (await control('GET', '')) as SimWorld
  const numberId = view.numbers[number]?.id ?? ''
  const customerId = view.customers[customer]?.id ?? ''
  const path = `/threads/${numberId}/${customerId}`
  const phone: Phone = {
    numberId,
    customerId,
    control,
    raw,
    say: (what) => control('POST', `${path}/say`, what),
    text: (text) => control('POST', `${path}/say`, { kind: 'text', text }),
    thread: () => control('GET', path),
    hears: (part) =>
      until(`the phone hears “${part}”`, async () => {
        const thread = await control('GET', path)
        return thread.bubbles.findLast(
          (bubble: Loose) => bubble.from === 'business' && JSON.stringify(bubble).includes(part),
        )
      }),
  }
  return phone
}

/** Tries until it gives something, and says what did not come. */
export async function until<T>(
  what: string,
  attempt: () => Promise<T | undefined | null | false>,
  patience = PATIENCE_MS,
): Promise<T> {
  const late = performance.now() + patience
  for (;;) {
    const got = await attempt()
    if (got) return got
    if (performance.now() > late) throw new Error(`did not happen: ${what}`)
    await sleep(25)
  }
}

/** A webhook body signed as Meta signs it. */
export function signed(body: string | Buffer, secret: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text // some answers are plain words
  }
}
