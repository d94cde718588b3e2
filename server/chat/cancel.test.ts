import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Db, openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { takeBack } from '#server/chat/cancel.ts'
import { claimOutbox } from '#server/chat/send.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'

let database: TestDatabase
let db: Db
before(async () => {
  database = await createTestDatabase()
  db = openDb({ connection: database.connection, max: 8, sees: 'all', name: 'test', patience: 5000 })
})
after(async () => {
  await db?.[Symbol.asyncDispose]()
  await database?.[Symbol.asyncDispose]()
})

const NOBODY = { all: [], broadcasts: [], templates: [] }
const MANY = 60

/** So many messages of as many chats stand in the outbox. */
async function outboxOf(workspaceId: string, many: number, state: string): Promise<string[]> {
  const ids = Array.from({ length: many }, newId)
  await db.run(sql`
    insert into message (workspace_id, id, chat_id, at, kind, speaker, body, state, rung)
    select ${workspaceId}, id, id, now(), 'out', 'agent', '{}', 'queued', 0 from unnest(${ids}::uuid[]) as id`)
  await db.run(sql`
    insert into outbox (workspace_id, message_id, chat_id, phone_number_id, lane, state, recipient, patience)
    select ${workspaceId}, id, id, ${newId()}, 1, ${state}, '{}', 15 from unnest(${ids}::uuid[]) as id`)
  return ids
}

test('a message is called back or called for, never both, when both want it at once', async () => {
  const workspaceId = newId()
  const ids = await outboxOf(workspaceId, MANY, 'pending')
  const back = new Set<string>()
  const calledFor = new Set<string>()
  const callBack = async (id: string) => {
    if (await db.tx('test', (tx) => takeBack(tx, workspaceId, id))) back.add(id)
  }
  const post = async () => {
    for (let round = 0; round < MANY; round++)
      for (const { message_id } of await claimOutbox(db, workspaceId, NOBODY, 2)) calledFor.add(message_id)
  }
  await Promise.all([post(), post(), ...ids.toReversed().map(callBack)])
  assert.deepEqual(
    ids.filter((id) => back.has(id) === calledFor.has(id)),
    [],
    'each went one way',
  )
  assert.ok(back.size > 0 && calledFor.size > 0, `both had some: ${back.size} back, ${calledFor.size} gone`)
  const rows = await db.rows<{ id: string; state: string; waits: string | null }>(sql`
    select m.id, m.state, o.state as waits from message m
    left join outbox o on o.workspace_id = m.workspace_id and o.message_id = m.id where m.workspace_id = ${workspaceId}`)
  for (const { id, state, waits } of rows)
    assert.deepEqual([state, waits], back.has(id) ? ['cancelled', null] : ['queued', 'sending'])
})

test('what Meta has, or may have, is not called back', async () => {
  const workspaceId = newId()
  for (const state of ['sending', 'uncertain']) {
    const [id = ''] = await outboxOf(workspaceId, 1, state)
    assert.equal(await db.tx('test', (tx) => takeBack(tx, workspaceId, id)), false, state)
  }
  const [id = ''] = await outboxOf(workspaceId, 1, 'waiting')
  assert.equal(await db.tx('test', (tx) => takeBack(tx, workspaceId, id)), true)
  assert.equal(await db.tx('test', (tx) => takeBack(tx, workspaceId, id)), false, 'once')
})
