import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Db, openDb } from '#server/base/db.ts'
import { refreshFigures } from '#server/base/figures.ts'
import { migrate } from '#server/base/migrate.ts'
import { sql } from '#server/base/sql.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { until } from '../../test/rig.ts'

test('a table that has filled is looked at anew within moments, so that no statement goes on as if it were empty', async () => {
  await using database = await createTestDatabase()
  await using db = await migrated(database)
  await db.run(sql`alter table seen set (autovacuum_enabled = false)`)
  await db.run(sql`analyze seen`)
  const rows = async () =>
    (
      await db.rows<{ rows: number }>(
        sql`select reltuples::int as rows from pg_class where oid = 'seen'::regclass`,
      )
    )[0]?.rows
  assert.equal(await rows(), 0)
  await db.run(sql`
    insert into seen (workspace_id, key, first_id)
    select gen_random_uuid(), gen_random_uuid(), gen_random_uuid() from generate_series(1, 2000)`)
  await db.rows(sql`select pg_stat_force_next_flush()`)
  await until('the figures are new', async () => {
    await refreshFigures(db)
    return (await rows()) === 2000
  })
  await db.run(
    sql`insert into seen (workspace_id, key, first_id) values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid())`,
  )
  await db.rows(sql`select pg_stat_force_next_flush()`)
  await refreshFigures(db)
  assert.equal(await rows(), 2000, 'one row more changes no plan')
})

test('of what customers wrote in raw webhooks the database keeps no samples among its figures, also not of days to come', async () => {
  await using database = await createTestDatabase()
  await using db = await migrated(database)
  await db.run(sql`call ensure_partitions('webhook_event', 'day', 0, 5)`)
  const looked = await db.rows<{ column: string }>(sql`
    select distinct attname as column from pg_attribute a join pg_inherits i on i.inhrelid = a.attrelid
    where i.inhparent = 'webhook_event'::regclass and attnum > 0 and attstattarget is distinct from 0 order by attname`)
  assert.deepEqual(looked, [{ column: 'quarantine' }, { column: 'workspace_id' }])
  await db.run(sql`call ensure_partitions('unclaimed_webhook', 'day', 0, 5)`)
  const kept = await db.rows<{ column: string }>(sql`
    select distinct attname as column from pg_attribute a join pg_inherits i on i.inhrelid = a.attrelid
    where i.inhparent = 'unclaimed_webhook'::regclass and attnum > 0 and attstattarget is distinct from 0`)
  assert.deepEqual(kept, [{ column: 'received_at' }])
})

async function migrated({ connection }: TestDatabase): Promise<Db> {
  await migrate(connection)
  return openDb({ connection, max: 1, sees: 'all', name: 'test', patience: 2000 })
}
