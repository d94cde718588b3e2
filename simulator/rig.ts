import { createHmac, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CreatedWorld } from '#core/whatsapp/sim-api.ts'
import type { SimThread } from '#core/whatsapp/sim-view.ts'
import { openSimulator, type Simulator } from '#simulator/app.ts'
import { isWire, objectOf, objectsOf, textOf, type Wire } from '#simulator/wire.ts'

/** Milliseconds a test waits for something to come. */
const PATIENCE = 15_000

export type Post = {
  readonly headers: IncomingMessage['headers']
  readonly raw: string
  readonly body: Wire
  readonly at: number
}

/** A receiver of webhooks: answers the handshake, keeps what comes. */
type Receiver = {
  readonly url: string
  readonly posts: Post[]
  /** Posts that come now are answered when this is over. */
  hold: Promise<void> | null
  /** Status that posts are answered with. */
  status: number
  verifyToken: string
  /** The first post that fits, from now or before; throws when none comes in time. */
  readonly until: (fits: (post: Post) => boolean) => Promise<Post>
  readonly close: () => Promise<void>
}

export async function openReceiver(verifyToken: string): Promise<Receiver> {
  const posts: Post[] = []
  const server = createServer(async (request, reply) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://receiver')
    if (request.method === 'GET') {
      const right = searchParams.get('hub.verify_token') === receiver.verifyToken
      reply.writeHead(right ? 200 : 403).end(right ? searchParams.get('hub.challenge') : 'no')
      return
    }
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const raw = Buffer.concat(chunks).toString('utf8')
    posts.push({ headers: request.headers, raw, body: objectOf(JSON.parse(raw)), at: Date.now() })
    await receiver.hold
    reply.writeHead(receiver.status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/webhook`,
    posts,
    hold: null,
    status: 200,
    verifyToken,
    until: (fits) => eventually(() => posts.find(fits), 'the webhook'),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return receiver
}

/** Asks again and again until there is an answer. */
export async function eventually<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  what: string,
): Promise<T> {
  const ends = Date.now() + PATIENCE
  while (Date.now() < ends) {
    const found = await ask()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(`waited in vain for ${what}`)
}

export type Answer = { readonly status: number; readonly body: Wire }

/** A running simulator with one world whose webhooks come to a receiver. */
export type Rig = {
  readonly simulator: Simulator
  readonly world: CreatedWorld
  readonly receiver: Receiver
  readonly dir: string
  readonly graph: (method: string, path: string, body?: unknown) => Promise<Answer>
  readonly control: (method: string, path: string, body?: unknown) => Promise<Answer>
  readonly thread: (customer?: number, number?: number) => Promise<SimThread>
  readonly close: () => Promise<void>
}

export const ADMIN_KEY = 'the-admin-key'

export function simulatorIn(dir: string, port = 0): Promise<Simulator> {
  return openSimulator({
    dir,
    port,
    adminKey: ADMIN_KEY,
    privateLinks: true,
    now: Date.now,
    random: (length) => randomBytes(length),
    log: (message, details) => process.stderr.write(`${message} ${JSON.stringify(details)}\n`),
  })
}

export async function openRig(): Promise<Rig> {
  const dir = await mkdtemp(join(tmpdir(), 'simulator-'))
  const simulator = await simulatorIn(dir)
  const world = simulator.createWorld()
  const receiver = await openReceiver(world.verifyToken)
  const rig = rigOf(simulator, world, receiver, dir)
  const subscribed = await rig.graph('POST', `${world.wabaId}/subscribed_apps`, {
    override_callback_uri: receiver.url,
    verify_token: world.verifyToken,
  })
  if (subscribed.body.success !== true) throw new Error(JSON.stringify(subscribed.body))
  return rig
}

export function rigOf(simulator: Simulator, world: CreatedWorld, receiver: Receiver, dir: string): Rig {
  const call = async (url: string, method: string, headers: Record<string, string>, body: unknown) => {
    const json = body === undefined ? {} : { body: JSON.stringify(body) }
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const answer = await fetch(url, { method, headers: { ...headers, ...type }, ...json })
    const text = await answer.text()
    const parsed: unknown = text.startsWith('{') ? JSON.parse(text) : {}
    return { status: answer.status, body: isWire(parsed) ? parsed : {} }
  }
  const control: Rig['control'] = (method, path, body) =>
    call(`${simulator.url}/worlds/${world.id}${path}`, method, { 'x-world-key': world.key }, body)
  return {
    simulator,
    world,
    receiver,
    dir,
    control,
    graph: (method, path, body) =>
      call(`${simulator.url}/graph/v25.0/${path}`, method, { authorization: `Bearer ${world.token}` }, body),
    thread: async (customer = 0, number = 1) => {
      const { body } = await control('GET', threadPath(world, customer, number))
      return body as unknown as SimThread
    },
    close: async () => {
      await simulator.close()
      await receiver.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** The chat of a customer with a number: 0 = the test number, 1 = the real one. */
export function threadPath(world: CreatedWorld, customer = 0, number = 1): string {
  return `/threads/${world.numbers[number]?.id}/${world.customers[customer]?.id}`
}

/** Every element of `messages` or `statuses` in a webhook. */
export function updatesIn(post: Post, kind: 'messages' | 'statuses'): readonly Wire[] {
  return objectsOf(post.body.entry)
    .flatMap((entry) => objectsOf(entry.changes))
    .flatMap((change) => objectsOf(objectOf(change.value)[kind]))
}

export function hasStatus(status: string, wamid?: string): (post: Post) => boolean {
  return (post) =>
    updatesIn(post, 'statuses').some(
      (update) => update.status === status && (wamid === undefined || update.id === wamid),
    )
}

export function isSigned(post: Post, secret: string): boolean {
  const digest = createHmac('sha256', secret).update(post.raw).digest('hex')
  return post.headers['x-hub-signature-256'] === `sha256=${digest}`
}

export function wamidOf({ body }: Answer): string {
  return textOf(body.wamid) || textOf(objectOf(objectsOf(body.messages)[0]).id)
}
