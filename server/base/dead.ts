import { PgBoss } from 'pg-boss'
import type { Millis } from '#core/base/time.ts'
import { type Connection, openDb } from '#server/base/db.ts'
import { reasonOf } from '#server/base/jobs.ts'
import { sql } from '#server/base/sql.ts'

/** A job that was tried to the end and given up on; kept for two weeks. */
export type DeadJob = {
  readonly id: string
  readonly name: string
  /** When it was given up on. */
  readonly at: Millis
  readonly tries: number
  /** What the last try said. */
  readonly reason: string
}

const LISTED_MAX = 200
const RETRIED_MAX = 10_000

/** What was given up on, the newest first, at most `LISTED_MAX`. */
export async function deadJobsOf(connection: Connection): Promise<DeadJob[]> {
  await using db = openDb({ connection, max: 1, sees: 'all', name: 'operate', patience: 5000 })
  const rows = await db.rows<DeadJob>(sql`
    select id, coalesce(source_name, '?') as name, created_on as at, coalesce(source_retry_count, 0) + 1 as tries,
           coalesce(source_output->>'message', source_output::text, '') as reason
    from jobs.job where name = 'dead' and state < 'active' order by created_on desc, id limit ${LISTED_MAX}`)
  return rows.map((row) => ({ ...row, reason: reasonOf(row.reason) }))
}

/** Asks for them once more, from the first try on; `which`: the id of one, the name of a kind, or `all`. Gives how many. */
export async function retryDead(connection: Connection, which: string): Promise<number> {
  const boss = new PgBoss({
    ...(typeof connection === 'string' ? { connectionString: connection } : connection),
    ...{ schema: 'jobs', max: 1, application_name: 'wetalk operate' },
    ...{ supervise: false, schedule: false, migrate: false, createSchema: false },
  })
  boss.on('error', () => undefined) // what goes wrong is thrown by the call itself
  await boss.start()
  try {
    return await boss.redrive('dead', { ...chosen(which), limit: RETRIED_MAX })
  } finally {
    await boss.stop({ graceful: false })
  }
}

function chosen(which: string): { ids?: string[]; sourceName?: string } {
  if (which === 'all') return {}
  return /^[0-9a-f-]{36}$/i.test(which) ? { ids: [which] } : { sourceName: which }
}
