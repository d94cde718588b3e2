import type { Audience, BroadcastDraft, BroadcastMessage, BroadcastState } from '#core/broadcast/broadcast.ts'
import type { Why } from '#core/broadcast/fate.ts'
import type { SegmentWhen } from '#core/flow/segment.ts'
import type { SendWindow } from '#core/flow/sequence.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { all, type Sql, sql } from '#server/base/sql.ts'

/** What was counted of a broadcast's recipients; the words are added when it is shown. */
export type TallyRow = {
  readonly total: number
  readonly places: Readonly<Record<string, number>>
  readonly replied: number
  readonly optedOut: number
  readonly taps: Readonly<Record<string, number>>
  readonly reasons: readonly {
    readonly place: 'waiting' | 'failed' | 'skipped'
    readonly code: string
    readonly details: Why['details'] | null
    readonly count: number
  }[]
  readonly micros: string
  readonly currency: string
}

export type BroadcastRow = {
  readonly id: string
  readonly name: string
  readonly state: BroadcastState
  readonly revision: number
  readonly phone_number_id: string | null
  readonly number_name: string | null
  readonly display: string | null
  readonly message: BroadcastMessage
  readonly template_id: string | null
  readonly template_status: string | null
  readonly template_category: string | null
  readonly audience: Audience
  /** The segments that it names, by id. */
  readonly segments: Readonly<Record<string, SegmentWhen>>
  readonly consent: string
  readonly hours: SendWindow | null
  readonly starts_local: string | null
  readonly starts_at: number | null
  readonly expanded: boolean
  readonly reason: Why | null
  readonly held_until: number | null
  readonly tally: TallyRow | null
  readonly tallied_at: number | null
  readonly started_by: string | null
  readonly started_at: number | null
  readonly ended_at: number | null
  readonly updated_at: number
  readonly numbers: number
  readonly zone: string
  readonly now: number
}

const BROADCAST = sql`
  select b.id, b.name, b.state, b.revision, b.phone_number_id, n.name as number_name, n.display, b.message,
         t.id as template_id, t.status as template_status, t.category as template_category, b.audience, b.consent, b.hours,
         coalesce((select jsonb_object_agg(s.id, s.rule) from segment s
           where s.workspace_id = b.workspace_id and strpos(b.audience::text, s.id::text) > 0), '{}') as segments,
         b.starts_local, b.starts_at, b.expanded, b.reason, b.held_until, b.tally, b.tallied_at, b.started_by, b.started_at,
         b.ended_at, b.updated_at, w.zone,
         (select count(*)::int from broadcast_number x where x.workspace_id = b.workspace_id and x.broadcast_id = b.id) as numbers,
         now() + coalesce(c.clock_offset, 0) * interval '1 millisecond' as now
  from broadcast b
  join workspace w on w.workspace_id = b.workspace_id
  left join phone_number n on n.workspace_id = b.workspace_id and n.id = b.phone_number_id
  left join template t on t.workspace_id = b.workspace_id and t.name = b.template and t.language = b.language
  left join channel c on c.workspace_id = b.workspace_id and c.connected`

export type Page = {
  readonly state: BroadcastState | undefined
  readonly before: string | undefined
  readonly limit: number
}

/** Newest first. */
export function listBroadcasts(query: Query, workspaceId: string, page: Page): Promise<BroadcastRow[]> {
  const where: Sql[] = [
    sql`b.workspace_id = ${workspaceId}`,
    ...(page.state ? [sql`b.state = ${page.state}`] : []),
    ...(page.before ? [sql`b.id < ${page.before}`] : []),
  ]
  return query.rows(sql`${BROADCAST} where ${all(where)} order by b.id desc limit ${page.limit}`)
}

export async function broadcastOf(
  query: Query,
  workspaceId: string,
  id: string,
): Promise<BroadcastRow | undefined> {
  const rows = await query.rows<BroadcastRow>(
    sql`${BROADCAST} where b.workspace_id = ${workspaceId} and b.id = ${id}`,
  )
  return rows[0]
}

/** The same, locked until the transaction ends. */
export async function lockBroadcast(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<BroadcastRow | undefined> {
  const rows = await tx.rows(
    sql`select 1 from broadcast where workspace_id = ${workspaceId} and id = ${id} for update`,
  )
  return rows.length === 0 ? undefined : await broadcastOf(tx, workspaceId, id)
}

export type NewBroadcast = Pick<BroadcastDraft, 'name' | 'numberId' | 'message' | 'audience' | 'hours'> & {
  readonly id: string
}

export async function insertBroadcast(query: Query, workspaceId: string, row: NewBroadcast): Promise<void> {
  const { template } = row.message
  await query.run(sql`
    insert into broadcast (workspace_id, id, name, phone_number_id, message, template, language, audience, hours)
    values (${workspaceId}, ${row.id}, ${row.name}, ${row.numberId}, ${JSON.stringify(row.message)}, ${template?.name ?? null},
            ${template?.language ?? null}, ${JSON.stringify(row.audience)}, ${row.hours && JSON.stringify(row.hours)})`)
}

export async function saveDraft(
  tx: Tx,
  workspaceId: string,
  id: string,
  draft: BroadcastDraft,
): Promise<void> {
  const { template } = draft.message
  await tx.run(sql`
    update broadcast set name = ${draft.name}, phone_number_id = ${draft.numberId}, message = ${JSON.stringify(draft.message)},
                         template = ${template?.name ?? null}, language = ${template?.language ?? null},
                         audience = ${JSON.stringify(draft.audience)}, consent = ${draft.consent},
                         hours = ${draft.hours && JSON.stringify(draft.hours)}::json,
                         revision = revision + 1, updated_at = now()
    where workspace_id = ${workspaceId} and id = ${id}`)
}

export async function removeBroadcast(tx: Tx, workspaceId: string, id: string): Promise<void> {
  await tx.run(sql`delete from broadcast where workspace_id = ${workspaceId} and id = ${id}`)
}

type Turned = {
  readonly state: BroadcastState
  /** Why it was turned by itself; null: a person did it. */
  readonly reason: Why | null
}

/** Another state, in which nothing of an earlier hold remains. */
export async function turn(
  tx: Tx,
  workspaceId: string,
  id: string,
  { state, reason }: Turned,
): Promise<null> {
  await tx.run(sql`
    update broadcast set state = ${state}, reason = ${reason && JSON.stringify(reason)}::json, held_until = null, updated_at = now(),
                         revision = revision + 1,
                         ended_at = case when ${state} in ('done', 'cancelled') then now() end
    where workspace_id = ${workspaceId} and id = ${id}`)
  return null
}
