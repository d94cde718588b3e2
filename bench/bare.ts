import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import pg from 'pg'
import { Agent, request } from 'undici'
import { cannedReply } from './conversation.ts'
import { APP_SECRET, numberOf } from './webhook.ts'

/**
 * The least a program must do to be compared with: check the signature, parse, store the webhook (or not), answer 200,
 * send a canned reply. No dedupe, no order, no trace, no retry. Environment: PORT, GRAPH_URL, DATABASE_URL, and STORE:
 * `none` | `single` (one insert and commit per webhook) | `batched` (what arrives together is committed together).
 */
type Heard = { readonly from: string; readonly type: string; readonly text?: { readonly body: string } }
type Store = (body: Buffer) => Promise<void>

const BATCH_MAX = 200
const FLIGHTS_MAX = 2
const POOL_MAX = 12

const { PORT = '0', GRAPH_URL = '', DATABASE_URL, STORE = 'none' } = process.env
const store = await openStore(STORE)
const graph = new Agent({ connections: 128, pipelining: 1, keepAliveTimeout: 10_000 })

createServer((incoming, outgoing) => {
  const parts: Buffer[] = []
  incoming.on('data', (part: Buffer) => parts.push(part))
  incoming.on('end', () => {
    if (incoming.method === 'GET') return void outgoing.writeHead(200).end('ready')
    const body = Buffer.concat(parts)
    if (!isSigned(incoming.headers['x-hub-signature-256'], body)) return void outgoing.writeHead(401).end()
    const heard = messagesIn(body)
    store(body).then(
      () => {
        outgoing.writeHead(200, { 'content-type': 'text/plain' }).end('ok')
        for (const message of heard) void reply(message)
      },
      () => outgoing.writeHead(503).end(),
    )
  })
}).listen(Number(PORT), '127.0.0.1')

function isSigned(header: string | string[] | undefined, body: Buffer): boolean {
  const given = Buffer.from(typeof header === 'string' ? header.slice(7) : '', 'hex')
  const right = createHmac('sha256', APP_SECRET).update(body).digest()
  return given.length === right.length && timingSafeEqual(given, right)
}

function messagesIn(body: Buffer): Heard[] {
  const { entry } = JSON.parse(body.toString('utf8')) as {
    entry: { changes: { value: { messages?: Heard[] } }[] }[]
  }
  return entry.flatMap(({ changes }) => changes.flatMap(({ value }) => value.messages ?? []))
}

async function reply(message: Heard): Promise<void> {
  const answer = await request(`${GRAPH_URL}/v25.0/${numberOf(message.from)}/messages`, {
    dispatcher: graph,
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer the-token-of-the-benchmark' },
    body: JSON.stringify(cannedReply(message)),
  })
  await answer.body.json()
}

async function openStore(kind: string): Promise<Store> {
  if (kind === 'none') return async () => undefined
  const pool = new pg.Pool({ connectionString: DATABASE_URL, max: POOL_MAX })
  await pool.query(
    'create table if not exists webhook (id bigint generated always as identity primary key, body bytea not null)',
  )
  const one = { name: 'one', text: 'insert into webhook (body) values ($1)' }
  if (kind === 'single') return async (body) => void (await pool.query({ ...one, values: [body] }))
  return batched((bodies) =>
    pool.query({
      name: 'many',
      text: 'insert into webhook (body) select * from unnest($1::bytea[])',
      values: [bodies],
    }),
  )
}

function batched(insert: (bodies: readonly Buffer[]) => Promise<unknown>): Store {
  const waiting: { body: Buffer; resolve: () => void; reject: (error: unknown) => void }[] = []
  let flights = 0
  const fly = () => {
    if (flights >= FLIGHTS_MAX || waiting.length === 0) return
    const batch = waiting.splice(0, BATCH_MAX)
    flights++
    const end = (tell: (one: (typeof batch)[number]) => void) => {
      for (const one of batch) tell(one)
      flights--
      fly()
    }
    insert(batch.map(({ body }) => body)).then(
      () => end(({ resolve }) => resolve()),
      (error: unknown) => end(({ reject }) => reject(error)),
    )
  }
  return (body) =>
    new Promise((resolve, reject) => {
      waiting.push({ body, resolve, reject })
      setImmediate(fly)
    })
}
