import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { WebSocket } from 'ws'
import type { LiveSay } from '#core/base/event.ts'
import type { Bus } from '#server/base/bus.ts'
import { type Db, openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { type Live, openLive } from '#server/base/live.ts'
import { createLog } from '#server/base/log.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { openClient } from '../../test/rows.ts'
import { timeOf } from '../../test/time.ts'

const log = createLog({ level: 'error', pretty: false, sink: process.stderr })
let database: TestDatabase
let client: Client
let db: Db

before(async () => {
  database = await createTestDatabase()
  client = await openClient(database)
  db = openDb({ connection: database.connection, max: 4, sees: 'all', name: 'test', patience: 3000 })
})
after(async () => {
  await db[Symbol.asyncDispose]()
  await client.end()
  await database[Symbol.asyncDispose]()
})

/** A hub behind a port of its own, and a bus that calls when the test says so. */
async function openHub(recheck: () => Promise<boolean> = async () => true) {
  const workspaceId = newId()
  const hearers = new Set<(workspaceId: string) => void>()
  const bus: Bus = {
    call: () => undefined,
    listen: (_, hear) => {
      hearers.add(hear)
      return () => hearers.delete(hear)
    },
    [Symbol.asyncDispose]: async () => undefined,
  }
  const live: Live = openLive(db, bus, log)
  const server: Server = createServer()
  server.on('upgrade', (request, socket, head) =>
    live.upgrade(request, socket, head, { userId: newId(), name: 'Rina', workspaceId }, recheck),
  )
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    ...{ live, server, workspaceId },
    wake: () => {
      for (const hear of hearers) hear(workspaceId)
    },
    connect: async () => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}`)
      const heard: LiveSay[] = []
      socket.on('message', (data) => heard.push(JSON.parse(String(data))))
      socket.on('error', () => undefined) // the hub hung up
      return { socket, heard, opened: once(socket, 'open') }
    },
    async [Symbol.asyncDispose]() {
      await live[Symbol.asyncDispose]()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function write(workspaceId: string, count: number): Promise<number> {
  const { rows } = await client.query(
    `with fresh as (insert into event (workspace_id, kind, ids)
       select $1, 'chat.changed', jsonb_build_array(n::text) from generate_series(1, $2::int) n returning seq)
     select max(seq)::int as last from fresh`,
    [workspaceId, count],
  )
  return rows[0].last
}

function seqsOf(heard: readonly LiveSay[]): number[] {
  return heard.flatMap((say) => (say.type === 'events' ? say.events.map(({ seq }) => seq) : []))
}

async function until(attempt: () => boolean): Promise<void> {
  for (const late = performance.now() + 10_000; !attempt(); await sleep(10))
    if (performance.now() > late) return
}

test('a wake-up before the browser asked brings no old facts, and the next fact comes at once', async () => {
  await using hub = await openHub()
  await write(hub.workspaceId, 2000)
  const { socket, heard, opened } = await hub.connect()
  await opened
  hub.wake()
  await sleep(50)
  socket.send('{"after":null}')
  await until(() => heard.some(({ type }) => type === 'refetch'))
  const facts = () => heard.map(({ type }) => type).filter((type) => type !== 'online')
  assert.deepEqual(facts(), ['refetch'])
  const last = await write(hub.workspaceId, 1)
  hub.wake()
  await until(() => facts().length > 1)
  assert.deepEqual(seqsOf(heard), [last])
})

test('a burst of more facts than one read holds is told whole by one wake-up', async () => {
  await using hub = await openHub()
  await write(hub.workspaceId, 300)
  const { socket, heard, opened } = await hub.connect()
  await opened
  socket.send('{"after":null}')
  await until(() => heard.length > 0)
  const last = await write(hub.workspaceId, 3000)
  hub.wake()
  await until(() => seqsOf(heard).includes(last))
  assert.deepEqual(
    seqsOf(heard),
    Array.from({ length: 3000 }, (_, n) => last - 2999 + n),
  )
})

test('after a burst beyond all measure browsers read everything afresh', async () => {
  await using hub = await openHub()
  const { socket, heard, opened } = await hub.connect()
  await opened
  socket.send('{"after":null}')
  await until(() => heard.length > 0)
  const burst = await write(hub.workspaceId, 30_000)
  hub.wake()
  await until(() => heard.filter(({ type }) => type === 'refetch').length > 1)
  assert.deepEqual(heard.at(-1), { type: 'refetch', seq: burst })
  const last = await write(hub.workspaceId, 1)
  hub.wake()
  await until(() => seqsOf(heard).includes(last))
  assert.equal(seqsOf(heard).at(-1), last)
  assert.equal(new Set(seqsOf(heard)).size, seqsOf(heard).length)
})

test('a fact whose wake-up call was lost is told within some seconds', async () => {
  await using hub = await openHub()
  const { socket, heard, opened } = await hub.connect()
  await opened
  socket.send('{"after":null}')
  await until(() => heard.length > 0)
  const last = await write(hub.workspaceId, 1)
  await until(() => seqsOf(heard).includes(last))
  assert.deepEqual(seqsOf(heard), [last])
})

test('a browser that left before it asked takes nobody else out of the room', async () => {
  await using hub = await openHub()
  const early = await hub.connect()
  await early.opened
  const gone = await hub.connect()
  await gone.opened
  gone.socket.terminate()
  await until(() => hub.live.count() === 1)
  const other = await hub.connect()
  await other.opened
  other.socket.send('{"after":null}')
  await until(() => other.heard.length > 0)
  early.socket.send('{"after":null}')
  await until(() => early.heard.length > 0)
  const last = await write(hub.workspaceId, 1)
  hub.wake()
  await until(() => seqsOf(other.heard).includes(last) && seqsOf(early.heard).includes(last))
  assert.deepEqual([seqsOf(other.heard), seqsOf(early.heard)], [[last], [last]])
})

test('the end waits a second at most for a browser that sleeps, and lets nobody in any more', async () => {
  await using hub = await openHub()
  const sleeper = await hub.connect()
  await sleeper.opened
  sleeper.socket.pause()
  const took = await timeOf(async () => {
    await hub.live[Symbol.asyncDispose]()
    const closed = new Promise((resolve) => hub.server.close(resolve))
    const late = await hub.connect().catch(() => null)
    late?.opened.catch(() => undefined) // the door is shut
    await Promise.race([closed, sleep(10_000, undefined, { ref: false })])
  })
  assert.ok(took < 2000, `${took} ms`)
  await until(() => hub.live.count() === 0)
  assert.equal(hub.live.count(), 0)
})

test('a browser that comes while the house stops is refused', async () => {
  await using hub = await openHub()
  await hub.live[Symbol.asyncDispose]()
  const { socket, opened } = await hub.connect()
  opened.catch(() => undefined) // it is refused
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
  assert.equal(response.statusCode, 503)
  socket.terminate()
})

test('seats are checked again by one round at a time', async () => {
  let together = 0
  let most = 0
  await using hub = await openHub(async () => {
    most = Math.max(most, ++together)
    await sleep(5000)
    together--
    return true
  })
  const { opened } = await hub.connect()
  await opened
  await sleep(9000)
  assert.equal(most, 1)
})
