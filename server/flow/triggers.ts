import { isDeepStrictEqual } from 'node:util'
import { catalogueOf, NO_FIELDS } from '#core/contact/field/catalogue.ts'
import { listeningOf, nextTime, withFieldIds } from '#core/flow/event.ts'
import type { Schedule, StartNode } from '#core/flow/nodes/start.ts'
import type { Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { timeOf } from '#server/chat/state.ts'
import { channelNow, listFields } from '#server/contact/store.ts'

type Live = {
  readonly bot_id: string
  readonly version: string
  readonly start: StartNode | null
  readonly zone: string
}

/**
 * Writes down what a flow listens to now, and when its schedules come next: nothing when it is not live. While a canary runs that is
 * what either version listens to; the desk knows which one a contact begins with.
 */
export async function noteTriggers(tx: Tx, workspaceId: string, flowId: string): Promise<void> {
  const lives = await tx.rows<Live>(sql`
    select f.bot_id, v.id as version, v.definition #> array['nodes', v.definition ->> 'start'] as start, w.zone
    from flow f join flow_version v on v.workspace_id = f.workspace_id and v.id in (f.version_id, f.canary_id)
    join workspace w on w.workspace_id = f.workspace_id
    where f.workspace_id = ${workspaceId} and f.id = ${flowId} and f.enabled and not f.archived
    order by v.id = f.canary_id`)
  const starts = lives.flatMap(({ start }) => (start?.kind === 'start' ? [start] : []))
  await tx.run(sql`delete from flow_trigger where workspace_id = ${workspaceId} and flow_id = ${flowId}`)
  const known = starts.some(({ fields }) => fields)
    ? catalogueOf(await listFields(tx, workspaceId))
    : NO_FIELDS
  const heard = starts.flatMap((start) => listeningOf(withFieldIds(start, known)))
  if (heard.length > 0)
    await tx.run(sql`
      insert into flow_trigger (workspace_id, kind, value, flow_id, bot_id)
      select ${workspaceId}, l.kind, l.value, ${flowId}, ${lives[0]?.bot_id}
      from json_to_recordset(${JSON.stringify(heard)}) as l (kind text, value text) on conflict do nothing`)
  await noteSchedules(tx, workspaceId, flowId, lives)
}

type Under = {
  readonly schedule: Schedule
  readonly due_at: number
  readonly reached_to: string
  readonly reached: number
}

/** A time that is being handed over goes on, for the people that it has not reached yet. */
async function noteSchedules(
  tx: Tx,
  workspaceId: string,
  flowId: string,
  lives: readonly Live[],
): Promise<void> {
  const old = await tx.rows<Under>(sql`
    select schedule, due_at, reached_to, reached from flow_schedule
    where workspace_id = ${workspaceId} and flow_id = ${flowId} for update`)
  const wanted = timesOf(lives)
  const now = wanted.length > 0 ? await channelNow(tx, workspaceId) : 0
  const rows = wanted.flatMap(({ place, schedule, version, zone }) => {
    const due = nextTime(schedule, now, zone)
    if (due === undefined) return []
    const under = old.find((row) => row.reached_to !== null && isDeepStrictEqual(row.schedule, schedule))
    return [
      {
        ...{ place, schedule, version_id: version, zone, due_at: timeOf(under?.due_at ?? due) },
        ...{ reached_to: under?.reached_to ?? null, reached: under?.reached ?? 0 },
      },
    ]
  })
  if (old.length > 0)
    await tx.run(sql`delete from flow_schedule where workspace_id = ${workspaceId} and flow_id = ${flowId}`)
  if (rows.length === 0) return
  await tx.run(sql`
    insert into flow_schedule (workspace_id, flow_id, place, schedule, version_id, zone, due_at, reached_to, reached)
    select ${workspaceId}, ${flowId}, s.* from json_to_recordset(${JSON.stringify(rows)})
      as s (place int, schedule json, version_id uuid, zone text, due_at timestamptz, reached_to uuid, reached int)`)
}

type Time = {
  readonly place: number
  readonly schedule: Schedule
  readonly version: string | null
  readonly zone: string
}

/** The times of a flow: one for all people where all have the same, else one for those of each version. */
function timesOf(lives: readonly Live[]): Time[] {
  const times = lives.flatMap(({ start, version, zone }, place): Time[] =>
    start?.kind === 'start' && start.schedule ? [{ place, schedule: start.schedule, version, zone }] : [],
  )
  const [first, second] = times
  if (!first) return []
  const isOne = lives.length === 1 || (second && isDeepStrictEqual(first.schedule, second.schedule))
  return isOne ? [{ ...first, version: null }] : times
}
