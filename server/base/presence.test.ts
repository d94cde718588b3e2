import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openBus } from '#server/base/bus.ts'
import { openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { createLog } from '#server/base/log.ts'
import { openPresence } from '#server/base/presence.ts'
import { sql } from '#server/base/sql.ts'
import { createTestDatabase } from '../../test/database.ts'

test('a page whose row was lost, or never came to the database, is here again with the next beat', async (t) => {
  await using database = await createTestDatabase()
  await using db = openDb({
    connection: database.connection,
    ...{ max: 2, sees: 'all', name: 'test', patience: 3000 },
  })
  const log = createLog({ level: 'silent' })
  await using bus = await openBus(database.connection, newId(), log)
  t.mock.timers.enable({ apis: ['setInterval'] })
  await using presence = openPresence(db, bus, log)
  const workspaceId = newId()
  presence.enter({ workspaceId, userId: newId(), name: 'Sari', say: () => undefined })
  const isHere = async () => {
    for (let look = 0; look < 100; look++) {
      if ((await db.rows(sql`select 1 from presence where workspace_id = ${workspaceId}`)).length > 0)
        return true
      await sleep(20)
    }
    return false
  }
  assert.ok(await isHere())
  await db.run(sql`delete from presence where workspace_id = ${workspaceId}`) // as others do while we stand still
  t.mock.timers.tick(20_000)
  assert.ok(await isHere())
})
