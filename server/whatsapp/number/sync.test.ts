import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#core/base/refusal.ts'
import { openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { syncNumbers } from '#server/whatsapp/number/sync.ts'
import { channelOf, disconnectChannel } from '#server/whatsapp/store.ts'
import { createTestDatabase } from '../../../test/database.ts'

test('a list of numbers that comes after the channel was disconnected touches no number', async () => {
  await using database = await createTestDatabase()
  await using db = openDb({
    connection: database.connection,
    max: 2,
    sees: 'all',
    name: 'test',
    patience: 2000,
  })
  const workspaceId = newId()
  await db.run(sql`
    insert into workspace (workspace_id, name, zone, language, data_key)
    values (${workspaceId}, 'Toko', 'Asia/Jakarta', 'id', ${Buffer.from('x')})`)
  await db.run(sql`
    insert into channel (workspace_id, id, name, hook, graph_url, graph_version, waba_id, app_id, token, app_secret,
                         verify_token, token_end, app_secret_end)
    values (${workspaceId}, ${newId()}, '', 'hook', 'https://graph.test', 'v25.0', '1', '', 'x', 'x', 'x', '', '')`)
  const channel = await channelOf(db, workspaceId)
  assert.ok(channel)
  const parts = {
    db,
    keys: { seal: async () => Buffer.from('x'), open: async () => 'x' },
    door: async () => {
      await db.tx('test', (tx) => disconnectChannel(tx, channel)) // while Meta answers
      const body = Buffer.from(JSON.stringify({ data: [{ id: '77', display_phone_number: '+62 899' }] }))
      return { status: 200, headers: {}, body }
    },
  }
  const synced = await syncNumbers(parts, channel)
  assert.ok(isRefusal(synced) && synced.code === 'channel-missing')
  assert.deepEqual(await db.rows(sql`select 1 from phone_number where workspace_id = ${workspaceId}`), [])
})
