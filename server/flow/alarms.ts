import type { Bus } from '#server/base/bus.ts'
import type { Db } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

const ALARMS_MAX = 500

/** Moves alarms that are due, by the clock of their channel, into the inbox, where they wait their turn like any word. */
export async function ringAlarms(db: Db, bus: Bus): Promise<void> {
  const found = await db.rows<{ workspace_id: string; clock_offset: number }>(sql`
    select distinct a.workspace_id, coalesce(c.clock_offset, 0) as clock_offset
    from alarm a left join channel c on c.workspace_id = a.workspace_id and c.connected
    where a.due_at <= now() + coalesce(c.clock_offset, 0) * interval '1 millisecond' limit 1000`)
  for (const { workspace_id: workspaceId, clock_offset: offset } of found) {
    const moved = await db.run(sql`
      with due as (
        delete from alarm where workspace_id = ${workspaceId} and run_id in (
          select run_id from alarm where workspace_id = ${workspaceId}
            and due_at <= now() + ${offset}::bigint * interval '1 millisecond'
          order by due_at limit ${ALARMS_MAX} for update skip locked)
        returning run_id, due_at, token, contact_key, phone_number_id)
      insert into inbox (workspace_id, contact_key, phone_number_id, kind, at, payload)
      select ${workspaceId}, contact_key, phone_number_id, 'alarm', due_at, jsonb_build_object('runId', run_id, 'token', token)
      from due order by due_at`)
    if (moved > 0) bus.call('inbox', workspaceId)
  }
}
