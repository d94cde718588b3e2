import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Db, openDb, type Query } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { tableOf } from '#server/base/table.ts'
import { dueMessages } from '#server/policy/bills.ts'
import { openBooks } from '#server/policy/books.ts'
import { keepLedger } from '#server/policy/ledger.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { insertShop } from '../../test/shop-rows.ts'

let database: TestDatabase
let db: Db
before(async () => {
  database = await createTestDatabase()
  db = openDb({ connection: database.connection, max: 1, sees: 'all', name: 'test', patience: 2000 })
})
after(async () => {
  await db?.[Symbol.asyncDispose]()
  await database?.[Symbol.asyncDispose]()
})

const MANY = 400
const PEOPLE = 200

/** Messages that reached their customers, two to each, in a house that opened a moment ago. */
async function deliver(workspaceId: string): Promise<{ id: string; chat: string; contact: string }[]> {
  const numberId = newId()
  const chats = Array.from({ length: PEOPLE }, () => ({ id: newId(), contact: newId() }))
  const messages = Array.from({ length: MANY }, (_, at) => {
    const { id: chat = '', contact = '' } = chats[at % PEOPLE] ?? {}
    return { id: newId(), chat, contact }
  })
  await db.tx('test', async (tx) => {
    const channelId = newId()
    await insertShop(tx, { workspaceId, channelId, numberId })
    await tx.run(sql`
      insert into contact (workspace_id, id, phone) select ${workspaceId}, c.contact, '62811'
      from ${tableOf(chats, 'c', 'contact uuid')}`)
    await tx.run(sql`
      insert into chat (workspace_id, id, contact_id, phone_number_id, last_at)
      select ${workspaceId}, c.id, c.contact, ${numberId}, now() from ${tableOf(chats, 'c', 'id uuid, contact uuid')}`)
    await tx.run(sql`
      insert into message (workspace_id, id, chat_id, at, kind, speaker, body, state, delivered_at)
      select ${workspaceId}, m.id, m.chat, now(), 'out', 'bot', '{}', 'delivered', now()
      from ${tableOf(messages, 'm', 'id uuid, chat uuid')}`)
  })
  return messages
}

test('what is due is read by its keys, also by a statement that was planned when nothing was there', async () => {
  const workspaceId = newId()
  assert.deepEqual(await dueMessages(db, workspaceId, [newId()]), [])
  const messages = await deliver(workspaceId)
  const ids = messages.map(({ id }) => id)
  const [due, read] = await db.tx('test', async (tx) => {
    const before = await rowsRead(tx)
    const rows = await dueMessages(tx, workspaceId, ids)
    return [rows, (await rowsRead(tx)) - before]
  })
  assert.deepEqual(
    due.map(({ id, contact_id, to }) => ({ id, contact_id, to })),
    messages.map(({ id, contact }) => ({ id, contact_id: contact, to: '62811' })),
    'each with its customer, in the order of their deliveries',
  )
  assert.ok(read <= MANY + 2 * PEOPLE + 1, `${read} rows read for ${MANY} messages to ${PEOPLE} people`)
})

test('a message that cannot be reckoned holds up neither those behind it nor those of its own bill', async () => {
  const workspaceId = newId()
  const messages = (await deliver(workspaceId)).slice(0, 6).map(({ id }) => id)
  const [broken, ...whole] = messages
  // a moment of which no day can be told
  await db.run(
    sql`update message set delivered_at = 'infinity' where workspace_id = ${workspaceId} and id = ${broken}`,
  )
  await db.run(sql`
    insert into bill (workspace_id, message_ids) values (${workspaceId}, ${messages.slice(0, 3)}::uuid[]), (${workspaceId}, ${messages.slice(3)}::uuid[])`)
  const booked = () =>
    db.rows<{ id: string }>(sql`
      select message_id as id from ledger_entry where workspace_id = ${workspaceId} order by message_id`)
  const writtenBills = async () => {
    const [row] = await db.rows<{ n: number }>(sql`select last_value::int as n from bill_seq_seq`)
    return row?.n ?? 0
  }
  for (let turn = 0; turn < 2; turn++)
    await assert.rejects(keepLedger(db, openBooks()), new RegExp(workspaceId))
  const before = await writtenBills()
  await assert.rejects(keepLedger(db, openBooks()), new RegExp(workspaceId))
  assert.equal(await writtenBills(), before + 1, 'alone in the queue it is tried and put back once a turn')
  assert.deepEqual(
    (await booked()).map(({ id }) => id),
    whole.toSorted(),
  )
  await db.run(
    sql`update message set delivered_at = now() where workspace_id = ${workspaceId} and id = ${broken}`,
  )
  await keepLedger(db, openBooks())
  assert.equal((await booked()).length, messages.length, 'it is billed once it can be')
})

async function rowsRead(query: Query): Promise<number> {
  const [sum] = await query.rows<{ read: number }>(
    sql`select coalesce(sum(idx_tup_fetch), 0)::int as read from pg_stat_xact_user_tables`,
  )
  return sum?.read ?? 0
}
