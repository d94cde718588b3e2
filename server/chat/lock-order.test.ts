import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { RUNGS } from '#core/chat/status.ts'
import { PAYMENT_REFUSED } from '#core/whatsapp/doctor.ts'
import { openBus } from '#server/base/bus.ts'
import { type Db, openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { createLog, Secret } from '#server/base/log.ts'
import { sql } from '#server/base/sql.ts'
import { saveOutcomes } from '#server/chat/outcomes.ts'
import { workOffReports } from '#server/chat/reports.ts'
import { openCallback } from '#server/whatsapp/keys.ts'
import { channelOf, closeBreakers, disconnectChannel } from '#server/whatsapp/store.ts'
import { createTestDatabase } from '../../test/database.ts'
import { insertShop } from '../../test/shop-rows.ts'

/** Whoever writes down what became of messages takes their rows of the outbox before a breaker, the channel or the workspace. */
const database = await createTestDatabase()
const db: Db = openDb({
  connection: database.connection,
  ...{ max: 5, sees: 'all', name: 'test', patience: 3000 },
})
after(async () => {
  await db[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})
const FAULT = { code: PAYMENT_REFUSED, title: 'unpaid' }

test('a call’s refusal and a report of the same missing payment do not wait for each other in a circle', async () => {
  const { workspaceId, id } = await shop()
  const log = createLog({ level: 'silent' })
  await using bus = await openBus(database.connection, newId(), log)
  const callback = openCallback(new Secret(randomBytes(32)))
  const failed = {
    wamid: 'wamid.x',
    status: 'failed',
    at: Date.now(),
    key: callback.keyOf(workspaceId, id),
    fault: FAULT,
  }
  await db.run(
    sql`insert into status_inbox (workspace_id, updates) values (${workspaceId}, ${JSON.stringify([failed])})`,
  )
  const breaker = { scope: 'waba', key: '', code: PAYMENT_REFUSED, reason: 'unpaid' } as const
  await inTurn(
    id,
    () =>
      saveOutcomes(db, workspaceId, [
        {
          id,
          chat_id: id,
          claimed_at: null,
          to: 'pending',
          wamid: null,
          wait: 0,
          tried: false,
          fault: FAULT,
          breaker,
        },
      ]),
    () => workOffReports({ db, bus, log, callback }, workspaceId),
  )
  const left = await db.rows(sql`select attempts from status_inbox where workspace_id = ${workspaceId}`)
  assert.deepEqual(left, [], 'the report was applied at its first try')
})

test('a channel that is cut while a person lets sending go on does not wait for them in a circle', async () => {
  const { workspaceId, id } = await shop()
  const channel = (await channelOf(db, workspaceId)) ?? assert.fail('it is connected')
  await db.run(sql`update outbox set state = 'pending', tried_at = now() where message_id = ${id}`)
  await inTurn(
    id,
    () => db.tx('test', (tx) => closeBreakers(tx, workspaceId)),
    () => db.tx('test', (tx) => disconnectChannel(tx, channel)),
  )
  assert.equal(await channelOf(db, workspaceId), undefined)
})

/** Both come to a message that is held: first one, then the other; then it is let go. Rejects when the database had to end one of them. */
async function inTurn(
  id: string,
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
): Promise<void> {
  const both: Promise<unknown>[] = []
  await db.tx('test', async (tx) => {
    await tx.rows(sql`select 1 from outbox where message_id = ${id} for update`)
    for (const [at, work] of [first, second].entries()) {
      both.push(work())
      await waiters(at + 1)
    }
  })
  await Promise.all(both)
}

async function waiters(count: number): Promise<void> {
  for (let look = 0; look < 200; look++) {
    const waiting = await db.rows(sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
    if (waiting.length === count) return
    await sleep(20)
  }
  assert.fail(`${count} wait for the message`)
}

/** A workspace with one message that is being called for. */
async function shop() {
  const [workspaceId, numberId, id] = [newId(), newId(), newId()]
  await insertShop(db, { workspaceId, channelId: newId(), numberId })
  await db.run(sql`
    insert into message (workspace_id, id, chat_id, at, kind, speaker, body, state, rung)
    values (${workspaceId}, ${id}, ${id}, now(), 'out', 'bot', '{}', 'queued', ${RUNGS.queued})`)
  await db.run(sql`
    insert into outbox (workspace_id, message_id, chat_id, phone_number_id, lane, state, recipient, attempts)
    values (${workspaceId}, ${id}, ${id}, ${numberId}, 0, 'sending', '{}', 1)`)
  return { workspaceId, id }
}
