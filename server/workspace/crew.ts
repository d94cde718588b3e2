import type { Assigned, Crew, CrewMember, CrewTeam } from '#core/workspace/crew.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { IS_ONLINE } from '#server/base/presence.ts'
import { sql } from '#server/base/sql.ts'

export const MEMBERS_MAX = 500
export const TEAMS_MAX = 100

type MemberRow = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly online: boolean
  readonly open: number
  readonly given_at: number | null
  readonly whatsapp: boolean
}

/** Who works here, who is online, and how busy each is; `hold`: nobody else gives chats to teams until the transaction ends. */
export async function crewOf(query: Query, workspaceId: string, { hold = false } = {}): Promise<Crew> {
  if (hold)
    await query.rows(sql`select 1 from workspace where workspace_id = ${workspaceId} for no key update`)
  const [members, teams] = await Promise.all([
    query.rows<MemberRow>(sql`
      select m.id, u.name, u.email, ${IS_ONLINE} as online, m.given_at, m.notice_chat_id is not null as whatsapp,
             (select count(*)::int from chat ch
              where ch.workspace_id = m.workspace_id and ch.assignee_id = m.id and not ch.resolved and not ch.pending) as open
      from member m join auth."user" u on u.id::text = m.user_id::text
      where m.workspace_id = ${workspaceId} order by m.created_at, m.id limit ${MEMBERS_MAX}`),
    listTeams(query, workspaceId),
  ])
  return { members: members.map(memberAs), teams }
}

function memberAs({ id, name, email, online, open, given_at, whatsapp }: MemberRow): CrewMember {
  return { id, name, email, isOnline: online, open, givenAt: given_at ?? 0, hasWhatsapp: whatsapp }
}

export function listTeams(query: Query, workspaceId: string): Promise<CrewTeam[]> {
  return query.rows(sql`
    select t.id, t.name, array(
      select tm.member_id from team_member tm where tm.workspace_id = t.workspace_id and tm.team_id = t.id
      order by tm.member_id) as members
    from team t where t.workspace_id = ${workspaceId} order by lower(t.name) limit ${TEAMS_MAX}`)
}

export type Given = { readonly chatId: string; readonly to: Assigned }

/** Writes down whose chats are; who got one by way of a team has had their turn. */
export async function saveAssigned(tx: Tx, workspaceId: string, given: readonly Given[]): Promise<void> {
  const rows = given.map(({ chatId, to }) => ({ id: chatId, member: to.member, team: to.team }))
  const turns = rows.flatMap(({ member, team }) => (member !== null && team !== null ? [member] : []))
  await Promise.all([
    tx.run(sql`
      update chat t set assignee_id = c.member, team_id = c.team,
        queued_at = case when c.member is null and c.team is not null and (t.assignee_id is not null or t.team_id is distinct from c.team)
                         then now() else t.queued_at end
      from json_to_recordset(${JSON.stringify(rows)}) as c (id uuid, member uuid, team uuid)
      where t.workspace_id = ${workspaceId} and t.id = c.id`),
    turns.length > 0 &&
      tx.run(sql`
        update member set given_at = clock_timestamp() where workspace_id = ${workspaceId} and id = any(${turns}::uuid[])`),
  ])
}
