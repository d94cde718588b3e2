import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { uuidv7 } from '#core/base/id.ts'
import { HOUR, MINUTE } from '#core/base/time.ts'
import { type Db, openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { activityOf } from '#server/chat/activity.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'

const NOW = Date.parse('2026-11-27T05:00:00Z') // noon in Jakarta
const WORKSPACE = newId()
const look = { workspaceId: WORKSPACE, zone: 'Asia/Jakarta', now: NOW, offset: 0 }
let database: TestDatabase
let db: Db
before(async () => {
  database = await createTestDatabase()
  const { connection } = database
  db = openDb({ connection, max: 2, sees: 'all', name: 'test', patience: 5000 })
})
after(async () => {
  await db[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

type Said = {
  readonly ago: number
  readonly by: 'customer' | 'agent' | 'bot'
  readonly chat: string
  readonly rung?: number
}

async function say({ ago, by, chat, rung = 6 }: Said): Promise<void> {
  const at = NOW - ago
  const id = uuidv7(at, crypto.getRandomValues(new Uint8Array(10)))
  const isIn = by === 'customer'
  await db.run(sql`
    insert into message (workspace_id, id, chat_id, at, kind, speaker, body, rung)
    values (${WORKSPACE}, ${id}, ${chat}, ${new Date(at)}, ${isIn ? 'in' : 'out'}, ${by}, '{}', ${isIn ? null : rung})`)
}

test('a day counts who wrote, what left, and how long a customer waited for a person', async () => {
  const [sari, budi] = [newId(), newId()]
  await say({ ago: 3 * HOUR, by: 'customer', chat: sari })
  await say({ ago: 3 * HOUR - 1000, by: 'bot', chat: sari })
  await say({ ago: 3 * HOUR - 10 * MINUTE, by: 'agent', chat: sari })
  await say({ ago: HOUR, by: 'customer', chat: budi })
  await say({ ago: HOUR - 20 * MINUTE, by: 'agent', chat: budi })
  await say({ ago: HOUR - 21 * MINUTE, by: 'agent', chat: budi, rung: 4 })
  await say({ ago: 13 * HOUR, by: 'customer', chat: budi }) // 23.00 of the day before
  const [before, today] = await activityOf(db, look, 2)
  assert.deepEqual(today, {
    day: '2026-11-27',
    heard: 2,
    sent: 3,
    chats: 2,
    answered: 2,
    waited: 30 * MINUTE,
  })
  assert.deepEqual(before, { day: '2026-11-26', heard: 1, sent: 0, chats: 1, answered: 0, waited: 0 })
})

test('a day that is long over is counted once and kept; of today and yesterday the latest counts', async () => {
  const chat = newId()
  const old = 5 * 24 * HOUR
  await say({ ago: old, by: 'customer', chat })
  assert.equal((await activityOf(db, look, 7))[1]?.heard, 1)
  await say({ ago: old, by: 'customer', chat })
  await say({ ago: HOUR, by: 'customer', chat })
  const days = await activityOf(db, look, 7)
  assert.equal(days[1]?.heard, 1, 'kept')
  assert.equal(days[6]?.heard, 3, 'counted anew')
  const later = await activityOf(db, { ...look, zone: 'UTC' }, 7)
  assert.equal(later[1]?.heard, 2, 'another zone has other days')
})
