import { HOUR } from '#core/base/time.ts'
import { type FlowEvent, nextTime, SCHEDULE_AUDIENCE_MAX } from '#core/flow/event.ts'
import type { Schedule } from '#core/flow/nodes/start.ts'
import { fold } from '#core/flow/text/fold.ts'
import type { Bus } from '#server/base/bus.ts'
import { type Db, isUnavailable, type Tx } from '#server/base/db.ts'
import type { Log } from '#server/base/log.ts'
import { sql } from '#server/base/sql.ts'
import { timeOf } from '#server/chat/state.ts'
import { foldSql } from '#server/contact/fold.ts'

type Parts = { readonly db: Db; readonly bus: Bus; readonly log: Log }
/** A time of a flow: of the version that everybody or most begin with, or the canary's own. */
type Key = { readonly flowId: string; readonly place: number }
type Due = {
  readonly version_id: string | null
  readonly schedule: Schedule
  readonly due_at: number
  readonly reached_to: string | null
  readonly reached: number
  readonly bot_id: string
  readonly zone: string
  /** The workspace has another zone than when `due_at` was reckoned. */
  readonly moved: boolean
  readonly now: number
}

const FOUND_MAX = 200
/** People for whom one transaction writes the happening down. */
const PAGE = 500
/** A time that nobody could keep, because the program stood still, is left out when it is older. */
const SCHEDULE_LATE_MAX = HOUR

/** One turn of all schedules: what is due is written into the inbox of its people, a page each. One flow's trouble stops no other. */
export async function keepSchedules({ db, bus, log }: Parts): Promise<void> {
  const found = await db.rows<{ workspace_id: string; flow_id: string; place: number }>(sql`
    select s.workspace_id, s.flow_id, s.place from flow_schedule s
    join workspace w on w.workspace_id = s.workspace_id
    left join channel c on c.workspace_id = s.workspace_id and c.connected
    where s.due_at <= now() + coalesce(c.clock_offset, 0) * interval '1 millisecond'
      or (s.zone is distinct from w.zone and s.reached_to is null)
    order by s.due_at limit ${FOUND_MAX}`)
  for (const { workspace_id: workspaceId, flow_id: flowId, place } of found) {
    try {
      const handed = await db.tx('schedule', (tx) => handPage(tx, workspaceId, { flowId, place }))
      if (handed > 0) bus.call('inbox', workspaceId)
    } catch (error) {
      if (!isUnavailable(error)) log.error({ err: error, workspaceId, flowId }, 'a schedule’s turn failed')
    }
  }
}

/** The next people of a time, in the order of their ids. The place is kept in the same transaction: a crash doubles nobody. */
async function handPage(tx: Tx, workspaceId: string, { flowId, place }: Key): Promise<number> {
  const [due] = await tx.rows<Due>(sql`
    select s.schedule, s.version_id, s.due_at, s.reached_to, s.reached, f.bot_id, w.zone, s.zone is distinct from w.zone as moved,
           now() + coalesce((select clock_offset from channel where workspace_id = ${workspaceId} and connected), 0)
             * interval '1 millisecond' as now
    from flow_schedule s join flow f on f.workspace_id = s.workspace_id and f.id = s.flow_id
    join workspace w on w.workspace_id = s.workspace_id
    where s.workspace_id = ${workspaceId} and s.flow_id = ${flowId} and s.place = ${place} for update of s skip locked`)
  if (!due) return 0
  if (due.due_at > due.now) {
    if (due.moved && due.reached_to === null) await setNext(tx, workspaceId, { flowId, place }, due)
    return 0
  }
  const tooLate = due.reached_to === null && due.now - due.due_at > SCHEDULE_LATE_MAX
  const people = tooLate ? [] : await writePage(tx, workspaceId, flowId, due)
  const last = people.at(-1)
  const reached = due.reached + people.length
  if (last && people.length === PAGE && reached < SCHEDULE_AUDIENCE_MAX) {
    await tx.run(sql`
      update flow_schedule set reached_to = ${last.contact_id}, reached = ${reached}
      where workspace_id = ${workspaceId} and flow_id = ${flowId} and place = ${place}`)
    return people.length
  }
  await setNext(tx, workspaceId, { flowId, place }, due)
  return people.length
}

async function setNext(tx: Tx, workspaceId: string, { flowId, place }: Key, due: Due): Promise<void> {
  const next = nextTime(due.schedule, due.now, due.zone)
  await tx.run(
    next === undefined
      ? sql`delete from flow_schedule where workspace_id = ${workspaceId} and flow_id = ${flowId} and place = ${place}`
      : sql`update flow_schedule set due_at = ${timeOf(next)}, zone = ${due.zone}, reached_to = null, reached = 0
            where workspace_id = ${workspaceId} and flow_id = ${flowId} and place = ${place}`,
  )
}

function writePage(tx: Tx, workspaceId: string, flowId: string, due: Due): Promise<{ contact_id: string }[]> {
  const tags = due.schedule.tags.map(fold)
  const version = due.version_id
  const event: FlowEvent = { kind: 'schedule', flow: flowId, ...(version && { version }) }
  const limit = Math.min(PAGE, SCHEDULE_AUDIENCE_MAX - due.reached)
  return tx.rows(sql`
    with people as materialized (
      select distinct on (ch.contact_id) ch.contact_id, ch.phone_number_id
      from chat ch join contact c on c.workspace_id = ${workspaceId} and c.id = ch.contact_id
      join phone_number n on n.workspace_id = ${workspaceId} and n.id = ch.phone_number_id and n.bot_id = ${due.bot_id}
      where ch.workspace_id = ${workspaceId} and (${due.reached_to}::uuid is null or ch.contact_id > ${due.reached_to}::uuid)
        and (${tags.length} = 0 or exists (
          select 1 from unnest(c.tags) as tag where ${foldSql(sql`tag`)} = any(${tags}::text[])))
      order by ch.contact_id, ch.last_at desc limit ${limit}),
    written as (
      insert into inbox (workspace_id, contact_key, phone_number_id, kind, at, payload)
      select ${workspaceId}, (select identity from contact_identity i
          where i.workspace_id = ${workspaceId} and i.contact_id = p.contact_id order by identity desc limit 1),
        p.phone_number_id, 'event', ${timeOf(due.due_at)}::timestamptz,
        ${JSON.stringify({ event, depth: 0 })}::json
      from people p order by p.contact_id)
    select contact_id from people order by contact_id`)
}
