import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RUNGS } from '#core/chat/status.ts'
import { openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { migrate } from '#server/base/migrate.ts'
import { sql } from '#server/base/sql.ts'
import { holdThePast } from '#server/broadcast/hold.ts'
import { createTestDatabase } from '../../test/database.ts'

test('what was on its way when the backup was made goes out to nobody again by itself', async () => {
  await using database = await createTestDatabase()
  await migrate(database.connection)
  await using db = openDb({
    connection: database.connection,
    ...{ max: 2, sees: 'all', name: 'test', patience: 2000 },
  })
  const workspace = newId()
  await db.run(sql`
    insert into workspace (workspace_id, name, zone, language, data_key) values (${workspace}, 'Toko', 'Asia/Jakarta', 'id', '\\x00')`)
  const states = ['pending', 'sending', 'uncertain', 'waiting']
  for (const state of states) {
    const [id, chat] = [newId(), newId()]
    await db.run(sql`
      insert into message (workspace_id, id, chat_id, at, kind, speaker, body, state, rung)
      values (${workspace}, ${id}, ${chat}, now(), 'out', 'bot', '{"kind":"text","text":"halo"}', 'queued', ${RUNGS.queued})`)
    await db.run(sql`
      insert into outbox (workspace_id, message_id, chat_id, phone_number_id, lane, state, recipient)
      values (${workspace}, ${id}, ${chat}, ${newId()}, 1, ${state}, '{"waId": "628111"}')`)
  }
  const hours = { sending: -1, scheduled: 1, paused: -1 }
  for (const [state, hour] of [...Object.entries(hours), ['scheduled', -1] as const])
    await db.run(sql`
      insert into broadcast (workspace_id, id, name, message, audience, state, starts_at)
      values (${workspace}, ${newId()}, ${`${state} ${hour}`}, '{}', '{}', ${state}, now() + ${hour} * interval '1 hour')`)

  assert.deepEqual(await holdThePast(db), { messages: states.length, broadcasts: 2 })
  assert.deepEqual(await db.rows(sql`select 1 from outbox`), [])
  assert.deepEqual(await db.rows(sql`select distinct state, rung from message`), [
    { state: 'held', rung: RUNGS.held },
  ])
  assert.deepEqual(await db.rows(sql`select name, state from broadcast order by name`), [
    { name: 'paused -1', state: 'paused' },
    { name: 'scheduled -1', state: 'cancelled' },
    { name: 'scheduled 1', state: 'scheduled' },
    { name: 'sending -1', state: 'paused' },
  ])
  assert.deepEqual(await holdThePast(db), { messages: 0, broadcasts: 0 })
})
