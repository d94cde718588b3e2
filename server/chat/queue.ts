import { handOut, memberIn, teamIn } from '#core/workspace/crew.ts'
import type { Bus } from '#server/base/bus.ts'
import { type Db, isUnavailable, type Tx } from '#server/base/db.ts'
import { emit, facts } from '#server/base/events.ts'
import type { Log } from '#server/base/log.ts'
import { IS_OPEN } from '#server/base/presence.ts'
import { sql } from '#server/base/sql.ts'
import { assignedLine } from '#server/chat/record.ts'
import { insertMessages } from '#server/chat/write.ts'
import { crewOf, saveAssigned } from '#server/workspace/crew.ts'

type Parts = { readonly db: Db; readonly bus: Bus; readonly log: Log }

const FOUND_MAX = 200
/** Chats of one workspace that one transaction hands out; the next turn takes the next ones. */
const PAGE = 200

/** One turn of all queues: what waits for a team of whom somebody is online now goes to them, who has waited longest first. */
export async function handOutQueues({ db, bus, log }: Parts): Promise<void> {
  const found = await db.rows<{ workspace_id: string }>(sql`
    select distinct tm.workspace_id from presence p
    join member m on m.workspace_id = p.workspace_id and m.user_id = p.user_id and not m.away
    join team_member tm on tm.workspace_id = m.workspace_id and tm.member_id = m.id
    where ${IS_OPEN} and exists (
      select 1 from chat ch where ch.workspace_id = tm.workspace_id and ch.team_id = tm.team_id and ${WAITS})
    limit ${FOUND_MAX}`)
  for (const { workspace_id: workspaceId } of found) {
    try {
      const given = await db.tx('queue', (tx) => handOutOf(tx, workspaceId))
      if (given > 0) bus.call('live', workspaceId)
    } catch (error) {
      if (!isUnavailable(error)) log.error({ err: error, workspaceId }, 'a queue could not be handed out')
    }
  }
}

/** The workspace is held first, as where a chat is given to a team: nobody else counts the same turn, and no chat goes to two. */
async function handOutOf(tx: Tx, workspaceId: string): Promise<number> {
  const crew = await crewOf(tx, workspaceId, { hold: true })
  const queue = await tx.rows<{ id: string; team: string; now: number }>(sql`
    select ch.id, ch.team_id as team,
           now() + coalesce(l.clock_offset, 0) * interval '1 millisecond' as now
    from chat ch
    join phone_number n on n.workspace_id = ch.workspace_id and n.id = ch.phone_number_id
    left join channel l on l.workspace_id = ch.workspace_id and l.id = n.channel_id
    where ch.workspace_id = ${workspaceId} and ${WAITS} and ch.team_id = any(${presentTeams(crew)}::uuid[])
    order by ch.queued_at, ch.id limit ${PAGE} for update of ch`)
  const given = handOut(crew, queue)
  if (given.length === 0) return 0
  await saveAssigned(
    tx,
    workspaceId,
    given.map(({ id, to }) => ({ chatId: id, to })),
  )
  const lines = given.map(({ id, to }) => {
    const names = {
      member: memberIn(crew, to.member)?.name ?? null,
      team: teamIn(crew, to.team)?.name ?? null,
    }
    const at = queue.find((chat) => chat.id === id)?.now ?? 0
    return { ...assignedLine(id, names, null, at), speaker: 'system' as const } // nobody's act, and no flow's
  })
  await insertMessages(tx, workspaceId, lines)
  const ids = given.map(({ id }) => id)
  await emit(tx, workspaceId, [
    ...facts('chat.changed', ids),
    ...facts(
      'message.changed',
      lines.map(({ id }) => id),
      ids,
    ),
  ])
  return given.length
}

const WAITS = sql`ch.team_id is not null and ch.assignee_id is null and not ch.resolved and not ch.pending`

function presentTeams(crew: Parameters<typeof handOut>[0]): string[] {
  const here = new Set(crew.members.flatMap(({ id, isOnline }) => (isOnline ? [id] : [])))
  return crew.teams.flatMap(({ id, members }) => (members.some((member) => here.has(member)) ? [id] : []))
}
