import type { Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

/** Something that happened to a contact: `value` as `core/flow/event.ts` writes it in `listeningOf`. */
export type Happened = {
  readonly kind: 'tag' | 'field' | 'custom'
  readonly value: string
  readonly event: object
}

/**
 * Writes down what happened to a contact for each bot that has a live flow listening to it, in the transaction that made it happen; the
 * desk hears it in the contact's order. It goes by the number on which bot and contact last spoke, else the bot's first. Gives how
 * many were written: whoever wrote some calls the desk.
 */
export async function noteHappened(
  tx: Tx,
  workspaceId: string,
  contactId: string,
  happened: readonly Happened[],
): Promise<number> {
  if (happened.length === 0) return 0
  return await tx.run(sql`
    insert into inbox (workspace_id, contact_key, phone_number_id, kind, at, payload)
    select ${workspaceId}, key.identity, heard.phone_number_id, 'event',
           now() + coalesce((select clock_offset from channel where workspace_id = ${workspaceId} and connected), 0)
             * interval '1 millisecond',
           json_build_object('event', heard.event, 'depth', 0)
    from (
      select distinct on (e.place, t.bot_id) e.place, e.event, n.id as phone_number_id
      from json_to_recordset(${JSON.stringify(happened.map((one, place) => ({ place, ...one })))})
        as e (place int, kind text, value text, event json)
      join flow_trigger t on t.workspace_id = ${workspaceId} and t.kind = e.kind and t.value = e.value
      join phone_number n on n.workspace_id = ${workspaceId} and n.bot_id = t.bot_id
      left join chat ch on ch.workspace_id = ${workspaceId} and ch.contact_id = ${contactId} and ch.phone_number_id = n.id
      order by e.place, t.bot_id, ch.last_at desc nulls last, n.id) heard
    cross join lateral (
      select identity from contact_identity where workspace_id = ${workspaceId} and contact_id = ${contactId}
      order by identity desc limit 1) key
    order by heard.place`)
}
