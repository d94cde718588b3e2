import type { Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

/** Ends what one contact is in over one number, alarm and all. The contact is locked first, as the desk does it. */
export async function endRunsOf(
  tx: Tx,
  workspaceId: string,
  { numberId, identity }: { readonly numberId: string; readonly identity: string },
): Promise<void> {
  const [person] = await tx.rows<{ id: string }>(sql`
    select c.id from contact c join contact_identity i on i.workspace_id = c.workspace_id and i.contact_id = c.id
    where c.workspace_id = ${workspaceId} and i.identity = ${identity} for update of c`)
  if (!person) return
  const chats = await tx.rows<{ id: string }>(sql`
    select id from chat where workspace_id = ${workspaceId} and contact_id = ${person.id} and phone_number_id = ${numberId}`)
  await tx.run(sql`
    with gone as (
      delete from run where workspace_id = ${workspaceId} and chat_id = any(${chats.map(({ id }) => id)}::uuid[])
      returning id)
    delete from alarm where workspace_id = ${workspaceId} and run_id in (select id from gone)`)
  await tx.run(sql`
    update chat set bot_paused = false, paused_until = null
    where workspace_id = ${workspaceId} and id = any(${chats.map(({ id }) => id)}::uuid[])`)
}
