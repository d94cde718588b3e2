import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDb } from '#server/base/db.ts'
import { migrate } from '#server/base/migrate.ts'
import { sql } from '#server/base/sql.ts'
import { StartError } from '#server/base/start-error.ts'
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

test('an operator is told in both languages why a step could not be taken, and what to do', async (t) => {
  await using database = await createTestDatabase()
  await using db = openDb({
    connection: database.connection,
    ...{ max: 2, sees: 'all', name: 'test', patience: 3000 },
  })
  const refused = async (id: RegExp, en: RegExp) =>
    await assert.rejects(
      migrate(database.connection, () => undefined, '100ms'),
      (error: unknown) => error instanceof StartError && id.test(error.id) && en.test(error.en),
    )

  await t.test('while another process holds a table', async () => {
    await db.run(sql`delete from migration where name = '0045_patience.sql'`)
    await db.tx('test', async (tx) => {
      await tx.rows(sql`select 1 from outbox`)
      await refused(/0045_patience.*Hentikan semua proses/, /0045_patience.*Stop every process/)
    })
  })

  await t.test('where the step itself fails', async () => {
    await refused(
      /0045_patience.*already exists.*Tidak ada yang berubah/,
      /42701.*already exists.*Nothing was changed/,
    )
  })

  await t.test('on a database that was made by a state between two releases', async () => {
    await db.run(sql`update migration set sha256 = 'other' where name = '0007_due.sql'`)
    await refused(/0007_due\.sql.*cadangan/, /0007_due\.sql.*backup/)
  })
})
