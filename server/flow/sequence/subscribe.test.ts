import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { subscribe } from '#server/flow/sequence/subscribe.ts'
import { createTestDatabase } from '../../../test/database.ts'

test('joining and leaving sequences are part of the batch that decided them, also where one flow does both', async () => {
  await using database = await createTestDatabase()
  await using db = openDb({
    connection: database.connection,
    ...{ max: 1, sees: 'all', name: 'test', patience: 3000 },
  })
  const rows = [true, false].map((on) => ({ sequence_id: newId(), contact_id: newId(), on, depth: 1 }))
  let changed = -1
  await db.tx('desk', async (tx) => {
    const writes = subscribe(tx, newId(), rows)
    await tx.finish([writes])
    changed = await writes
  })
  assert.equal(changed, 0, 'both were sent before the commit')
})
