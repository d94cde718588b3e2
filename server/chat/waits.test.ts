import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { HOUR, MINUTE } from '#core/base/time.ts'
import type { SendFacts } from '#core/policy/facts.ts'
import type { Foresight } from '#core/policy/foresight.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import { type Bus, openBus } from '#server/base/bus.ts'
import { type Db, openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { createLog } from '#server/base/log.ts'
import { sql } from '#server/base/sql.ts'
import { LANES } from '#server/chat/compose.ts'
import { endWaits } from '#server/chat/waits.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { insertShop } from '../../test/shop-rows.ts'

let database: TestDatabase
let db: Db
let bus: Bus
const log = createLog({ level: 'silent' })
const [WORKSPACE, PLACE, CHAT] = [newId(), newId(), newId()]
before(async () => {
  database = await createTestDatabase()
  db = openDb({ connection: database.connection, max: 2, sees: 'all', name: 'test', patience: 2000 })
  bus = await openBus(database.connection, newId(), log)
  await insertShop(db, { workspaceId: WORKSPACE, channelId: PLACE, numberId: PLACE })
  await db.run(sql`
    insert into contact (workspace_id, id, name, profile_name, search_name) values (${WORKSPACE}, ${CHAT}, '', '', '')`)
  await db.run(sql`
    insert into chat (workspace_id, id, contact_id, phone_number_id, last_at) values (${WORKSPACE}, ${CHAT}, ${CHAT}, ${PLACE}, now())`)
})
after(async () => {
  await bus?.[Symbol.asyncDispose]()
  await db?.[Symbol.asyncDispose]()
  await database?.[Symbol.asyncDispose]()
})

const templateOf = (name: string): Draft => ({
  kind: 'template',
  name,
  language: 'id',
  body: [],
  buttons: [],
})

/** What the gate is told about each template, by its name. */
function foreseeing(facts: Readonly<Record<string, Partial<SendFacts>>>) {
  const known = (draft: Draft) => ({
    isLinked: true,
    ...(draft.kind === 'template' ? facts[draft.name] : {}),
  })
  const foresight = { factsOf: known, expenseOf: () => null } as unknown as Foresight
  return async () => foresight
}

/** Two messages of one turn: the first waits for its own reason, the second because of it. Their moment has come. */
async function turnThatWaits(): Promise<readonly [string, string]> {
  await db.run(sql`delete from outbox where workspace_id = ${WORKSPACE}`)
  const rows = [
    { name: 'promo', refusal: 'marketing-capped', facts: {} },
    { name: 'kabar', refusal: 'behind-waiting', facts: { before: 'marketing-capped' } },
  ]
  const ids = []
  for (const { name, refusal, facts } of rows) {
    const id = newId()
    const verdict = { allowed: false, rules: [], facts, refusal, remedy: 'wait' }
    await db.run(sql`
      insert into message (workspace_id, id, chat_id, at, kind, speaker, body, state, rung, verdict)
      values (${WORKSPACE}, ${id}, ${CHAT}, now(), 'out', 'bot', ${JSON.stringify(templateOf(name))}, 'queued', 0, ${JSON.stringify(verdict)})`)
    await db.run(sql`
      insert into outbox (workspace_id, message_id, chat_id, phone_number_id, lane, state, recipient, due_at)
      values (${WORKSPACE}, ${id}, ${CHAT}, ${PLACE}, ${LANES.reply}, 'waiting', '{"waId": "628111"}', now() - interval '1 second')`)
    ids.push(id)
  }
  return [ids[0] ?? '', ids[1] ?? '']
}

async function standing(id: string) {
  const [row] = await db.rows<{ state: string; refusal: string | null; due: number | null }>(sql`
    select m.state, m.verdict ->> 'refusal' as refusal, o.due_at as due from message m
    left join outbox o on o.workspace_id = m.workspace_id and o.message_id = m.id
    where m.workspace_id = ${WORKSPACE} and m.id = ${id}`)
  return row ?? assert.fail('the message is there')
}

test('what waits on holds back what waits behind it in its turn, and both go in their order', async () => {
  const [first, second] = await turnThatWaits()
  const until = Date.now() + HOUR
  const held = { marketingHeldUntil: until, template: PROMO }
  await endWaits({ db, bus, log, foresee: foreseeing({ promo: held }) })
  assert.deepEqual(await standing(first), { state: 'queued', refusal: 'marketing-capped', due: until })
  assert.deepEqual(await standing(second), { state: 'queued', refusal: 'behind-waiting', due: until })
  await db.run(sql`update outbox set due_at = now() where workspace_id = ${WORKSPACE}`)
  await endWaits({ db, bus, log, foresee: foreseeing({ promo: { template: PROMO } }) })
  const states = await db.rows<{ message_id: string }>(sql`
    select message_id from outbox where workspace_id = ${WORKSPACE} and state = 'pending' order by seq`)
  assert.deepEqual(
    states.map(({ message_id }) => message_id),
    [first, second],
  )
})

test('what is refused after its wait takes what stands behind it along', async () => {
  const [first, second] = await turnThatWaits()
  await endWaits({ db, bus, log, foresee: foreseeing({ promo: { template: null } }) })
  assert.deepEqual(await standing(first), { state: 'refused', refusal: 'template-missing', due: null })
  assert.deepEqual(await standing(second), { state: 'refused', refusal: 'behind-refused', due: null })
})

test('what stands behind a message that another process still holds waits for it', async () => {
  const [first, second] = await turnThatWaits()
  const later = new Date(Date.now() + 5 * MINUTE).toISOString()
  await db.run(sql`
    update outbox set due_at = ${later}::timestamptz where workspace_id = ${WORKSPACE} and message_id = ${first}`)
  await endWaits({ db, bus, log, foresee: foreseeing({}) })
  const { refusal, due } = await standing(second)
  assert.deepEqual([refusal, due], ['behind-waiting', Date.parse(later)])
})

const PROMO = { name: 'promo', language: 'id', status: 'APPROVED', category: 'MARKETING', bodyValues: 0 }
