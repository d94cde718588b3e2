import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { climb, type MessageState, RUNGS } from '#core/chat/status.ts'
import type { Status } from '#core/whatsapp/heard.ts'
import { openBus } from '#server/base/bus.ts'
import { type Db, openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { createLog } from '#server/base/log.ts'
import { sql } from '#server/base/sql.ts'
import { applyReports, reportsOf, returnParked } from '#server/chat/statuses.ts'
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
  assert.equal(report?.sent_at, '1970-01-01T00:00:01.000Z')
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
        await db.tx('test', async (tx) => void (await applyReports(tx, workspaceId, reports)))
        const best = reports[0]
        if (best?.state) wanted = climb(wanted, best.state as MessageState)
        if (best?.failed) wanted = climb(wanted, 'failed')
      }
      const [row] = await db.rows<{ state: string }>(
        sql`select state from message where workspace_id = ${workspaceId} and id = ${id}`,
      )
      assert.equal(row?.state, wanted)
    }),
    { numRuns: 60 },
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
    await db.tx('test', async (tx) => void (await applyReports(tx, workspaceId, reports)))
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
