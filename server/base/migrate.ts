import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Connection } from '#server/base/db.ts'
import { changedStep, failedStep, POSTGRES_MIN, tooOld } from '#server/base/start-error.ts'

const DIRECTORY = join(import.meta.dirname, '../../migrations')
/** Any number will do, as long as every process takes the same. */
const LOCK = 7_302_101
const CONNECT_MS = 10_000
/** Another process that brings the database up to date is waited for so long: a step may take minutes, and a dead machine's lock ends by itself some day. */
const OTHERS_PATIENCE = '1h'
/** A table that somebody holds for so long is not waited for. */
const TABLE_PATIENCE = '30s'

/**
 * Brings the schema to today: forward only, each file in its own transaction, one process at a time.
 * Throws `StartError` for a server that is too old, for a step that could not be taken, and where a file that was applied has been changed since. Gives
 * what it applied, and what a newer
 * release has applied before. `tell` hears the name of each step before it is taken on a database that was used before, and that another process is at
 * it: that may take minutes, and nothing is served meanwhile.
 */
export async function migrate(
  connection: Connection,
  tell: (name: string) => void = () => undefined,
  tablePatience = TABLE_PATIENCE,
): Promise<{ applied: string[]; newer: string[] }> {
  const client = new pg.Client({
    ...(typeof connection === 'string' ? { connectionString: connection } : connection),
    application_name: 'wetalk migrate',
    connectionTimeoutMillis: CONNECT_MS,
    options: '-c app.workspace=*',
  })
  await client.connect()
  try {
    const [server] = (
      await client.query<{ version: number }>("select current_setting('server_version_num')::int as version")
    ).rows
    if (server && server.version < POSTGRES_MIN) throw tooOld(server.version)
    const {
      rows: [lock],
    } = await client.query<{ free: boolean }>('select pg_try_advisory_lock($1) as free', [LOCK])
    if (!lock?.free) {
      tell('another process is at it')
      await client.query(`set lock_timeout = '${OTHERS_PATIENCE}'`)
      await client.query('select pg_advisory_lock($1)', [LOCK])
    }
    await client.query(`set lock_timeout = '${tablePatience}'`)
    await client.query(
      'create table if not exists migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
    )
    const { rows } = await client.query<{ name: string; sha256: string }>(
      'select name, sha256 from migration',
    )
    const applied = new Map(rows.map((row) => [row.name, row.sha256]))
    const fresh: string[] = []
    const files = migrationFiles()
    for (const { name, text, sha256 } of files) {
      const known = applied.get(name)
      if (known === sha256) continue
      if (known) throw changedStep(name)
      if (applied.size > 0) tell(name)
      await apply(client, name, text, sha256)
      fresh.push(name)
    }
    await client.query("call ensure_partitions('message', 'month', 1, 2)")
    await client.query("call ensure_partitions('turn', 'month', 1, 2)")
    await client.query("call ensure_partitions('webhook_event', 'day', 1, 3)")
    await client.query("call ensure_partitions('unclaimed_webhook', 'day', 1, 3)")
    const ours = new Set(files.map(({ name }) => name))
    return { applied: fresh, newer: [...applied.keys()].filter((name) => !ours.has(name)) }
  } finally {
    await client.end()
  }
}

async function apply(client: pg.Client, name: string, text: string, sha256: string): Promise<void> {
  await client.query('begin')
  try {
    await client.query(text)
    await client.query('insert into migration (name, sha256) values ($1, $2)', [name, sha256])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined) // a connection that is gone has rolled back too
    throw failedStep(name, error)
  }
}

function migrationFiles(): { name: string; text: string; sha256: string }[] {
  return readdirSync(DIRECTORY)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const text = readFileSync(join(DIRECTORY, name), 'utf8')
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') }
    })
}
