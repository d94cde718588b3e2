import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openBus } from '#server/base/bus.ts'
import { openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { createLog } from '#server/base/log.ts'
import { sql } from '#server/base/sql.ts'
import { openLibraries } from '#server/flow/library.ts'
import { openDesk } from '#server/flow/receive.ts'
import { openBooks } from '#server/policy/books.ts'
import { foreseeWith } from '#server/policy/foresee.ts'
import { createTestDatabase } from '../../test/database.ts'
import { insertShop } from '../../test/shop-rows.ts'

const PATIENCE_MS = 8000

test('what another room refuses to do for one customer holds up no other, and is set aside in the end', async () => {
  await using database = await createTestDatabase()
  await using db = openDb({
    connection: database.connection,
    ...{ max: 4, sees: 'all', name: 'test', patience: 3000 },
  })
  const log = createLog({ level: 'silent' })
  const [workspaceId, numberId, processId] = [newId(), newId(), newId()]
  await insertShop(db, { workspaceId, channelId: newId(), numberId })
  await using bus = await openBus(database.connection, processId, log)
  const refuse = async () => {
    throw new Error('no such job')
  }
  await using _desk = await openDesk({
    ...{ processId, db, bus, log, libraries: openLibraries(), foresee: foreseeWith(openBooks()) },
    ...{ sendMail: refuse, tell: refuse, fetchMedia: refuse, post: null },
  })
  const say = (waId: string, content: object) =>
    db.run(sql`
      insert into inbox (workspace_id, contact_key, phone_number_id, kind, at, payload)
      values (${workspaceId}, ${`wa:${waId}`}, ${numberId}, 'message', now(),
              ${JSON.stringify({ wamid: `wamid.${waId}`, from: { waId }, at: Date.now(), content })})`)
  await say('62811', { kind: 'media', media: 'image', mediaId: '1', mime: 'image/jpeg' })
  await say('62812', { kind: 'text', text: 'halo' })
  bus.call('inbox', workspaceId)
  const heard = async () => (await db.rows(sql`select 1 from message where wamid = 'wamid.62812'`)).length > 0
  const aside = async () => {
    await db.run(sql`update inbox set not_before = now() where workspace_id = ${workspaceId}`)
    const rows = await db.rows<{ reason: string }>(sql`select reason from quarantine`)
    return rows.length > 0 && rows[0]?.reason.includes('no such job')
  }
  for (const isSo of [heard, aside]) {
    const startedAt = performance.now()
    while (!(await isSo())) {
      assert.ok(performance.now() - startedAt < PATIENCE_MS, isSo.name)
      await sleep(50)
    }
  }
})
