import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { refuse } from '#core/base/refusal.ts'
import { type Db, isPassing, isUnavailable, isUniqueViolation, openDb, type Tx } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'

let database: TestDatabase
let db: Db
const trips: string[] = []

before(async () => {
  database = await createTestDatabase()
  db = openDb({
    connection: database.connection,
    max: 3,
    sees: 'all',
    name: 'test',
    patience: 2000,
    onRoundTrip: (label) => trips.push(label),
  })
  await db.run(sql`create table drawer (id int primary key, word text)`)
})
after(async () => {
  await db?.[Symbol.asyncDispose]()
  await database?.[Symbol.asyncDispose]()
})

test('a transaction that throws leaves nothing behind', async () => {
  await assert.rejects(
    db.tx('work', async (tx) => {
      await tx.run(sql`insert into drawer values (1, 'gone')`)
      throw new Error('no')
    }),
    /no/,
  )
  assert.deepEqual(await db.rows(sql`select * from drawer`), [])
})

test('a statement that is sent after the commit is refused: it would stand outside of its transaction', async () => {
  const inTwoSteps = db.tx('work', async (tx) => {
    const write = async () => {
      await tx.run(sql`insert into drawer values (21, 'inside')`)
      await tx.run(sql`insert into drawer values (22, 'outside')`)
    }
    await tx.finish([write()])
  })
  await assert.rejects(inTwoSteps, /nothing follows/)
  assert.deepEqual(await db.rows(sql`select id from drawer where id in (21, 22)`), [{ id: 21 }])
  await db.run(sql`delete from drawer where id = 21`)
})

test('a transaction fails with its cause, also where what failed was asked for in a roundabout way', async () => {
  await db.run(sql`insert into drawer values (31, 'first')`)
  const roundabout = async (ask: () => Promise<unknown>) => {
    const [answer] = await Promise.all([Promise.all([ask()])])
    return answer
  }
  const failing = (tx: Tx) => roundabout(() => tx.run(sql`insert into drawer values (31, 'again')`))
  const beside = db.tx('work', async (tx) => {
    await Promise.all([failing(tx), tx.run(sql`insert into drawer values (32, 'beside')`)])
  })
  await assert.rejects(beside, isUniqueViolation)
  const withCommit = db.tx('work', (tx) => tx.finish([failing(tx)]))
  await assert.rejects(withCommit, isUniqueViolation)
  await db.run(sql`delete from drawer where id = 31`)
})

test('what was begun beside a statement that failed writes nothing once its transaction is over', async () => {
  const late = Promise.withResolvers<void>()
  const written = Promise.withResolvers<unknown>()
  const failed = db.tx('work', async (tx) => {
    late.promise
      .then(() => tx.run(sql`insert into drawer values (23, 'late')`))
      .then(written.resolve, written.reject)
    throw new Error('no')
  })
  await assert.rejects(failed, /no/)
  late.resolve()
  await assert.rejects(written.promise, /nothing follows/)
  assert.deepEqual(await db.rows(sql`select id from drawer where id = 23`), [])
})

test('a refusal in a workspace’s transaction takes back what was written before it; any other answer commits', async () => {
  const here = newId()
  const write = (id: number, answer: unknown) =>
    db.tenant(here, async (tx) => {
      await tx.run(sql`insert into drawer values (${id}, 'half')`)
      return answer
    })
  assert.deepEqual(await write(11, refuse('not-found')), refuse('not-found'))
  await write(12, { done: true })
  await write(13, null)
  assert.deepEqual(await db.rows(sql`select id from drawer where word = 'half' order by id`), [
    { id: 12 },
    { id: 13 },
  ])
  await db.run(sql`delete from drawer where word = 'half'`)
})

test('writes and the commit travel together: two round trips for read, think, write', async () => {
  trips.length = 0
  await db.tx('desk', async (tx) => {
    await tx.rows(sql`select 1`)
    await tx.finish([
      tx.run(sql`insert into drawer values (2, 'a')`),
      tx.run(sql`insert into drawer values (3, 'b')`),
    ])
  })
  assert.deepEqual(trips, ['desk', 'desk'])
  assert.equal((await db.rows(sql`select * from drawer where id in (2, 3)`)).length, 2)
})

test('when one of the last writes fails, none of them stands', async () => {
  const failing = db.tx('desk', (tx) =>
    tx.finish([
      tx.run(sql`insert into drawer values (4, 'new')`),
      tx.run(sql`insert into drawer values (2, 'twice')`),
    ]),
  )
  await assert.rejects(failing, (error) => isUniqueViolation(error))
  assert.deepEqual(await db.rows(sql`select * from drawer where id = 4`), [])
})

test('times come as milliseconds and bigints as numbers', async () => {
  const [row] = await db.rows<{ at: number; big: number }>(sql`
    select timestamptz '2026-11-24 10:04:05.678+07' as at, 5000000000::bigint as big`)
  assert.deepEqual(row, { at: Date.UTC(2026, 10, 24, 3, 4, 5, 678), big: 5_000_000_000 })
})

test('a database that is not there is told from a wrong statement', async () => {
  const nowhere = openDb({
    connection: { host: '/nonexistent', user: 'x', database: 'x', port: 1 },
    max: 1,
    sees: 'all',
    name: 'test',
    patience: 500,
  })
  await assert.rejects(nowhere.rows(sql`select 1`), (error) => isUnavailable(error))
  await assert.rejects(db.rows(sql`select nonsense`), (error) => !isUnavailable(error))
  await nowhere[Symbol.asyncDispose]()
  const noFile = await readFile('/nonexistent/menu.png').catch((error: unknown) => error)
  assert.equal(isUnavailable(noFile), false, 'a file that is not there is no database')
})

test('a lock that others hold, and time that is over, are passing troubles; a wrong value is none', async () => {
  await db.tx('desk', async (tx) => {
    await tx.run(sql`lock table seen in access exclusive mode`)
    const wait = (limit: string) =>
      db.tx('desk', async (other) => {
        await other.run(sql`select set_config(${limit}, '50ms', true)`)
        await other.run(sql`select 1 from seen`)
      })
    for (const limit of ['lock_timeout', 'statement_timeout'])
      await assert.rejects(wait(limit), (error) => isPassing(error) && !isUnavailable(error))
  })
  await assert.rejects(db.rows(sql`select ${'x'}::int`), (error) => !isPassing(error))
})

test('a connection that dies between two statements fails its transaction, not the process', async () => {
  const broken = db.tx('desk', async (tx) => {
    const [own] = await tx.rows<{ pid: number }>(sql`select pg_backend_pid() as pid`)
    await db.run(sql`select pg_terminate_backend(${own?.pid}, 2000)`)
    await tx.run(sql`select 1`)
  })
  await assert.rejects(broken, (error) => isUnavailable(error))
  assert.equal(await db.run(sql`select 1`), 1, 'the next one gets a living connection')
})
