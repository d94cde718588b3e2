import type { Db } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

const ROWS_MIN = 50
const GROWN_TIMES = 4
/** Of a table that PostgreSQL takes for that large its plans do not depend on how much larger it is, and to look at it takes long. */
const ROWS_MAX = 5000
/** Tables in one turn; which of them is drawn, so that one that is never done holds up no other. */
const TABLES_MAX = 16

/**
 * Has PostgreSQL look anew at tables that have grown fourfold since it last did. It does so by itself too, but up to a minute later,
 * and a statement that was planned over empty tables reads them whole until then: in a new house, and in a new month's partition.
 * Grown means in pages: the queues' rows come and go, and each look has every connection plan anew.
 */
export async function refreshFigures(db: Db): Promise<void> {
  const grown = await db.rows<{ name: string }>(sql`
    select format('%I.%I', s.schemaname, s.relname) as name
    from pg_stat_user_tables s join pg_class c on c.oid = s.relid
    where s.schemaname = current_schema() and s.n_live_tup >= ${ROWS_MIN} and c.reltuples < ${ROWS_MAX}
      and pg_relation_size(s.relid) >= ${GROWN_TIMES} * greatest(c.relpages, 1)::bigint * current_setting('block_size')::bigint
      and pg_has_role(c.relowner, 'usage')
    order by random() limit ${TABLES_MAX}`)
  // a table that somebody else looks at or cleans up just now is left to them
  for (const { name } of grown) await db.run({ text: `analyze (skip_locked) ${name}`, values: [] })
}
