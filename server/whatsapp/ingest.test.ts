import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY } from '#core/base/time.ts'
import type { Bus } from '#server/base/bus.ts'
import { type Db, openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { codeOf } from '#server/base/process.ts'
import { type Sql, sql } from '#server/base/sql.ts'
import type { Hook } from '#server/whatsapp/door/hooks.ts'
import { readLetter } from '#server/whatsapp/door/letter.ts'
import { type Arrival, openIngest } from '#server/whatsapp/ingest.ts'
import { createTestDatabase } from '../../test/database.ts'

function arrivalOf(workspaceId: string): Arrival {
  return {
    ...{ workspaceId, channelId: newId(), eventId: newId(), body: Buffer.from('{}'), updates: 0 },
    ...{ quarantine: null, heard: [], statuses: [], news: [], newsKey: null, clockOffset: null },
  }
}

test('news that Meta posts again, because our answer was lost, are not applied again after newer ones', async () => {
  await using database = await createTestDatabase()
  await using db = openDb({
    connection: database.connection,
    ...{ max: 2, sees: 'all', name: 'test', patience: 3000 },
  })
  const ingest = openIngest(db, { call: () => undefined } as Partial<Bus> as Bus)
  const workspaceId = newId()
  const hook = {
    workspaceId,
    channelId: newId(),
    wabaId: '1',
    numbers: new Map(),
    idle: new Set(),
    clockOffset: 0,
  }
  const post = async (event: string, time: number) => {
    const value = {
      event,
      message_template_id: '9',
      message_template_name: 'kabar',
      message_template_language: 'id',
    }
    const changes = [{ field: 'message_template_status_update', value }]
    const body = { object: 'whatsapp_business_account', entry: [{ id: '1', time, changes }] }
    const letter = readLetter(
      hook as Partial<Hook> as Hook,
      Buffer.from(JSON.stringify(body)),
      undefined,
      Date.now(),
    )
    await ingest.store(letter)
  }
  const at = 1_790_000_000
  await Promise.all([post('APPROVED', at), post('APPROVED', at)])
  await post('PAUSED', at + 60)
  await post('APPROVED', at)
  await post('APPROVED', at + 120)
  const rows = await db.rows<{ event: string }>(sql`
    select updates -> 0 -> 'news' ->> 'status' as event from account_inbox where workspace_id = ${workspaceId} order by seq`)
  assert.deepEqual(
    rows.map(({ event }) => event),
    ['APPROVED', 'PAUSED', 'APPROVED'],
  )
  const [{ bodies } = { bodies: 0 }] = await db.rows<{ bodies: number }>(
    sql`select count(*)::int as bodies from webhook_event where workspace_id = ${workspaceId}`,
  )
  assert.equal(bodies, 5, 'each body is kept')
})

test('a clock that moved is told with the next webhook too, when the first could not be stored', async () => {
  const hook = { provider: 'meta', workspaceId: newId(), channelId: newId(), wabaId: '1' } as const
  const follower = { ...hook, followsClock: true, clockOffset: 0, numbers: new Map(), idle: new Set() }
  const now = Date.now()
  const read = () =>
    readLetter(
      follower as Partial<Hook> as Hook,
      Buffer.from('{"object":"whatsapp_business_account","entry":[]}'),
      new Date(now + DAY).toUTCString(),
      now,
    )
  const [first, again] = [read(), read()]
  assert.ok(first.clockOffset, 'it moved')
  assert.equal(again.clockOffset, first.clockOffset)
})

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
