import type { Db } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

const ROWS_MIN = 50
const GROWN_TIMES = 4
const TABLES_MAX = 20

/**
 * Has PostgreSQL look anew at tables that have grown fourfold since it last did. It does so by itself too, but up to a minute later,
 * and a statement that was planned over empty tables reads them whole until then: in a new house, and in a new month's partition.
 * Grown means in pages: the queues' rows come and go, and each look has every connection plan anew.
 */
export async function refreshFigures(db: Db): Promise<void> {
  const grown = await db.rows<{ name: string }>(sql`
    select format('%I.%I', s.schemaname, s.relname) as name
    from pg_stat_user_tables s join pg_class c on c.oid = s.relid
    where s.schemaname = current_schema() and s.n_live_tup >= ${ROWS_MIN}
      and pg_relation_size(s.relid) >= ${GROWN_TIMES} * greatest(c.relpages, 1) * current_setting('block_size')::bigint
    limit ${TABLES_MAX}`)
  for (const { name } of grown) await db.run({ text: `analyze ${name}`, values: [] })
}
