import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { climb, type MessageState, RUNGS } from '#core/chat/status.ts'
import type { Status } from '#core/whatsapp/heard.ts'
import { type Db, openDb } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { applyReports, reportsOf } from '#server/chat/statuses.ts'
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
