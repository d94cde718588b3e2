import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Bus } from '#server/base/bus.ts'
import type { Db } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { codeOf } from '#server/base/process.ts'
import type { Sql } from '#server/base/sql.ts'
import { type Arrival, openIngest } from '#server/whatsapp/ingest.ts'

function arrivalOf(workspaceId: string): Arrival {
  return {
    ...{ workspaceId, channelId: newId(), eventId: newId(), body: Buffer.from('{}'), updates: 0 },
    ...{ quarantine: null, heard: [], statuses: [], news: [], clockOffset: null },
  }
}

test('what waits for the database is bounded in bytes too: beyond them the sender comes again later', async () => {
  const stored = Promise.withResolvers<number>()
  const db = { run: async () => await stored.promise } as Partial<Db> as Db
  const ingest = openIngest(db, { call: () => undefined } as Partial<Bus> as Bus)
  const large = { ...arrivalOf(newId()), body: Buffer.alloc(4 * 1024 * 1024) }
  const waiting = Array.from({ length: 40 }, () => ingest.store(large).then(() => 'stored', codeOf))
  stored.resolve(0)
  const answers = await Promise.all(waiting)
  assert.equal(answers.filter((answer) => answer === 'stored').length, 16)
  assert.equal(answers.filter((answer) => answer === '53000').length, 24)
  assert.equal(await ingest.store(large).then(() => 'stored', codeOf), 'stored', 'and there is room again')
})

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
