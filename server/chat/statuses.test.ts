import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { climb, MESSAGE_STATES, type MessageState, RUNGS } from '#core/chat/status.ts'
import type { Status } from '#core/whatsapp/heard.ts'
import { openBus } from '#server/base/bus.ts'
import { type Db, openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { createLog, Secret } from '#server/base/log.ts'
import { sql } from '#server/base/sql.ts'
import { REACHED, stateAfter } from '#server/chat/ladder.ts'
import { workOffReports } from '#server/chat/reports.ts'
import { reportsApplied, reportsOf, returnParked } from '#server/chat/statuses.ts'
import { openCallback } from '#server/whatsapp/keys.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'

let database: TestDatabase
let db: Db
before(async () => {
  database = await createTestDatabase()
  db = openDb({ connection: database.connection, max: 2, sees: 'all', name: 'test', patience: 2000 })
})
after(async () => {
  await db?.[Symbol.asyncDispose]()
  await database?.[Symbol.asyncDispose]()
})

const status = (name: Status['status'], at = 1): Status => ({ wamid: 'wamid.x', status: name, at: at * 1000 })

test('reports of one message are taken together: the highest rung, and when each was reached', () => {
  const [report] = reportsOf([status('read', 3), status('sent', 1), status('delivered', 2)], () => undefined)
  assert.equal(report?.state, 'read')
  assert.equal(report?.rung, RUNGS.read)
  assert.equal(report?.sent_at, 1000)
})

test('the ladder in SQL is the ladder of the rule: from every state, for every report', async () => {
  const workspaceId = newId()
  const cases = MESSAGE_STATES.flatMap((state) =>
    REACHED.flatMap((reached) => [false, true].map((failed) => ({ id: newId(), state, reached, failed }))),
  )
  await db.run(sql`
    insert into message (workspace_id, id, chat_id, at, kind, speaker, body, state, rung)
    select ${workspaceId}, c.id, c.id, now(), 'out', 'bot', '{}', c.state, c.rung
    from json_to_recordset(${JSON.stringify(cases.map((one) => ({ ...one, rung: RUNGS[one.state] })))})
      as c (id uuid, state text, rung smallint)`)
  const at = Date.UTC(2026, 0)
  const reports = cases.map(({ id, reached, failed }) => ({
    ...{
      id,
      wamid: `wamid.${id}`,
      state: reached,
      rung: reached ? RUNGS[reached] : 0,
      accepted: false,
      failed,
    },
    ...{ fault: null, pricing: null, sent_at: at, delivered_at: null, read_at: null, failed_at: null },
  }))
  await db.tx('test', async (tx) => void (await tx.run(reportsApplied(workspaceId, reports))))
  const rows = await db.rows<{ id: string; state: string }>(
    sql`select id, state from message where workspace_id = ${workspaceId}`,
  )
  const after = new Map(rows.map(({ id, state }) => [id, state]))
  for (const { id, state, reached, failed } of cases) {
    const wanted = stateAfter(state, reached, failed)
    assert.equal(after.get(id), wanted, `${state} after ${reached}${failed ? ' and failed' : ''}`)
  }
})

test('the ladder in SQL is the ladder of the rule, for reports in any order and any batches', async () => {
  const workspaceId = newId()
  const names = fc.array(fc.constantFrom('sent', 'delivered', 'read', 'played', 'failed'), {
    minLength: 1,
    maxLength: 5,
  })
  await fc.assert(
    fc.asyncProperty(fc.array(names, { minLength: 1, maxLength: 3 }), async (batches) => {
      const id = newId()
      await db.run(sql`
        insert into message (workspace_id, id, chat_id, at, kind, speaker, body, state, rung)
        values (${workspaceId}, ${id}, ${newId()}, now(), 'out', 'bot', '{}', 'accepted', ${RUNGS.accepted})`)
      let wanted: MessageState = 'accepted'
      for (const batch of batches) {
        const reports = reportsOf(
          batch.map((name) => ({ ...status(name as Status['status']), key: 'k' })),
          () => id,
        )
        await db.tx('test', async (tx) => void (await tx.run(reportsApplied(workspaceId, reports))))
        const best = reports[0]
        if (best?.state) wanted = climb(wanted, best.state as MessageState)
        if (best?.failed) wanted = climb(wanted, 'failed')
      }
      const [row] = await db.rows<{ state: string }>(
        sql`select state from message where workspace_id = ${workspaceId} and id = ${id}`,
      )
      assert.equal(row?.state, wanted)
    }),
    { numRuns: 20 },
  )
})

test('a report that was parked in the moment in which the message got its name is heard again', async () => {
  const workspaceId = newId()
  await db.run(sql`
    insert into parked_status (workspace_id, wamid, status, payload)
    values (${workspaceId}, 'wamid.met', 'delivered', ${JSON.stringify(status('delivered'))}),
           (${workspaceId}, 'wamid.foreign', 'delivered', ${JSON.stringify(status('delivered'))})`)
  await db.run(
    sql`insert into sent (workspace_id, wamid, message_id) values (${workspaceId}, 'wamid.met', ${newId()})`,
  )
  const bus = await openBus(database.connection, newId(), createLog({ level: 'silent' }))
  await returnParked(db, bus)
  await bus[Symbol.asyncDispose]()
  const back = await db.rows<{ updates: Status[] }>(
    sql`select updates from status_inbox where workspace_id = ${workspaceId}`,
  )
  assert.deepEqual(
    back.map(({ updates }) => updates.length),
    [1],
  )
  const left = await db.rows<{ wamid: string }>(
    sql`select wamid from parked_status where workspace_id = ${workspaceId}`,
  )
  assert.deepEqual(left, [{ wamid: 'wamid.foreign' }])
})

test('a report that nothing can digest holds up no other: it is tried again, and in the end set aside', async () => {
  const workspaceId = newId()
  const id = newId()
  await db.run(sql`
    insert into message (workspace_id, id, chat_id, at, kind, speaker, body, state, rung)
    values (${workspaceId}, ${id}, ${newId()}, now(), 'out', 'bot', '{}', 'accepted', ${RUNGS.accepted})`)
  const callback = openCallback(new Secret(randomBytes(32)))
  const put = (one: Status) =>
    db.run(
      sql`insert into status_inbox (workspace_id, updates) values (${workspaceId}, ${JSON.stringify([one])})`,
    )
  const key = callback.keyOf(workspaceId, id)
  await put({ ...status('sent'), at: 1e18, key })
  await put({ ...status('delivered'), key })
  const log = createLog({ level: 'silent' })
  await using bus = await openBus(database.connection, newId(), log)
  const work = () => workOffReports({ db, bus, log, callback }, workspaceId)
  await work()
  const [row] = await db.rows<{ state: string }>(sql`select state from message where id = ${id}`)
  assert.equal(row?.state, 'delivered')
  for (let attempt = 1; attempt < 3; attempt++) {
    const left = await db.rows(
      sql`update status_inbox set not_before = now() where workspace_id = ${workspaceId} and attempts = ${attempt} returning 1`,
    )
    assert.equal(left.length, 1)
    await work()
  }
  const aside = await db.rows<{ kind: string; reason: string; payload: Status[] }>(
    sql`select kind, reason, payload from quarantine where workspace_id = ${workspaceId}`,
  )
  assert.deepEqual(
    aside.map(({ kind, payload }) => [kind, payload[0]?.status]),
    [['reports', 'sent']],
  )
  assert.match(aside[0]?.reason ?? '', /RangeError/)
})

test('an acceptance makes nothing worse: what failed stays failed, what is read stays read, an old fault goes', async () => {
  const cases = [
    {
      state: 'queued',
      rung: RUNGS.queued,
      fault: '{"code":131016,"title":"again later"}',
      is: 'accepted',
      fault_is: null,
    },
    {
      state: 'failed',
      rung: RUNGS.failed,
      fault: '{"code":131026,"title":"gone"}',
      is: 'failed',
      fault_is: 131026,
    },
    { state: 'read', rung: RUNGS.read, fault: null, is: 'read', fault_is: null },
    { state: 'held', rung: RUNGS.held, fault: null, is: 'accepted', fault_is: null },
  ]
  const workspaceId = newId()
  for (const { state, rung, fault, is, fault_is } of cases) {
    const id = newId()
    await db.run(sql`
      insert into message (workspace_id, id, chat_id, at, kind, speaker, body, state, rung, fault)
      values (${workspaceId}, ${id}, ${newId()}, now(), 'out', 'bot', '{}', ${state}, ${rung}, ${fault}::json)`)
    const reports = reportsOf([{ accepted: id, wamid: `wamid.${id}` }], () => undefined)
    await db.tx('test', async (tx) => void (await tx.run(reportsApplied(workspaceId, reports))))
    const [row] = await db.rows<{ state: string; fault: { code: number } | null; wamid: string }>(
      sql`select state, fault, wamid from message where workspace_id = ${workspaceId} and id = ${id}`,
    )
    assert.equal(row?.state, is)
    assert.equal(row?.fault?.code ?? null, fault_is)
    assert.equal(row?.wamid, `wamid.${id}`)
  }
})

test('a report without our key finds its message by the acceptance that came with it', () => {
  const id = newId()
  const reports = reportsOf([status('delivered'), { accepted: id, wamid: 'wamid.x' }], () => undefined)
  assert.equal(reports.length, 1)
  assert.equal(reports[0]?.id, id)
  assert.equal(reports[0]?.state, 'delivered')
})
