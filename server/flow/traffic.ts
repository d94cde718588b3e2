import type { Traffic } from '#core/flow/api.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

/** Turns that are looked at: there is no index by flow, because every reply would pay for it. */
const TURNS_MAX = 10_000
const STEPS_MAX = 4000

type Row = Traffic['steps'][number] & { readonly people: number; readonly since: number | null }

/** People at each step of a flow, each counted once, among the latest turns of the workspace. */
export async function trafficOf(query: Query, workspaceId: string, flowId: string): Promise<Traffic> {
  const rows = await query.rows<Row>(sql`
    with recent as materialized (
      select chat_id, at, steps from turn where workspace_id = ${workspaceId} order by id desc limit ${TURNS_MAX}),
    walked as materialized (
      select r.chat_id, r.at, s.node, s.outlet
      from recent r, json_to_recordset(r.steps) as s (version text, node text, outlet text)
      where s.version in (
        select v.id::text from flow_version v where v.workspace_id = ${workspaceId} and v.flow_id = ${flowId})),
    whole as (select count(distinct chat_id)::int as people, (extract(epoch from min(at)) * 1000)::float8 as since from walked)
    select node, count(distinct chat_id)::int as entered,
           (count(distinct chat_id) filter (where outlet is not null))::int as left, w.people, w.since
    from walked, whole w group by node, w.people, w.since order by entered desc, node limit ${STEPS_MAX}`)
  const steps = rows.map(({ node, entered, left }) => ({ node, entered, left }))
  return { people: rows[0]?.people ?? 0, since: rows[0]?.since ?? null, steps }
}
