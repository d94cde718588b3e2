import { AUDIENCE_MAX } from '#core/broadcast/limits.ts'
import type { Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { ADDRESS, type Asked, wherePeople } from '#server/broadcast/audience.ts'
import { meetNumbers } from '#server/broadcast/numbers.ts'

/** Recipients that are written down in one transaction. */
const PAGE = 2000

/**
 * Writes down the next page of the audience as recipients, in the order of their ids, and how far it came, in one transaction: whoever takes
 * over after a crash goes on behind it. False when everybody is written down. The caller holds the broadcast.
 */
export async function expandPage(tx: Tx, asked: Asked & { readonly from: string | null }): Promise<boolean> {
  const { workspaceId, broadcastId, audience } = asked
  if (audience.from === 'numbers' && (await meetNumbers(tx, workspaceId, broadcastId))) return true
  const [last] = await tx.rows<{ id: string }>(sql`
    with page as materialized (${pageOf(asked)}),
    written as (
      insert into broadcast_recipient (workspace_id, broadcast_id, contact_id, state, code, details)
      select ${workspaceId}, ${broadcastId}, p.id, case when p.addr is null then 'skipped' else 'planned' end,
             case when p.addr is null then 'recipient-invalid' end, case when p.addr is null then '{"to": "–"}'::json end
      from page p on conflict do nothing)
    select id from page order by id desc limit 1`)
  const [{ count } = { count: 0 }] = await tx.rows<{ count: number }>(sql`
    select count(*)::int as count from broadcast_recipient where workspace_id = ${workspaceId} and broadcast_id = ${broadcastId}`)
  const more = last !== undefined && count < AUDIENCE_MAX
  await tx.run(sql`
    update broadcast set expanded_to = coalesce(${last?.id ?? null}, expanded_to), expanded = ${!more}
    where workspace_id = ${workspaceId} and id = ${broadcastId}`)
  return more
}

function pageOf(asked: Asked & { readonly from: string | null }) {
  const { workspaceId, broadcastId, audience, from } = asked
  const after = from ?? '00000000-0000-0000-0000-000000000000'
  if (audience.from === 'people') {
    return sql`
      select c.id, ${ADDRESS} as addr from contact c where ${wherePeople(asked)} and c.id > ${after} order by c.id limit ${PAGE}`
  }
  return sql`
    select distinct n.contact_id as id, '' as addr from broadcast_number n
    where n.workspace_id = ${workspaceId} and n.broadcast_id = ${broadcastId} and n.contact_id > ${after}
    order by n.contact_id limit ${PAGE}`
}
