import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDb } from '#server/base/db.ts'
import { migrate } from '#server/base/migrate.ts'
import { sql } from '#server/base/sql.ts'
import { createTestDatabase } from '../../test/database.ts'

test('each step that a database still lacks is told before it is taken, and nothing where it lacks none', async () => {
  await using database = await createTestDatabase()
  await using db = openDb({
    connection: database.connection,
    ...{ max: 1, sees: 'all', name: 'test', patience: 3000 },
  })
  await db.run(sql`alter table outbox drop column tried_at`)
  await db.run(sql`alter table status_inbox drop column attempts, drop column not_before`)
  await db.run(sql`alter table process drop column back_at`)
  await db.run(sql`delete from migration where name = '0045_patience.sql'`)
  const told: string[] = []
  const { applied } = await migrate(database.connection, (name) => told.push(name))
  assert.deepEqual([told, applied], [['0045_patience.sql'], ['0045_patience.sql']])
  await migrate(database.connection, (name) => told.push(name))
  assert.equal(told.length, 1)
})

test('who comes while another process brings the database up to date says so, and goes on when it is done', async () => {
  await using database = await createTestDatabase()
  await using db = openDb({
    connection: database.connection,
    ...{ max: 1, sees: 'all', name: 'test', patience: 3000 },
  })
  const waits = Promise.withResolvers<string>()
  const coming = db.tx('test', async (tx) => {
    await tx.rows(sql`select pg_advisory_xact_lock(7302101)`)
    const mine = migrate(database.connection, waits.resolve)
    assert.match(await waits.promise, /another process/)
    return { mine }
  })
  assert.deepEqual((await (await coming).mine).applied, [])
})
