import { type Refusal, refuse } from '#core/base/refusal.ts'
import { isZone } from '#core/base/zone.ts'
import type { Hours } from '#core/workspace/hours.ts'
import { type Team, teamApi } from '#core/workspace/team-api.ts'
import type { Bus } from '#server/base/bus.ts'
import { type Db, isUniqueViolation, type Query, type Tx } from '#server/base/db.ts'
import { emit, facts } from '#server/base/events.ts'
import { on } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { listTeams, TEAMS_MAX } from '#server/workspace/crew.ts'
import { mentionsOf } from '#server/workspace/mentions.ts'
import { noticesOf, seeNotices } from '#server/workspace/notices.ts'
import { ownWhatsappRoutes } from '#server/workspace/own-whatsapp.ts'

export type TeamParts = { readonly http: Db; readonly bus: Bus }

/** Presence, teams, business hours, and what the bot told the reader. */
export function teamRoutes(parts: TeamParts) {
  return { ...ownRoutes(parts), ...ownWhatsappRoutes(parts), ...crewRoutes(parts), ...hoursRoutes(parts) }
}

function ownRoutes({ http, bus }: TeamParts) {
  return {
    setAway: on(teamApi.setAway, async ({ away }, { seat: { workspaceId, memberId } }) => {
      await http.tenant(workspaceId, async (tx) => {
        await tx.run(
          sql`update member set away = ${away} where workspace_id = ${workspaceId} and id = ${memberId}`,
        )
        await emit(tx, workspaceId, [{ kind: 'member.changed', ids: [memberId] }])
      })
      bus.call('presence', workspaceId)
      bus.call('live', workspaceId)
      return { done: true as const }
    }),
    memberNotices: on(teamApi.memberNotices, (_input, { seat: { workspaceId, memberId } }) =>
      http.tenant(workspaceId, (tx) => noticesOf(tx, workspaceId, memberId)),
    ),
    seeNotices: on(teamApi.seeNotices, async ({ ids }, { seat: { workspaceId, memberId } }) => {
      await http.tenant(workspaceId, async (tx) => {
        await seeNotices(tx, workspaceId, memberId, ids)
        await emit(tx, workspaceId, [{ kind: 'notice.added', ids: [memberId] }]) // their other pages put it away too
      })
      bus.call('live', workspaceId)
      return { done: true as const }
    }),
  }
}

function crewRoutes({ http, bus }: TeamParts) {
  const change = async (workspaceId: string, name: string, work: (tx: Tx) => Promise<Team | Refusal>) => {
    try {
      const team = await http.tenant(workspaceId, work)
      bus.call('live', workspaceId)
      return team
    } catch (error) {
      if (isUniqueViolation(error)) return refuse('name-taken', { name })
      throw error
    }
  }
  return {
    memberUses: on(teamApi.memberUses, ({ id }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const [row] = await tx.rows<{ chats: number }>(sql`
          select (select count(*)::int from chat ch where ch.workspace_id = m.workspace_id and ch.assignee_id = m.id
                    and not ch.resolved and not ch.pending) as chats
          from member m where m.workspace_id = ${workspaceId} and m.id = ${id}`)
        if (!row) return refuse('not-found')
        const uses = await mentionsOf(tx, workspaceId, [id])
        return { flows: [...(uses.get(id) ?? [])], chats: row.chats }
      }),
    ),
    teams: on(teamApi.teams, (_input, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, (tx) => teamsOf(tx, workspaceId)),
    ),
    createTeam: on(teamApi.createTeam, ({ name, members }, { seat: { workspaceId } }) =>
      change(workspaceId, name, async (tx) => {
        if ((await listTeams(tx, workspaceId)).length >= TEAMS_MAX)
          return refuse('too-large', { max: TEAMS_MAX })
        const id = newId()
        await tx.run(sql`insert into team (workspace_id, id, name) values (${workspaceId}, ${id}, ${name})`)
        await putMembers(tx, workspaceId, id, members)
        return await teamOf(tx, workspaceId, id)
      }),
    ),
    updateTeam: on(teamApi.updateTeam, ({ id, name, members }, { seat: { workspaceId } }) =>
      change(workspaceId, name ?? '', async (tx) => {
        if (name !== undefined)
          await tx.run(sql`update team set name = ${name} where workspace_id = ${workspaceId} and id = ${id}`)
        if (members) await putMembers(tx, workspaceId, id, members)
        return await teamOf(tx, workspaceId, id)
      }),
    ),
    removeTeam: on(teamApi.removeTeam, async ({ id }, { seat: { workspaceId } }) => {
      const gone = await http.tenant(workspaceId, (tx) => removeTeam(tx, workspaceId, id))
      bus.call('live', workspaceId)
      return gone ? { done: true as const } : refuse('not-found')
    }),
  }
}

async function teamsOf(query: Query, workspaceId: string): Promise<Team[]> {
  const teams = await listTeams(query, workspaceId)
  const uses = await mentionsOf(
    query,
    workspaceId,
    teams.map(({ id }) => id),
  )
  return teams.map(({ id, name, members }) => ({
    ...{ id, name, members: [...members] },
    uses: [...(uses.get(id) ?? [])],
  }))
}

/** The team as it is after a change, which screens hear of. */
async function teamOf(tx: Tx, workspaceId: string, id: string): Promise<Team | Refusal> {
  const team = (await teamsOf(tx, workspaceId)).find((each) => each.id === id)
  if (!team) return refuse('not-found')
  await emit(tx, workspaceId, [{ kind: 'member.changed', ids: [id] }])
  return team
}

/** These and nobody else; who is no member of the workspace is left out. */
async function putMembers(
  tx: Tx,
  workspaceId: string,
  id: string,
  members: readonly string[],
): Promise<void> {
  await tx.run(sql`
    delete from team_member where workspace_id = ${workspaceId} and team_id = ${id} and member_id <> all(${members}::uuid[])`)
  await tx.run(sql`
    insert into team_member (workspace_id, team_id, member_id)
    select t.workspace_id, t.id, m.id from team t
    join member m on m.workspace_id = t.workspace_id and m.id = any(${members}::uuid[])
    where t.workspace_id = ${workspaceId} and t.id = ${id} on conflict do nothing`)
}

/** The workspace is held first, as where a chat is given to a team: the two wait for each other in one order. */
async function removeTeam(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  await tx.rows(sql`select 1 from workspace where workspace_id = ${workspaceId} for no key update`)
  const chats = await tx.rows<{ id: string }>(sql`
    update chat set team_id = null where workspace_id = ${workspaceId} and team_id = ${id} returning id`)
  const gone = await tx.run(sql`delete from team where workspace_id = ${workspaceId} and id = ${id}`)
  await emit(tx, workspaceId, [
    { kind: 'member.changed', ids: [id] },
    ...facts(
      'chat.changed',
      chats.slice(0, TOLD_MAX).map((chat) => chat.id),
    ),
  ])
  return gone > 0
}
/** Chats whose change screens are told of at once; other lists hear it when they are read next. */
const TOLD_MAX = 200

function hoursRoutes({ http, bus }: TeamParts) {
  return {
    hours: on(teamApi.hours, async (_input, { seat: { workspaceId } }) => ({
      hours: await http.tenant(workspaceId, (tx) => hoursOf(tx, workspaceId)),
    })),
    saveHours: on(teamApi.saveHours, async ({ hours }, { seat: { workspaceId } }) => {
      if (hours && !isZone(hours.zone))
        return refuse('bad-input', { field: 'zone', reason: 'unknown time zone' })
      await http.tenant(workspaceId, async (tx) => {
        await tx.run(sql`
          update workspace set hours = ${hours && JSON.stringify(hours)}, settings_revision = settings_revision + 1
          where workspace_id = ${workspaceId}`)
        await emit(tx, workspaceId, [{ kind: 'member.changed', ids: [workspaceId] }])
      })
      bus.call('live', workspaceId)
      return { hours }
    }),
  }
}

export async function hoursOf(query: Query, workspaceId: string): Promise<Hours | null> {
  const [row] = await query.rows<{ hours: Hours | null }>(
    sql`select hours from workspace where workspace_id = ${workspaceId}`,
  )
  return row?.hours ?? null
}
