import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { until } from '../../test/rig.ts'
import { openDb } from './db.ts'
import { deadJobsOf, retryDead } from './dead.ts'
import { type Job, openJobs } from './jobs.ts'
import { createLog } from './log.ts'
import { sql } from './sql.ts'

/** Seconds; the pause before a retry is the product's own. */
const LOOK_S = 0.5
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
  await using jobs = await openJobs(connection, log, LOOK_S)
  const job: Job<{ at: number }> = { name: 'test.work', parse: (raw) => raw as { at: number } }
  for (const at of [0, 1, 2, 3, 4]) await jobs.enqueue(db, job, { at })
  const tries: number[] = []
  const names = new Set<string>()
  const done = Promise.withResolvers<void>()
  await jobs.handle(job, async ({ at }, id) => {
    tries.push(at)
    names.add(id)
    if (at === 1 && tries.filter((one) => one === 1).length < 2)
      throw new Error('550 <sari@toko.id> is poison')
    if (tries.length >= 6) done.resolve()
  })
  await done.promise
  assert.deepEqual(tries.toSorted(), [0, 1, 1, 2, 3, 4])
  assert.equal(names.size, 5, 'a job keeps its id from try to try')
  const told = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'a job failed')
  assert.deepEqual(
    told.map(({ job, reason }) => [job, reason]),
    [['test.work', '550 <…@toko.id> is poison']],
  )
})

test('a letter that is sent is sent: a slow neighbour in its batch, or the end of the process over it, does not send it again', async () => {
  const { connection } = database
  const log = createLog({ level: 'silent', pretty: false, sink: { write: () => undefined } })
  await using db = openDb({ connection, max: 2, sees: 'all', name: 'test', patience: 3000 })
  await using jobs = await openJobs(connection, log, LOOK_S)
  const job: Job<{ at: number }> = { name: 'test.letter', parse: (raw) => raw as { at: number }, once: true }
  for (const at of [0, 1, 2]) await jobs.enqueue(db, job, { at })
  const before: number[] = []
  const done = Promise.withResolvers<void>()
  await jobs.handle(job, async () => {
    const [row] = await db.rows<{ settled: number }>(sql`
      select count(*)::int as settled from jobs.job where name = 'test.letter' and state = 'completed'`)
    if (before.push(row?.settled ?? 0) === 3) done.resolve()
  })
  await done.promise
  assert.deepEqual(before, [0, 1, 2])
})

test('a job is tried again after the pause that its kind asks for', async () => {
  const { connection } = database
  const log = createLog({ level: 'silent', pretty: false, sink: { write: () => undefined } })
  await using db = openDb({ connection, max: 2, sees: 'all', name: 'test', patience: 3000 })
  await using jobs = await openJobs(connection, log, LOOK_S)
  const parse = () => ({})
  await jobs.enqueue(db, { name: 'test.quick', parse }, {})
  await jobs.enqueue(db, { name: 'test.slow', parse, retryAfter: 60 }, {})
  const asked = await db.rows(
    sql`select name, retry_delay, retry_backoff from jobs.job where name in ('test.quick', 'test.slow') order by name`,
  )
  assert.deepEqual(asked, [
    { name: 'test.quick', retry_delay: 2, retry_backoff: true },
    { name: 'test.slow', retry_delay: 60, retry_backoff: true },
  ])
})

test('a job that was given up on is listed with its reason, and done when somebody asks for it once more', async () => {
  const { connection } = database
  const log = createLog({ level: 'silent', pretty: false, sink: { write: () => undefined } })
  await using db = openDb({ connection, max: 2, sees: 'all', name: 'test', patience: 3000 })
  await using jobs = await openJobs(connection, log, LOOK_S)
  const job: Job<{ to: string }> = { name: 'test.doomed', parse: (raw) => raw as { to: string } }
  await jobs.enqueue(db, job, { to: 'Sari' })
  await db.run(sql`update jobs.job set retry_limit = 0 where name = 'test.doomed'`)
  let isMended = false
  const done = Promise.withResolvers<string>()
  await jobs.handle(job, async ({ to }) => {
    if (!isMended) throw new Error('the mail server is away')
    done.resolve(to)
  })
  const dead = await until('it is given up on', async () => {
    const found = await deadJobsOf(connection)
    return found.length > 0 && found
  })
  assert.deepEqual(
    dead.map(({ name, tries, reason }) => [name, tries, reason]),
    [['test.doomed', 1, 'the mail server is away']],
  )
  assert.ok(Math.abs((dead[0]?.at ?? 0) - Date.now()) < 60_000)
  isMended = true
  assert.equal(await retryDead(connection, 'test.other'), 0)
  assert.equal(await retryDead(connection, dead[0]?.id ?? ''), 1)
  assert.equal(await done.promise, 'Sari')
  assert.deepEqual(await deadJobsOf(connection), [])
})

test('after a sleep of the machine the set times are reckoned anew within a minute', async () => {
  const { connection } = database
  const log = createLog({ level: 'silent', pretty: false, sink: { write: () => undefined } })
  await using db = openDb({ connection, max: 2, sees: 'all', name: 'test', patience: 3000 })
  await using _jobs = await openJobs(connection, log, LOOK_S)
  const looks = await db.rows<{ seconds: number }>(
    sql`select (config->>'clockMonitorIntervalSeconds')::int as seconds from jobs.instance where stopped_on is null`,
  )
  assert.deepEqual(looks, [{ seconds: 60 }])
})
