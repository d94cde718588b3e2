import { type Sql, sql } from '#server/base/sql.ts'

/** `fold` of core/flow/text in SQL, so that a condition of a flow, an audience and a schedule mean the same people. */
export function foldSql(value: Sql): Sql {
  return sql`btrim(regexp_replace(lower(normalize(${value}, NFKC)), '\\s+', ' ', 'g'))`
}
