import { PARTIAL_TROUBLES } from '#core/policy/send.ts'
import { type Sql, sql } from '#server/base/sql.ts'

/** Meta's code of the gravest open breaker of the account or of this number, as a value of a query; null: none is open. */
export function troubleOf(workspaceId: string, numberId: Sql): Sql {
  return sql`(
    select b.code from breaker b
    where b.workspace_id = ${workspaceId} and (b.scope = 'waba' or (b.scope = 'number' and b.key = (${numberId})::text))
    order by coalesce(array_position(${PARTIAL_TROUBLES}::int[], b.code), 0), b.scope desc limit 1)`
}
