import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openBus } from '#server/base/bus.ts'
import { openDb, type Query } from '#server/base/db.ts'
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
  const refuse = async () => {
    throw new Error('no such job')
  }
  await using desk = await deskWith(refuse)
  const { db, workspaceId, say } = desk
  await say('62811', PICTURE)
  await say('62812', { kind: 'text', text: 'halo' })
  const heard = async () => (await db.rows(sql`select 1 from message where wamid = 'wamid.62812'`)).length > 0
  const aside = async () => {
    await db.run(sql`update inbox set not_before = now() where workspace_id = ${workspaceId}`)
    const rows = await db.rows<{ reason: string }>(sql`select reason from quarantine`)
    return rows.length > 0 && rows[0]?.reason.includes('no such job')
  }
  for (const isSo of [heard, aside]) await happens(isSo)
})

test('a batch that lasted too long for the database is taken one by one', async () => {
  const asked = new WeakSet<object>()
  await using desk = await deskWith(async (tx) => {
    if (asked.has(tx)) throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }) // what a transaction says that was given up
    asked.add(tx)
  })
  await desk.db.tx('test', async (tx) => {
    for (const waId of ['62821', '62822', '62823']) await desk.say(waId, PICTURE, tx)
  })
  await happens(async () => (await desk.db.rows(sql`select 1 from message where kind = 'in'`)).length === 3)
})

const PICTURE = { kind: 'media', media: 'image', mediaId: '1', mime: 'image/jpeg' }

async function happens(isSo: () => Promise<unknown>): Promise<void> {
  const startedAt = performance.now()
  while (!(await isSo())) {
    assert.ok(performance.now() - startedAt < PATIENCE_MS, String(isSo))
    await sleep(50)
  }
}

/** A desk at work whose other rooms do this. */
async function deskWith(room: (tx: Query) => Promise<void>) {
  const rooms = new AsyncDisposableStack()
  const database = rooms.use(await createTestDatabase())
  const db = rooms.use(
    openDb({ connection: database.connection, ...{ max: 4, sees: 'all', name: 'test', patience: 3000 } }),
  )
  const log = createLog({ level: 'silent' })
  const [workspaceId, numberId, processId] = [newId(), newId(), newId()]
  await insertShop(db, { workspaceId, channelId: newId(), numberId })
  const bus = rooms.use(await openBus(database.connection, processId, log))
  rooms.use(
    await openDesk({
      ...{ processId, db, bus, log, libraries: openLibraries(), foresee: foreseeWith(openBooks()) },
      ...{ sendMail: room, tell: room, fetchMedia: room, post: null },
    }),
  )
  const say = async (waId: string, content: object, query: Query = db) => {
    await query.run(sql`
      insert into inbox (workspace_id, contact_key, phone_number_id, kind, at, payload)
      values (${workspaceId}, ${`wa:${waId}`}, ${numberId}, 'message', now(),
              ${JSON.stringify({ wamid: `wamid.${waId}`, from: { waId }, at: Date.now(), content })})`)
    bus.call('inbox', workspaceId)
  }
  return { db, workspaceId, say, [Symbol.asyncDispose]: () => rooms.disposeAsync() }
}
