import { catalogueOf, NO_FIELDS } from '#core/contact/field/catalogue.ts'
import { listeningOf, nextTime, withFieldIds } from '#core/flow/event.ts'
import type { StartNode } from '#core/flow/nodes/start.ts'
import type { Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { timeOf } from '#server/chat/state.ts'
import { channelNow, listFields } from '#server/contact/store.ts'

type Live = { readonly bot_id: string; readonly start: StartNode | null; readonly zone: string }

/** Writes down what a flow listens to now, and when its schedule comes next: nothing when it is not live. */
export async function noteTriggers(tx: Tx, workspaceId: string, flowId: string): Promise<void> {
  const [live] = await tx.rows<Live>(sql`
    select f.bot_id, v.definition #> array['nodes', v.definition ->> 'start'] as start, w.zone
    from flow f join flow_version v on v.workspace_id = f.workspace_id and v.id = f.version_id
    join workspace w on w.workspace_id = f.workspace_id
    where f.workspace_id = ${workspaceId} and f.id = ${flowId} and f.enabled and not f.archived`)
  const start = live?.start?.kind === 'start' ? live.start : null
  await tx.run(sql`delete from flow_trigger where workspace_id = ${workspaceId} and flow_id = ${flowId}`)
  const known = start?.fields ? catalogueOf(await listFields(tx, workspaceId)) : NO_FIELDS
  const heard = start ? listeningOf(withFieldIds(start, known)) : []
  if (heard.length > 0)
    await tx.run(sql`
      insert into flow_trigger (workspace_id, kind, value, flow_id, bot_id)
      select ${workspaceId}, l.kind, l.value, ${flowId}, ${live?.bot_id}
      from json_to_recordset(${JSON.stringify(heard)}) as l (kind text, value text) on conflict do nothing`)
  const { schedule } = start ?? {}
  const due = schedule && live && nextTime(schedule, await channelNow(tx, workspaceId), live.zone)
  if (due === undefined) {
    await tx.run(sql`delete from flow_schedule where workspace_id = ${workspaceId} and flow_id = ${flowId}`)
    return
  }
  // a time that is being handed over goes on, for the people that it has not reached yet
  await tx.run(sql`
    insert into flow_schedule as s (workspace_id, flow_id, schedule, due_at)
    values (${workspaceId}, ${flowId}, ${JSON.stringify(schedule)}, ${timeOf(due)})
    on conflict (workspace_id, flow_id) do update
    set schedule = excluded.schedule, due_at = case when s.reached_to is null then excluded.due_at else s.due_at end`)
}
