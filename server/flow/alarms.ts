import type { Bus } from '#server/base/bus.ts'
import type { Db } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

const ALARMS_MAX = 500
const WORKSPACES_MAX = 1000

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

/** Who has alarms due, by the clock of their channel: one look at the earliest alarm of each workspace. */
export function dueWorkspaces(db: Db): Promise<DueWorkspace[]> {
  return db.rows(sql`
    select w.workspace_id, coalesce(c.clock_offset, 0) as clock_offset
    from workspace w
    left join channel c on c.workspace_id = w.workspace_id and c.connected
    cross join lateral (
      select a.due_at from alarm a where a.workspace_id = w.workspace_id order by a.due_at limit 1) next
    where next.due_at <= now() + coalesce(c.clock_offset, 0) * interval '1 millisecond'
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
