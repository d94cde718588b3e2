import type { PastRun } from '#core/flow/trial-api.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

/** Turns that are looked at: there is no index by flow, because every step would pay for it. */
const TURNS_MAX = 10_000
const RUNS_MAX = 20

/** The latest runs that began in a flow, newest first. */
export function listPastRuns(query: Query, workspaceId: string, flowId: string): Promise<PastRun[]> {
  return query.rows(sql`
    select t.id as "turnId", t.chat_id as "chatId", c.name as contact, t.at, t.heard->>'text' as heard, v.number as version
    from (
      select id, chat_id, flow_id, version_id, at, heard, steps from turn
      where workspace_id = ${workspaceId} order by id desc limit ${TURNS_MAX}) t
    join chat ch on ch.workspace_id = ${workspaceId} and ch.id = t.chat_id
    join contact c on c.workspace_id = ${workspaceId} and c.id = ch.contact_id
    left join flow_version v on v.workspace_id = ${workspaceId} and v.id = t.version_id
    where t.flow_id = ${flowId} and t.steps->0->>'kind' = 'start'
    order by t.id desc limit ${RUNS_MAX}`)
}
