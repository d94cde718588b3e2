import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { CONTACTS_MAX, claimInbox, HAPPENINGS_MAX } from '#server/flow/claim.ts'
import { createTestDatabase } from '../../test/database.ts'

const MANY = { contacts: CONTACTS_MAX, happenings: HAPPENINGS_MAX }

test('a happening that one desk holds is not taken by another, even when an older one becomes visible later', async () => {
  await using database = await createTestDatabase()
  await using db = openDb({
    connection: database.connection,
    max: 6,
    sees: 'all',
    name: 'test',
    patience: 3000,
  })
  const workspaceId = newId()
  const [older, desk] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const say = (text: string) => sql`
    insert into inbox (workspace_id, contact_key, phone_number_id, kind, at, payload)
    values (${workspaceId}, 'wa:62811', ${newId()}, 'message', now(), ${JSON.stringify({ wamid: text })})`
  const claimed = Promise.withResolvers<number[]>()
  const inserted = Promise.withResolvers<void>()

  const slowDoor = db.tx('door', async (tx) => {
    await tx.run(say('older'))
    inserted.resolve()
    await older.promise
  })
  await inserted.promise
  await db.run(say('younger'))
  const first = db.tx('desk', async (tx) => {
    claimed.resolve((await claimInbox(tx, workspaceId, MANY)).map(({ seq }) => seq))
    await desk.promise
  })
  assert.deepEqual(await claimed.promise, [2], 'the younger one alone is there to be taken')
  older.resolve()
  await slowDoor
  const second = await db.tx('desk', (tx) => claimInbox(tx, workspaceId, MANY))
  desk.resolve()
  await first
  assert.deepEqual(
    second.map(({ seq }) => seq),
    [1],
    'the other desk takes the older one and leaves what is held',
  )
})

test('a queue that was empty when its statement was planned is read by its keys when it is long', async () => {
  await using database = await createTestDatabase()
  await using db = openDb({
    connection: database.connection,
    max: 1,
    sees: 'all',
    name: 'test',
    patience: 3000,
  })
  const workspaceId = newId()
  const claim = () => db.tx('desk', (tx) => claimInbox(tx, workspaceId, MANY))
  assert.deepEqual(await claim(), [])
  await db.run(sql`
    insert into inbox (workspace_id, contact_key, phone_number_id, kind, at, payload)
    select ${workspaceId}, 'wa:628' || n % 400, ${newId()}, 'message', now(), '{}' from generate_series(1, 1200) n`)
  const [claimed, read] = await db.tx('desk', async (tx) => {
    const rows = await claimInbox(tx, workspaceId, MANY)
    const [one] = await tx.rows<{ read: number }>(
      sql`select idx_tup_fetch as read from pg_stat_xact_user_tables where relname = 'inbox'`,
    )
    return [rows.length, one?.read ?? 0]
  })
  assert.equal(claimed, CONTACTS_MAX * 3, 'what follows a contact’s first comes with it')
  assert.ok(read < claimed * 5, `${read} rows read to claim ${claimed}`)
})
