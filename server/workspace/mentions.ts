import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

/** Flows that are named of one thing. */
const NAMED_MAX = 20

/** Which flows mean something of the workspace, draft or live, by its id: their names, in the order in which they were made. */
export async function mentionsOf(
  query: Query,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (ids.length === 0) return new Map()
  const rows = await query.rows<{ id: string; names: string[] }>(sql`
    with drawn as materialized (
      select f.name, f.created_at, f.id, f.definition::text || coalesce(v.definition::text, '') as words
      from flow f left join flow_version v on v.workspace_id = f.workspace_id and v.id = f.version_id
      where f.workspace_id = ${workspaceId} and not f.archived)
    select w.id, array(select d.name from drawn d where strpos(d.words, w.id) > 0
                       order by d.created_at, d.id limit ${NAMED_MAX}) as names
    from unnest(${ids}::text[]) as w (id)`)
  return new Map(rows.map(({ id, names }) => [id, names]))
}
