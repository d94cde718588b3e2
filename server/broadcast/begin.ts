import { SENDING_MAX } from '#core/broadcast/limits.ts'
import type { Db } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { sql } from '#server/base/sql.ts'

/** Broadcasts that begin or pause in one turn. */
const TURN_MAX = 100

/**
 * Broadcasts whose time has come, by the clock of their channel, begin; more of a workspace than may be sent together wait for one
 * another. Answers the workspaces.
 */
export async function beginDue(db: Db): Promise<string[]> {
  const rows = await db.rows<{ workspace_id: string; id: string }>(sql`
    update broadcast b set state = 'sending', started_at = now(), updated_at = now(), revision = b.revision + 1
    from (
      select s.workspace_id, s.id from broadcast s
      join (
        select d.workspace_id, d.id, row_number() over (partition by d.workspace_id order by d.starts_at, d.id)
          + (select count(*) from broadcast o where o.workspace_id = d.workspace_id and o.state = 'sending') as nth
        from broadcast d
        left join channel c on c.workspace_id = d.workspace_id and c.connected
        where d.state = 'scheduled' and d.starts_at <= now() + coalesce(c.clock_offset, 0) * interval '1 millisecond') turn
        on turn.workspace_id = s.workspace_id and turn.id = s.id and turn.nth <= ${SENDING_MAX}
      where s.state = 'scheduled' order by s.starts_at limit ${TURN_MAX} for update of s skip locked) due
    where b.workspace_id = due.workspace_id and b.id = due.id
    returning b.workspace_id, b.id`)
  await tell(db, rows)
  return rows.map(({ workspace_id }) => workspace_id)
}

/**
 * A broadcast whose template Meta paused, disabled, rejected or deleted stands still at once, also while it waits for something else, and says
 * why. Answers the workspaces.
 */
export async function pauseForTemplates(db: Db): Promise<string[]> {
  const rows = await db.rows<{ workspace_id: string; id: string }>(sql`
    update broadcast b set state = 'paused', held_until = null, updated_at = now(), revision = b.revision + 1,
      reason = json_build_object('code', case s.status when 'PAUSED' then 'template-paused' when 'DISABLED' then 'template-disabled'
                                         else 'template-not-approved' end,
        'details', json_build_object('name', b.template, 'language', b.language, 'status', s.status))
    from (
      select w.workspace_id, w.id, t.status from broadcast w
      join template t on t.workspace_id = w.workspace_id and t.name = w.template and t.language = w.language
      where w.state = 'sending' and t.status not in ('APPROVED', 'FLAGGED', 'REINSTATED')
      limit ${TURN_MAX} for update of w skip locked) s
    where b.workspace_id = s.workspace_id and b.id = s.id
    returning b.workspace_id, b.id`)
  await tell(db, rows)
  return rows.map(({ workspace_id }) => workspace_id)
}

async function tell(
  db: Db,
  rows: readonly { readonly workspace_id: string; readonly id: string }[],
): Promise<void> {
  for (const { workspace_id, id } of rows)
    await emit(db, workspace_id, [{ kind: 'broadcast.changed', ids: [id] }])
}
