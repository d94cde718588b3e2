import pg from 'pg'
import { type Connection, type Embedded, startEmbedded } from '#server/base/embedded.ts'

const MOST = 25
const TEXT_CHARS = 110

/** A cluster that counts what each statement costs; PostgreSQL reads the setting when it starts, hence twice. */
export async function startCounting(dir: string): Promise<Embedded> {
  const first = await startEmbedded({ dir })
  await asSuperuser(first.connection, "alter system set shared_preload_libraries = 'pg_stat_statements'")
  await asSuperuser(first.connection, 'alter system set pg_stat_statements.track_planning = on')
  await first.stop()
  const cluster = await startEmbedded({ dir })
  await asSuperuser(
    { ...cluster.connection, database: 'postgres' },
    'create extension if not exists pg_stat_statements',
  )
  return cluster
}

export async function forgetStatements(connection: Connection): Promise<void> {
  await asSuperuser({ ...connection, database: 'postgres' }, 'select pg_stat_statements_reset()')
}

/** The dearest statements of a database since the last reset, one line each, by the time they took in all. */
export async function dearestStatements(connection: Connection, database: string): Promise<string[]> {
  const rows = await asSuperuser(
    { ...connection, database: 'postgres' },
    `select round((total_exec_time + total_plan_time)::numeric, 0) as ms, calls, rows,
            round(1000 * (total_exec_time / greatest(calls, 1))::numeric, 0) as each, wal_bytes,
            plans, round(total_plan_time::numeric, 0) as planning,
            left(regexp_replace(query, '\\s+', ' ', 'g'), ${TEXT_CHARS}) as query
     from pg_stat_statements s join pg_database d on d.oid = s.dbid where d.datname = '${database}'
     order by total_exec_time + total_plan_time desc limit ${MOST}`,
  )
  return rows.map(
    ({ ms, calls, rows: touched, each, wal_bytes, query, plans, planning }) =>
      `${String(ms).padStart(6)} ms ${String(calls).padStart(7)} × ${String(each).padStart(5)} µs ${String(touched).padStart(8)} rows ${String(Math.round(Number(wal_bytes) / 1e6)).padStart(5)} MB wal ${String(plans).padStart(6)} plans ${String(planning).padStart(5)} ms  ${query}`,
  )
}

/** Which tables were written, and how many of the updates left the indexes alone. */
export async function writtenTables(connection: Connection, database: string): Promise<string[]> {
  const rows = await asSuperuser(
    { ...connection, database },
    `select relname, n_tup_ins, n_tup_upd, n_tup_hot_upd, n_tup_del, seq_scan, seq_tup_read, idx_scan, pg_relation_size(relid) as bytes
     from pg_stat_user_tables where n_tup_ins + n_tup_upd > 100 order by n_tup_ins + n_tup_upd desc limit ${MOST}`,
  )
  return rows.map(
    (row) =>
      `${String(row.relname).padEnd(24)} ${row.n_tup_ins} inserted, ${row.n_tup_upd} updated (${row.n_tup_hot_upd} hot), ${row.n_tup_del} deleted, ${row.seq_scan} seq scans of ${row.seq_tup_read} rows, ${row.idx_scan} index scans, ${Math.round(Number(row.bytes) / 1e6)} MB`,
  )
}

async function asSuperuser(connection: Connection, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ ...connection, user: 'postgres' })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}
