import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

/** Someone to be put into a sequence, or taken out of it. */
export type Subscribing = {
  readonly sequence_id: string
  readonly contact_id: string
  readonly on: boolean
  /** How many flows set each other off before it; a person did: 0. */
  readonly depth: number
}

/**
 * Who stands in it stays; who went through it or left it begins anew. Both are sent at once, so that a commit may be sent right behind
 * them. Gives how many rows changed.
 */
export async function subscribe(
  query: Query,
  workspaceId: string,
  rows: readonly Subscribing[],
): Promise<number> {
  const off = rows.filter(({ on }) => !on)
  const [put, gone] = await Promise.all([
    join(query, workspaceId, rows),
    off.length > 0 ? leave(query, workspaceId, off) : 0,
  ])
  return put + gone
}

function join(query: Query, workspaceId: string, rows: readonly Subscribing[]): Promise<number> {
  return query.run(sql`
    insert into subscription as s (workspace_id, sequence_id, contact_id, phone_number_id, due_at, begun_at, depth)
    select distinct on (q.id, w.contact_id) q.workspace_id, q.id, w.contact_id, n.id, clock.now, clock.now, w.depth
    from json_to_recordset(${JSON.stringify(rows.filter(({ on }) => on))}) as w (sequence_id uuid, contact_id uuid, depth int)
    join sequence q on q.workspace_id = ${workspaceId} and q.id = w.sequence_id
    join phone_number n on n.workspace_id = ${workspaceId} and n.bot_id = q.bot_id
    left join chat ch on ch.workspace_id = ${workspaceId} and ch.contact_id = w.contact_id and ch.phone_number_id = n.id
    cross join (
      select now() + coalesce((select clock_offset from channel where workspace_id = ${workspaceId} and connected), 0)
        * interval '1 millisecond' as now) clock
    order by q.id, w.contact_id, ch.last_at desc nulls last, n.id
    on conflict (workspace_id, sequence_id, contact_id) do update
    set phone_number_id = excluded.phone_number_id, step = 0, armed = false, due_at = excluded.due_at, state = 'active',
        reason = null, begun_at = excluded.begun_at, depth = excluded.depth
    where s.state <> 'active'`)
}

function leave(query: Query, workspaceId: string, off: readonly Subscribing[]): Promise<number> {
  return query.run(sql`
    update subscription s set state = 'left', reason = 'asked'
    from json_to_recordset(${JSON.stringify(off)}) as w (sequence_id uuid, contact_id uuid)
    where s.workspace_id = ${workspaceId} and s.sequence_id = w.sequence_id and s.contact_id = w.contact_id
      and s.state = 'active'`)
}

/** A reply ends the sequences that end on one. */
export function leaveOnReply(
  query: Query,
  workspaceId: string,
  contactIds: readonly string[],
): Promise<number> {
  return query.run(sql`
    update subscription s set state = 'left', reason = 'reply' from sequence q
    where s.workspace_id = ${workspaceId} and s.contact_id = any(${contactIds}::uuid[]) and s.state = 'active'
      and q.workspace_id = ${workspaceId} and q.id = s.sequence_id and q.ends_on_reply`)
}
