import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { MINUTE, SECOND } from '#core/base/time.ts'
import { RUNGS } from '#core/chat/status.ts'
import { classifyAnswer, RETRY_FOR } from '#core/whatsapp/fault.ts'
import { openBus } from '#server/base/bus.ts'
import { type Db, openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { createLog } from '#server/base/log.ts'
import { sql } from '#server/base/sql.ts'
import { type Claimed, failedHere } from '#server/chat/call.ts'
import { NO_HANDS } from '#server/chat/compose.ts'
import { type Outcome, saveOutcomes } from '#server/chat/outcomes.ts'
import { openPacer } from '#server/chat/pacer.ts'
import { claimOutbox, openPost, waitToSave } from '#server/chat/send.ts'
import type { Callback } from '#server/whatsapp/keys.ts'
import type { Lines } from '#server/whatsapp/lines.ts'
import { closeBreakers } from '#server/whatsapp/store.ts'
import { createTestDatabase } from '../../test/database.ts'

const database = await createTestDatabase()
const db: Db = openDb({
  connection: database.connection,
  ...{ max: 3, sees: 'all', name: 'test', patience: 3000 },
})
after(async () => {
  await db[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

const SPEAKING = { all: [], broadcasts: [], templates: [] }
const BUSY = { status: 503, body: { error: { code: 2, message: 'down' } } }

test('what waited for hours before its first call has all its tries, and half an hour from then', async () => {
  const { workspaceId, queue, claim } = shop()
  const id = await queue({ waited: '8 hours' })
  const first = await claim(id)
  assert.equal(
    classifyAnswer({ ...BUSY, attempt: first.attempts, age: first.age }, Math.random).exhausted,
    false,
  )
  await saveOutcomes(db, workspaceId, [outcome(first, { to: 'pending' })])
  await db.run(sql`
    update outbox set tried_at = tried_at - ${RETRY_FOR} * interval '1 millisecond', due_at = now() where message_id = ${id}`)
  const second = await claim(id)
  assert.equal(
    classifyAnswer({ ...BUSY, attempt: second.attempts, age: second.age }, Math.random).exhausted,
    true,
  )
})

test('what stood behind a breaker begins anew when a person lets sending go on', async () => {
  const { workspaceId, queue, claim } = shop()
  const id = await queue({ waited: '8 hours' })
  const first = await claim(id)
  await saveOutcomes(db, workspaceId, [outcome(first, { to: 'pending', tried: false })])
  await db.run(sql`update outbox set tried_at = tried_at - interval '8 hours' where message_id = ${id}`)
  await db.tx('test', (tx) => closeBreakers(tx, workspaceId))
  assert.ok((await claim(id)).age < RETRY_FOR)
})

test('what has to wait for its turn goes on waiting, to a part of a millisecond too', async () => {
  const { workspaceId, queue, claim, stateOf } = shop()
  const id = await queue({})
  await saveOutcomes(db, workspaceId, [
    outcome(await claim(id), { to: 'pending', tried: false, wait: 5310.25 }),
  ])
  assert.deepEqual(await stateOf(id), { message: 'queued', outbox: 'pending' })
})

test('a process that overslept and says “failed” of its own try does not end the try of another', async () => {
  const { workspaceId, queue, claim, stateOf } = shop()
  const id = await queue({})
  const overslept = await claim(id)
  await db.run(sql`update outbox set state = 'pending', due_at = now() where message_id = ${id}`) // the sweeper had proof
  const other = await claim(id)
  assert.equal(other.attempts, 2)
  const fault = { code: 131026, title: 'gone' }
  await saveOutcomes(db, workspaceId, [outcome(overslept, { to: 'failed', fault })])
  assert.deepEqual(await stateOf(id), { message: 'queued', outbox: 'sending' })
  await saveOutcomes(db, workspaceId, [outcome(other, { to: 'failed', fault })])
  assert.deepEqual(await stateOf(id), { message: 'failed', outbox: null })
})

test('what is written down twice, because the answer to its commit was lost, does not end the try that came after it', async () => {
  const { workspaceId, queue, claim, stateOf } = shop()
  const id = await queue({})
  const early = outcome(await claim(id), { to: 'pending', tried: false })
  await saveOutcomes(db, workspaceId, [early])
  const next = await claim(id)
  await saveOutcomes(db, workspaceId, [early])
  assert.deepEqual(await stateOf(id), { message: 'queued', outbox: 'sending' })
  await saveOutcomes(db, workspaceId, [outcome(next, { to: 'pending', tried: false })])
  assert.deepEqual(await stateOf(id), { message: 'queued', outbox: 'pending' })
})

test('what the post has claimed meanwhile is not put back by a desk whose commit came through unheard', async () => {
  const { queue, claim, giveUp, stateOf } = shop()
  const id = await queue({})
  await claim(id)
  await giveUp([id])
  assert.deepEqual(await stateOf(id), { message: 'queued', outbox: 'sending' })
})

test('what nobody called for goes again, also when the database that lost the commit’s answer is away for a moment more', async () => {
  const { queue, giveUp, stateOf } = shop()
  const id = await queue({ byDesk: true })
  let asked = 0
  const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  await giveUp([id], {
    ...db,
    run: async (statement) => (++asked === 1 ? Promise.reject(away) : db.run(statement)),
  })
  assert.deepEqual([asked, await stateOf(id)], [2, { message: 'queued', outbox: 'pending' }])
})

test('what calls came to is not forgotten while the database is away for minutes', () => {
  const away = Object.assign(new Error('the database system is in recovery mode'), { code: '57P03' })
  const failed = { tries: 30, passed: 90 * SECOND, error: away, closing: false }
  assert.equal(waitToSave(failed), 3000)
  assert.equal(waitToSave({ ...failed, passed: 10 * MINUTE }), null, 'the sweeper has given them up by then')
  assert.equal(waitToSave({ ...failed, closing: true }), null, 'a stop does not wait for it')
  assert.equal(waitToSave({ ...failed, error: new Error('a wrong statement') }), null)
  assert.equal(waitToSave({ ...failed, tries: 1, closing: true }), 300, 'a moment is waited for in any case')
})

test('an error whose words are cut in the middle of an emoji keeps no other outcome from being written down', async () => {
  const { workspaceId, queue, claim, stateOf } = shop()
  const broken = await queue({})
  const first = failedHere(await claim(broken), `${'x'.repeat(299)}😀`)
  const good = await queue({})
  const second = outcome(await claim(good), { to: 'accepted', wamid: 'wamid.good' })
  await saveOutcomes(db, workspaceId, [first, second])
  assert.deepEqual(await stateOf(broken), { message: 'failed', outbox: null })
  assert.deepEqual(
    await stateOf(good),
    { message: 'queued', outbox: null },
    'its acceptance waits with the reports',
  )
})

test('what nobody called for goes again, also when the answer to its commit was waited for so long that it counts as uncertain', async () => {
  const { workspaceId, queue, claim, giveUp, stateOf } = shop()
  const mine = await queue({ byDesk: true })
  const others = await queue({})
  await claim(others)
  await db.run(sql`update outbox set state = 'pending' where message_id = ${others}`)
  await claim(others)
  await db.run(sql`update outbox set state = 'uncertain' where workspace_id = ${workspaceId}`)
  await db.run(
    sql`update message set state = 'uncertain', rung = ${RUNGS.uncertain} where workspace_id = ${workspaceId}`,
  )
  await giveUp([mine, others])
  assert.deepEqual(await stateOf(mine), { message: 'queued', outbox: 'pending' })
  assert.deepEqual(
    await stateOf(others),
    { message: 'uncertain', outbox: 'uncertain' },
    'another try is not ours',
  )
})

/** A workspace with messages that wait to go out. */
function shop() {
  const workspaceId = newId()
  return {
    workspaceId,
    /** `byDesk`: written down as `sending` at once, for the desk's own process to carry. */
    async queue({ waited = '0', byDesk = false }): Promise<string> {
      const id = newId()
      await db.run(sql`
        insert into message (workspace_id, id, chat_id, at, kind, speaker, body, state, rung)
        values (${workspaceId}, ${id}, ${id}, now(), 'out', 'bot', '{}', 'queued', ${RUNGS.queued})`)
      await db.run(sql`
        insert into outbox (workspace_id, message_id, chat_id, phone_number_id, lane, state, attempts, recipient, created_at, sending_at)
        values (${workspaceId}, ${id}, ${id}, ${newId()}, 0, ${byDesk ? 'sending' : 'pending'}, ${byDesk ? 1 : 0}, '{}',
                now() - ${waited}::interval, case when ${byDesk} then now() end)`)
      return id
    },
    async claim(id: string): Promise<Claimed> {
      const rows = await claimOutbox(db, workspaceId, SPEAKING, 10)
      return rows.find(({ message_id }) => message_id === id) ?? assert.fail('it can be called for')
    },
    async giveUp(ids: readonly string[], over: Db = db): Promise<void> {
      const log = createLog({ level: 'silent' })
      await using bus = await openBus(database.connection, newId(), log)
      const unused = { lines: {} as Lines, callback: {} as Callback, pacer: openPacer() }
      await using post = openPost({ ...unused, db: over, bus, log })
      post.giveUp({ ...NO_HANDS, workspaceId, passed: () => 0, line: null }, ids)
    },
    async stateOf(id: string) {
      const [row] = await db.rows<{ message: string; outbox: string | null }>(sql`
        select m.state as message, o.state as outbox
        from message m left join outbox o on o.workspace_id = m.workspace_id and o.message_id = m.id
        where m.workspace_id = ${workspaceId} and m.id = ${id}`)
      return row
    },
  }
}

function outcome(row: Claimed, more: Partial<Outcome>): Outcome {
  return {
    ...{
      id: row.message_id,
      chat_id: row.chat_id,
      claimed_at: row.claimed_at,
      to: 'accepted',
      wamid: null,
      wait: 0,
    },
    ...{ tried: true, fault: null, breaker: null },
    ...more,
  }
}
