import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Client } from 'pg'
import { type Db, openDb } from '#server/base/db.ts'
import { beat } from '#server/base/heartbeat.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { keepTables } from '#server/worker.ts'
import { createTestDatabase, type TestDatabase } from '../test/database.ts'
import { openClient } from '../test/rows.ts'
import { timeOf } from '../test/time.ts'

let database: TestDatabase
let client: Client
let db: Db

before(async () => {
  database = await createTestDatabase()
  client = await openClient(database)
  db = openDb({ connection: database.connection, max: 2, sees: 'all', name: 'test', patience: 3000 })
})
after(async () => {
  await db[Symbol.asyncDispose]()
  await client.end()
  await database[Symbol.asyncDispose]()
})

async function partitions(table = 'webhook_event'): Promise<string[]> {
  const { rows } = await client.query<{ day: string }>(
    `select right(inhrelid::regclass::text, 8) as day from pg_inherits
     where inhparent = $1::regclass order by 1 limit 100`,
    [table],
  )
  return rows.map(({ day }) => day)
}

function day(ago: number): string {
  return new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')
}

for (const table of ['webhook_event', 'unclaimed_webhook'])
  test(`webhooks are kept for thirty days, the days to come are ready: ${table}`, async () => {
    await client.query(`call ensure_partitions('${table}', 'day', 40, 3)`)
    const ahead = day(-3)
    await client.query(`drop table ${table}_${ahead}`)
    assert.ok((await partitions(table)).includes(day(40)))
    await keepTables(db)
    const kept = await partitions(table)
    assert.equal(kept[0], day(30))
    assert.equal(kept.at(-1), ahead)
    assert.equal(kept.length, 34)
  })

test('a process that stood still, or whose database did, is written down as back; one that beats as ever is not', async () => {
  const [slow, steady] = [newId(), newId()]
  await db.run(sql`
    insert into process (id, host, roles, beat_at)
    values (${slow}, '', 'web', now() - interval '40 seconds'), (${steady}, '', 'web', now() - interval '4 seconds')`)
  for (const id of [slow, steady, slow]) await beat(db, id)
  const rows = await db.rows<{ id: string; back: boolean }>(sql`
    select id, back_at is not null as back from process where id = any(${[slow, steady]}::uuid[])`)
  assert.deepEqual(
    new Map(rows.map(({ id, back }) => [id, back])),
    new Map([
      [slow, true],
      [steady, false],
    ]),
  )
})

test('events of more than an hour ago go, however many there are; younger ones stay', async () => {
  await client.query(
    `insert into event (workspace_id, at, kind, ids)
     select $1, now() - case when n <= 25000 then interval '61 minutes' else interval '59 minutes' end, 'chat.changed', '[]'
     from generate_series(1, 25010) n`,
    [newId()],
  )
  await keepTables(db)
  const { rows } = await client.query('select count(*)::int as left from event')
  assert.deepEqual(rows, [{ left: 10 }])
})

test('old days that somebody reads stay until the next time, and hold nobody up', async () => {
  await client.query("call ensure_partitions('webhook_event', 'day', 33, 3)")
  await client.query('begin')
  await client.query(`lock table webhook_event_${day(33)} in access share mode`)
  const took = await timeOf(() => assert.rejects(keepTables(db), /lock timeout/))
  assert.ok(took < 4000, `${took} ms`)
  await client.query('rollback')
  await keepTables(db)
  assert.equal((await partitions())[0], day(30))
})
