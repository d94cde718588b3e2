import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { openDb } from './db.ts'
import { type Job, openJobs } from './jobs.ts'
import { createLog } from './log.ts'

let database: TestDatabase
before(async () => {
  database = await createTestDatabase()
})
after(() => database[Symbol.asyncDispose]())

test('a job that fails is told and tried again alone; the others of its batch are done once', async () => {
  const { connection } = database
  const lines: string[] = []
  const sink = { write: (line: string) => void lines.push(line) }
  const log = createLog({ level: 'warn', pretty: false, sink })
  await using db = openDb({ connection, max: 2, sees: 'all', name: 'test', patience: 3000 })
  await using jobs = await openJobs(connection, log)
  const job: Job<{ at: number }> = { name: 'test.work', parse: (raw) => raw as { at: number } }
  for (const at of [0, 1, 2, 3, 4]) await jobs.enqueue(db, job, { at })
  const tries: number[] = []
  const done = Promise.withResolvers<void>()
  await jobs.handle(job, async ({ at }) => {
    tries.push(at)
    if (at === 1 && tries.filter((one) => one === 1).length < 2)
      throw new Error('550 <sari@toko.id> is poison')
    if (tries.length >= 6) done.resolve()
  })
  await done.promise
  assert.deepEqual(tries.toSorted(), [0, 1, 1, 2, 3, 4])
  const told = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'a job failed')
  assert.deepEqual(
    told.map(({ job, reason }) => [job, reason]),
    [['test.work', '550 <…@toko.id> is poison']],
  )
})
