import type { Millis } from '#core/base/time.ts'
import type { Marketing } from '#core/contact/marketing.ts'
import { WINDOW } from '#core/policy/window.ts'
import type { Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { timeOf } from '#server/chat/state.ts'

/** A recipient whose turn has come, locked together with the contact. */
export type Due = { readonly contact_id: string }

/**
 * The next recipients, in the order of their ids. The contact's row is what the desk holds while it thinks about somebody: whoever is held there is
 * left for the next turn, so that nobody waits for a broadcast.
 */
export function dueRecipients(
  tx: Tx,
  workspaceId: string,
  broadcastId: string,
  { now, limit }: { readonly now: Millis; readonly limit: number },
): Promise<Due[]> {
  return tx.rows<Due>(sql`
    select r.contact_id from broadcast_recipient r
    join contact c on c.workspace_id = ${workspaceId} and c.id = r.contact_id
    where r.workspace_id = ${workspaceId} and r.broadcast_id = ${broadcastId} and r.state = 'planned'
      and (r.due_at is null or r.due_at <= ${timeOf(now)}::timestamptz)
    order by r.contact_id limit ${limit} for update of r, c skip locked`)
}

/**
 * Those among the next recipients who wrote to this number within the last 24 hours: a message to them takes no place of the messaging
 * limit. Asked from the chats, of which few are so young, and locked like all.
 */
export function openRecipients(
  tx: Tx,
  workspaceId: string,
  broadcastId: string,
  { numberId, now, limit }: { readonly numberId: string; readonly now: Millis; readonly limit: number },
): Promise<Due[]> {
  const since = timeOf(now - WINDOW)
  return tx.rows<Due>(sql`
    select r.contact_id from chat h
    join broadcast_recipient r on r.workspace_id = ${workspaceId} and r.broadcast_id = ${broadcastId}
      and r.contact_id = h.contact_id and r.state = 'planned' and (r.due_at is null or r.due_at <= ${timeOf(now)}::timestamptz)
    join contact c on c.workspace_id = ${workspaceId} and c.id = r.contact_id
    where h.workspace_id = ${workspaceId} and h.phone_number_id = ${numberId}
      and h.last_at > ${since}::timestamptz and h.last_inbound_at > ${since}::timestamptz
    order by r.contact_id limit ${limit} for update of r, c skip locked`)
}

/** What is known of a recipient when their message is made. */
export type Person = {
  readonly contact_id: string
  readonly name: string
  readonly phone: string | null
  readonly bsuid: string | null
  readonly fields: Record<string, string>
  readonly tags: string[]
  readonly chat_id: string | null
  readonly last_inbound_at: number | null
  readonly marketing: Marketing | null
}

export function loadPeople(
  tx: Tx,
  workspaceId: string,
  numberId: string,
  due: readonly Due[],
): Promise<Person[]> {
  return tx.rows<Person>(sql`
    select c.id as contact_id, c.name, c.phone, c.fields, c.tags, c.marketing, ch.id as chat_id, ch.last_inbound_at,
           (select substr(i.identity, 4) from contact_identity i
             where i.workspace_id = ${workspaceId} and i.contact_id = c.id and i.identity like 'bs:%' limit 1) as bsuid
    from contact c
    left join chat ch on ch.workspace_id = ${workspaceId} and ch.contact_id = c.id and ch.phone_number_id = ${numberId}
    where c.workspace_id = ${workspaceId} and c.id = any(${due.map(({ contact_id }) => contact_id)}::uuid[])
    order by c.id`)
}

export type Settled = {
  readonly contact_id: string
  readonly state: 'planned' | 'handed' | 'skipped'
  readonly due_at?: string
  readonly code?: string
  readonly details?: unknown
  readonly chat_id?: string | null
  readonly message_id?: string
}

/** What this turn came to, for each recipient that it asked. */
export async function settleRecipients(
  tx: Tx,
  workspaceId: string,
  broadcastId: string,
  settled: readonly Settled[],
): Promise<void> {
  if (settled.length === 0) return
  const rows = settled.map(({ contact_id, state, due_at, code, details, chat_id, message_id }) => ({
    ...{ contact_id, state, due_at, code, details, message_id },
    chat_id: message_id ? chat_id : null,
  }))
  await tx.run(sql`
    update broadcast_recipient r set state = s.state, due_at = s.due_at, code = s.code, details = s.details,
      chat_id = coalesce(s.chat_id, r.chat_id), message_id = coalesce(s.message_id, r.message_id),
      handed_at = case when s.state = 'handed' then now() else r.handed_at end,
      tries = r.tries + case when s.state = 'handed' then 1 else 0 end
    from json_to_recordset(${JSON.stringify(rows)})
      as s (contact_id uuid, state text, due_at timestamptz, code text, details json, chat_id uuid, message_id uuid)
    where r.workspace_id = ${workspaceId} and r.broadcast_id = ${broadcastId} and r.contact_id = s.contact_id`)
}
