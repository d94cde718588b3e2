import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Bus } from '#server/base/bus.ts'
import type { Db } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import type { Sql } from '#server/base/sql.ts'
import { type Arrival, openIngest } from '#server/whatsapp/ingest.ts'

function arrivalOf(workspaceId: string): Arrival {
  return {
    ...{ workspaceId, channelId: newId(), eventId: newId(), body: Buffer.from('{}'), updates: 0 },
    ...{ quarantine: null, heard: [], statuses: [], news: [], clockOffset: null },
  }
}

test('a workspace whose rows are slow to store keeps no other waiting, and one that fails rejects its own webhooks alone', async () => {
  const [slow, broken, quick] = [newId(), newId(), newId()]
  const stored = Promise.withResolvers<number>()
  const run = async ({ values }: Sql): Promise<number> => {
    if (values.includes(broken)) throw new Error('the disk is full')
    return values.includes(slow) ? await stored.promise : 0
  }
  const db = { run } as Partial<Db> as Db
  const bus = { call: () => undefined } as Partial<Bus> as Bus
  const ingest = openIngest(db, bus)
  const waiting = ingest.store(arrivalOf(slow))
  const failing = ingest.store(arrivalOf(broken))
  await ingest.store(arrivalOf(quick))
  await assert.rejects(failing, /the disk is full/)
  stored.resolve(0)
  await waiting
})
