import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Client } from 'pg'
import { type Db, openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { dueWorkspaces, ringAlarms } from '#server/flow/alarms.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { openClient } from '../../test/rows.ts'

let database: TestDatabase
let client: Client
let db: Db
const DAY_MS = 86_400_000

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

/** A workspace whose channel's clock is ahead by `offset` ms (null: no channel), with one alarm due in `dueIn` ms. */
async function workspaceWith(offset: number | null, dueIn: number): Promise<string> {
  const id = newId()
  await client.query(
    "insert into workspace (workspace_id, name, zone, language, data_key) values ($1, 'T', 'UTC', 'id', '')",
    [id],
  )
  if (offset !== null) {
    await client.query(
      `insert into channel (workspace_id, id, name, hook, graph_url, graph_version, waba_id, app_id, token, app_secret,
                            verify_token, token_end, app_secret_end, clock_offset)
       values ($1::uuid, $2::uuid, 'c', $1::uuid::text, '', '', '', '', '', '', '', '', '', $3)`,
      [id, newId(), offset],
    )
  }
  await client.query(
    `insert into alarm (workspace_id, run_id, due_at, token, contact_key, phone_number_id)
     values ($1, $2, now() + $3::int * interval '1 millisecond', 't', 'k', $2)`,
    [id, newId(), dueIn],
  )
  return id
}

test('an alarm is due by the clock of its channel, and by the world’s where there is none', async () => {
  const table: [number | null, number, boolean][] = [
    [null, -1000, true],
    [null, 60_000, false],
    [0, -1000, true],
    [0, 60_000, false],
    [DAY_MS, DAY_MS - 60_000, true],
    [DAY_MS, DAY_MS + 60_000, false],
    [-60_000, -30_000, false],
    [-60_000, -90_000, true],
  ]
  for (const [offset, dueIn, due] of table) {
    const id = await workspaceWith(offset, dueIn)
    const found = await dueWorkspaces(db)
    const mine = found.filter(({ workspace_id }) => workspace_id === id)
    assert.deepEqual(
      mine.map(({ clock_offset }) => clock_offset),
      due ? [offset ?? 0] : [],
      `offset ${offset}, due in ${dueIn}`,
    )
  }
  await client.query('delete from alarm')
})

test('a workspace whose alarms cannot ring does not hold up the others, and is named', async () => {
  const ids = []
  for (let n = 0; n < 3; n++) ids.push(await workspaceWith(0, -1000))
  const [broken] = ids.toSorted()
  await client.query(`alter table inbox add constraint no_alarm check (workspace_id <> '${broken}')`)
  const called: string[] = []
  const bus = { call: (_: string, id: string) => called.push(id), listen: () => () => {} }
  const ringing = ringAlarms(db, { ...bus, [Symbol.asyncDispose]: async () => {} })
  await assert.rejects(ringing, ({ cause }: Error) => String(cause).includes(String(broken)))
  await client.query('alter table inbox drop constraint no_alarm')
  assert.deepEqual(
    called.toSorted(),
    ids.toSorted().filter((id) => id !== broken),
  )
  await client.query('delete from alarm')
})

test('with 200,000 alarms and none due, a look reads a few pages only', async () => {
  const ids = []
  for (let n = 0; n < 10; n++) ids.push(await workspaceWith(n % 2 === 0 ? DAY_MS : 0, 3 * DAY_MS))
  await client.query(
    `insert into alarm (workspace_id, run_id, due_at, token, contact_key, phone_number_id)
     select w, gen_random_uuid(), now() + interval '2 days' + n * interval '1 second', 't', 'k', gen_random_uuid()
     from unnest($1::uuid[]) w, generate_series(1, 20000) n`,
    [ids],
  )
  await client.query('analyze alarm')
  await dueWorkspaces(db)
  const times = []
  for (let n = 0; n < 20; n++) {
    const startedAt = performance.now()
    assert.deepEqual(await dueWorkspaces(db), [])
    times.push(performance.now() - startedAt)
  }
  const best = Math.min(...times)
  assert.ok(best < 10, `${best} ms`)
})
