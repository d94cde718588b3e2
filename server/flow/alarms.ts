import type { Bus } from '#server/base/bus.ts'
import type { Db } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

const ALARMS_MAX = 500
const WORKSPACES_MAX = 1000
/** So many due alarms are looked at to learn whose they are; the rest is met by the next look. */
const LOOKED_AT_MAX = 10_000

/**
 * Moves alarms that are due, by the clock of their channel, into the inbox, where they wait their turn like any word.
 * What breaks in one workspace does not hold up the others: all have their turn, then it throws.
 */
export async function ringAlarms(db: Db, bus: Bus): Promise<void> {
  const failures: Error[] = []
  for (const { workspace_id: workspaceId, clock_offset: offset } of await dueWorkspaces(db)) {
    try {
      const moved = await moveDue(db, workspaceId, offset)
      if (moved > 0) bus.call('inbox', workspaceId)
    } catch (error) {
      failures.push(new Error(`workspace ${workspaceId}`, { cause: error }))
    }
  }
  const [first] = failures
  if (first) throw new Error(`alarms of ${failures.length} workspaces could not ring`, { cause: first })
}

type DueWorkspace = { readonly workspace_id: string; readonly clock_offset: number }

/** Who has alarms due. Found by key where the world's clock rules; channels with a clock of their own are asked one by one. */
export function dueWorkspaces(db: Db): Promise<DueWorkspace[]> {
  return db.rows(sql`
    select distinct due.workspace_id, 0::bigint as clock_offset
    from (
      select a.workspace_id from alarm a
      where a.due_at <= now() and not exists (
        select from channel c where c.workspace_id = a.workspace_id and c.connected and c.clock_offset <> 0)
      order by a.due_at limit ${LOOKED_AT_MAX}) due
    union all
    select c.workspace_id, c.clock_offset
    from channel c cross join lateral (
      select a.due_at from alarm a where a.workspace_id = c.workspace_id order by a.due_at limit 1) next
    where c.connected and c.clock_offset <> 0
      and next.due_at <= now() + c.clock_offset * interval '1 millisecond'
    limit ${WORKSPACES_MAX}`)
}

function moveDue(db: Db, workspaceId: string, offset: number): Promise<number> {
  return db.run(sql`
    with due as (
      delete from alarm where workspace_id = ${workspaceId} and run_id in (
        select run_id from alarm where workspace_id = ${workspaceId}
          and due_at <= now() + ${offset}::bigint * interval '1 millisecond'
        order by due_at limit ${ALARMS_MAX} for update skip locked)
      returning run_id, due_at, token, contact_key, phone_number_id)
    insert into inbox (workspace_id, contact_key, phone_number_id, kind, at, payload)
    select ${workspaceId}, contact_key, phone_number_id, 'alarm', due_at, jsonb_build_object('runId', run_id, 'token', token)
    from due order by due_at`)
}
