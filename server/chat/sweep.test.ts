import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { HOUR } from '#core/base/time.ts'
import { TRIES_MAX } from '#core/whatsapp/fault.ts'
import { type Bus, openBus } from '#server/base/bus.ts'
import { type Db, openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { createLog } from '#server/base/log.ts'
import { type Sql, sql } from '#server/base/sql.ts'
import { LANES } from '#server/chat/compose.ts'
import { saveOutcomes } from '#server/chat/outcomes.ts'
import { claimOutbox } from '#server/chat/send.ts'
import { PATIENCE, settleOf, sweepOutbox } from '#server/chat/sweep.ts'
import { channelOf, disconnectChannel } from '#server/whatsapp/store.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { insertShop } from '../../test/shop-rows.ts'

let database: TestDatabase
let db: Db
let bus: Bus
const log = createLog({ level: 'silent' })
const [WORKSPACE, NUMBER] = [newId(), newId()]
before(async () => {
  database = await createTestDatabase()
  db = openDb({ connection: database.connection, max: 2, sees: 'all', name: 'test', patience: 2000 })
  bus = await openBus(database.connection, newId(), log)
  await insertShop(db, { workspaceId: WORKSPACE, channelId: NUMBER, numberId: NUMBER })
})
after(async () => {
  await bus?.[Symbol.asyncDispose]()
  await db?.[Symbol.asyncDispose]()
  await database?.[Symbol.asyncDispose]()
})

const open = { lane: LANES.reply, attempts: 1, age: 95, quiet: 95, outage: false, reported: true }
const cases = [
  {
    say: 'quiet long enough, and later messages are reported: it did not go out, so it goes again',
    row: open,
    is: 'again',
  },
  {
    say: 'a call that comes to nothing again and again is not made for ever: a person decides',
    row: { ...open, lane: LANES.broadcast, attempts: TRIES_MAX },
    is: 'hold',
  },
  { say: 'too early: the report may still come', row: { ...open, quiet: 89 }, is: 'wait' },
  { say: 'without proof that reports arrive nobody knows', row: { ...open, reported: false }, is: 'wait' },
  { say: 'after an outage of ours reports come later still', row: { ...open, outage: true }, is: 'wait' },
  {
    say: 'a bot’s answer that came two minutes late is worse than none',
    row: { ...open, age: 121 },
    is: 'hold',
  },
  { say: 'an agent is there to decide', row: { ...open, lane: LANES.agent, age: 200 }, is: 'hold' },
  {
    say: 'a template may wait for proof',
    row: { ...open, lane: LANES.transactional, age: 500, quiet: 500, reported: false },
    is: 'wait',
  },
  {
    say: 'after ten minutes we stop asking and let the chat go on',
    row: { ...open, lane: LANES.broadcast, age: 601, quiet: 601, reported: false },
    is: 'hold',
  },
] as const

for (const { say, row, is } of cases) test(say, () => assert.equal(settleOf(row, PATIENCE), is))

test('a call that was never answered becomes uncertain, and in the end is held with its chat free again', async () => {
  const id = await waiting({ state: 'sending', quiet: 700, lease: -1 })
  await sweepOutbox({ db, bus, log }, PATIENCE)
  assert.deepEqual(await messageNow(id), { state: 'held', fault: null })
  assert.equal(await inOutbox(id), 0)
})

test('a message that waited past its window is refused, and says why', async () => {
  const id = await waiting({ state: 'pending', quiet: null, lease: null, expires: -5 })
  await sweepOutbox({ db, bus, log }, PATIENCE)
  const { state, fault } = await messageNow(id)
  assert.equal(state, 'refused')
  assert.equal(fault?.code, 131047)
  assert.equal(await inOutbox(id), 0)
})

test('a message whose customer wrote again while it waited is not refused: the newest window counts', async () => {
  const [late, renewed] = [newId(), newId()]
  const [lost, kept] = [
    await waiting({ state: 'pending', quiet: null, lease: null, expires: -5, chat: late }),
    await waiting({ state: 'pending', quiet: null, lease: null, expires: -5, chat: renewed }),
  ]
  for (const [chat, minutes] of [
    [late, 24 * 60 + 1],
    [renewed, 1],
  ] as const)
    await talked(chat, minutes)
  await sweepOutbox({ db, bus, log }, PATIENCE)
  assert.equal((await messageNow(lost)).state, 'refused')
  assert.equal((await messageNow(kept)).state, 'queued')
  const claimed = await claimOutbox(db, WORKSPACE, { all: [], broadcasts: [], templates: [] }, 10)
  const row = claimed.find(({ message_id }) => message_id === kept) ?? assert.fail('it goes')
  const left = (row.expires_at ?? 0) - Date.now()
  assert.ok(left > 23 * HOUR && left < 24 * HOUR, 'and may go as long as that window is open')
  await db.run(sql`delete from outbox where workspace_id = ${WORKSPACE}`)
})

test('proof is also what was written down before the lost call and accepted after it, as in a broadcast; not where our door was away', async () => {
  const number = NUMBER
  const earlier = Array.from({ length: 3 }, newId)
  const lost = await waiting({ state: 'uncertain', quiet: 100, lease: -80, lane: LANES.broadcast, number })
  await db.run(sql`
    insert into contact (workspace_id, id, name, profile_name, search_name)
    select ${WORKSPACE}, id, '', '', '' from unnest(${earlier}::uuid[]) id`)
  await db.run(sql`
    insert into chat (workspace_id, id, contact_id, phone_number_id, last_at)
    select ${WORKSPACE}, id, id, ${number}, now() from unnest(${earlier}::uuid[]) id`)
  await db.run(sql`
    insert into message (workspace_id, id, chat_id, at, kind, speaker, body, state, rung, accepted_at)
    select ${WORKSPACE}, id, id, now(), 'out', 'bot', '{}', 'delivered', 7, now() - interval '60 seconds'
    from unnest(${earlier}::uuid[]) id`)
  const stateAfter = async (outage: Sql) => {
    await db.run(sql`delete from process`)
    await db.run(outage)
    await sweepOutbox({ db, bus, log }, PATIENCE)
    const [row] = await db.rows<{ state: string }>(sql`
      select state from outbox where workspace_id = ${WORKSPACE} and message_id = ${lost}`)
    return row?.state
  }
  const door = sql`insert into process (id, host, roles, started_at, beat_at, back_at)`
  const day = sql`now() - interval '1 day'`
  assert.equal(
    await stateAfter(
      sql`${door} values (${newId()}, '', 'web', ${day}, now(), now() - interval '30 seconds')`,
    ),
    'uncertain',
    'the database was away since, or the process stood still: its reports come later',
  )
  assert.equal(
    await stateAfter(
      sql`${door} values (${newId()}, '', 'web', ${day}, now() - interval '60 seconds', null)`,
    ),
    'uncertain',
    'it is away still',
  )
  assert.equal(
    await stateAfter(sql`${door} values (${newId()}, '', 'web', ${day}, now(), ${day})`),
    'pending',
  )
})

test('what was being called for when its channel was cut, and is to be tried again, fails too: no later channel sends it', async () => {
  const [workspaceId, numberId, id] = [newId(), newId(), newId()]
  await insertShop(db, { workspaceId, channelId: numberId, numberId })
  const channel = (await channelOf(db, workspaceId)) ?? assert.fail('it is connected')
  await db.run(sql`
    insert into message (workspace_id, id, chat_id, at, kind, speaker, body, state, rung)
    values (${workspaceId}, ${id}, ${id}, now(), 'out', 'bot', '{"kind":"template"}', 'queued', 0)`)
  await db.run(sql`
    insert into outbox (workspace_id, message_id, chat_id, phone_number_id, lane, state, recipient, template, attempts)
    values (${workspaceId}, ${id}, ${id}, ${numberId}, 2, 'sending', '{}', true, 1)`)
  await db.tx('test', (tx) => disconnectChannel(tx, channel))
  const again = {
    id,
    chat_id: id,
    claimed_at: null,
    to: 'pending',
    wamid: null,
    wait: 0,
    tried: true,
  } as const
  await saveOutcomes(db, workspaceId, [{ ...again, fault: null, breaker: null }])
  await sweepOutbox({ db, bus, log }, PATIENCE)
  const [row] = await db.rows<{ state: string; fault: { code: number } | null; left: boolean }>(sql`
    select state, fault, exists (select 1 from outbox where workspace_id = ${workspaceId}) as left
    from message where workspace_id = ${workspaceId} and id = ${id}`)
  assert.deepEqual([row?.state, row?.fault?.code, row?.left], ['failed', 133010, false])
})

type Waiting = {
  readonly state: string
  /** Seconds since the call began; until its lease ends; until its window closes. */
  readonly quiet: number | null
  readonly lease: number | null
  readonly expires?: number
  readonly lane?: number
  readonly number?: string
  readonly chat?: string
}

async function waiting({
  state,
  quiet,
  lease,
  expires = 3600,
  lane = LANES.reply,
  number = newId(),
  chat = newId(),
}: Waiting): Promise<string> {
  const id = newId()
  await db.run(sql`
    insert into message (workspace_id, id, chat_id, at, kind, speaker, body, state, rung)
    values (${WORKSPACE}, ${id}, ${chat}, now(), 'out', 'bot', '{}', 'queued', 0)`)
  await db.run(sql`
    insert into outbox (workspace_id, message_id, chat_id, phone_number_id, lane, state, recipient, sending_at, lease_until, expires_at)
    values (${WORKSPACE}, ${id}, ${chat}, ${number}, ${lane}, ${state}, '{}', now() - ${quiet} * interval '1 second',
            now() + ${lease} * interval '1 second', now() + ${expires} * interval '1 second')`)
  return id
}

/** A chat whose customer wrote so many minutes ago. */
async function talked(id: string, minutes: number): Promise<void> {
  await db.run(sql`
    insert into contact (workspace_id, id, name, profile_name, search_name) values (${WORKSPACE}, ${id}, '', '', '')`)
  await db.run(sql`
    insert into chat (workspace_id, id, contact_id, phone_number_id, last_at, last_inbound_at)
    values (${WORKSPACE}, ${id}, ${id}, ${NUMBER}, now(), now() - ${minutes} * interval '1 minute')`)
}

async function messageNow(id: string) {
  const [row] = await db.rows<{ state: string; fault: { code: number } | null }>(sql`
    select state, fault from message where workspace_id = ${WORKSPACE} and id = ${id}`)
  assert.ok(row)
  return row
}

async function inOutbox(id: string): Promise<number> {
  return (await db.rows(sql`select 1 from outbox where workspace_id = ${WORKSPACE} and message_id = ${id}`))
    .length
}
