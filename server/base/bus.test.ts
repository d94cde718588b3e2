import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openBus } from '#server/base/bus.ts'
import { isUnavailable, openDb } from '#server/base/db.ts'
import { createLog } from '#server/base/log.ts'
import { sql } from '#server/base/sql.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'

const log = createLog({ level: 'silent', pretty: false, sink: process.stderr })
let database: TestDatabase

before(async () => {
  database = await createTestDatabase()
})
after(() => database[Symbol.asyncDispose]())

/** A way to the database that can be cut without a word: lines stay open, nothing passes. New lines pass. */
async function openWay() {
  const pairs = new Set<readonly [Socket, Socket]>()
  const { host, port, user, database: name } = connectionOf(database.url)
  const server = createServer((near) => {
    const far = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host)
    for (const socket of [near, far]) socket.on('error', () => undefined) // the other end says so too
    near.pipe(far).pipe(near)
    const pair = [near, far] as const
    pairs.add(pair)
    near.on('close', () => {
      far.destroy()
      pairs.delete(pair)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    connection: { host: '127.0.0.1', port: (server.address() as AddressInfo).port, user, database: name },
    count: () => pairs.size,
    cut: () => {
      for (const [near, far] of pairs) {
        near.unpipe()
        far.unpipe()
        near.pause()
        far.pause()
      }
    },
    [Symbol.asyncDispose]: async () => {
      for (const [near] of pairs) near.destroy()
      server.close()
    },
  }
}

function connectionOf(url: string) {
  const { hostname, port, username, pathname, searchParams } = new URL(url)
  return {
    host: searchParams.get('host') ?? hostname,
    port: Number(searchParams.get('port') ?? (port || 5432)),
    user: username,
    database: pathname.slice(1),
  }
}

test('wake-up calls come again within seconds after the line was cut without a word', async () => {
  await using way = await openWay()
  await using near = await openBus(way.connection, 'near', log)
  await using far = await openBus(database.connection, 'far', log)
  const heard: string[] = []
  near.listen('live', (workspaceId) => heard.push(workspaceId))
  far.call('live', 'before')
  for (let looks = 0; heard.length === 0 && looks < 500; looks++) await sleep(10)
  assert.deepEqual(heard, ['before'])
  way.cut()
  const cutAt = performance.now()
  for (let n = 0; heard.length === 1 && performance.now() - cutAt < 20_000; n++) {
    far.call('live', `after ${n}`)
    await sleep(100)
  }
  assert.ok(heard.length > 1, 'it never came again')
  assert.ok(performance.now() - cutAt < 12_000, `${performance.now() - cutAt} ms`)
})

test('a statement and a transaction on a line that was cut fail as “unavailable”, and the pool goes on', async () => {
  await using way = await openWay()
  const db = openDb({
    ...{ connection: way.connection, max: 1, sees: 'all', name: 'test', patience: 2000 },
    answer: 700,
  })
  try {
    await db.rows(sql`select 1`)
    way.cut()
    await assert.rejects(db.rows(sql`select 1`), isUnavailable)
    assert.deepEqual(await db.rows(sql`select 2 as n`), [{ n: 2 }])
    const cutInside = db.tx('test', async (tx) => {
      await tx.rows(sql`select 1`)
      way.cut()
      await tx.finish([tx.run(sql`select 2`), tx.run(sql`select 3`)])
    })
    await assert.rejects(cutInside, isUnavailable)
    assert.deepEqual(await db.rows(sql`select 4 as n`), [{ n: 4 }])
    const together = await Promise.all([1, 2, 3].map((n) => db.rows(sql`select ${n}::int as n`)))
    assert.deepEqual(together, [[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]])
  } finally {
    await db[Symbol.asyncDispose]()
  }
})
