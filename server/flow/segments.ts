import type { Around } from '#core/flow/api.ts'
import type { SegmentWhen } from '#core/flow/segment.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { listTeams, MEMBERS_MAX } from '#server/workspace/crew.ts'
import { hoursOf } from '#server/workspace/teams.ts'

export const SEGMENTS_MAX = 200
const NUMBERS_MAX = 200

export type SegmentRow = { readonly id: string; readonly name: string; readonly rule: SegmentWhen }

/** The workspace's saved segments by name. */
export function listSegments(query: Query, workspaceId: string): Promise<SegmentRow[]> {
  return query.rows(sql`
    select id, name, rule from segment where workspace_id = ${workspaceId} order by lower(name) limit ${SEGMENTS_MAX}`)
}

export async function insertSegment(
  tx: Tx,
  workspaceId: string,
  { id, name, rule }: SegmentRow,
): Promise<void> {
  await tx.run(sql`
    insert into segment (workspace_id, id, name, rule) values (${workspaceId}, ${id}, ${name}, ${JSON.stringify(rule)})`)
}

type Named = { id: string; name: string }

/** People, segments, numbers and hours that steps of a flow may mean. */
export async function placeOf(query: Query, workspaceId: string): Promise<Around['place']> {
  const [members, teams, segments, numbers, hours] = await Promise.all([
    query.rows<Named>(sql`
      select m.id, u.name from member m join auth."user" u on u.id::text = m.user_id::text
      where m.workspace_id = ${workspaceId} order by m.created_at, m.id limit ${MEMBERS_MAX}`),
    listTeams(query, workspaceId),
    listSegments(query, workspaceId),
    query.rows<Named>(sql`
      select id, coalesce(nullif(name, ''), display) as name from phone_number
      where workspace_id = ${workspaceId} order by id limit ${NUMBERS_MAX}`),
    hoursOf(query, workspaceId),
  ])
  return {
    ...{ members, numbers, hours },
    teams: teams.map(({ members: own, ...team }) => ({ ...team, members: [...own] })),
    segments: segments.map((segment) => ({ ...segment })),
  }
}
