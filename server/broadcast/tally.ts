import { HOUR } from '#core/base/time.ts'
import { tapNode } from '#core/broadcast/broadcast.ts'
import { placeOf } from '#core/broadcast/place.ts'
import type { MessageState } from '#core/chat/status.ts'
import { readWireId } from '#core/flow/wire.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import type { TallyRow } from '#server/broadcast/store.ts'

/** What customers say within this time after it counts as an answer. */
const REPLY_WITHIN = 72 * HOUR
/** Recipients whose answers are looked at in one turn. */
const HEARD_MAX = 500
/** Meta: the customer stopped marketing. */
const STOPPED = '131050'

/**
 * Notes who wrote or tapped after the broadcast: the chat says that something was heard since we last looked (Meta tells whole seconds), and
 * only then its messages are read. Answers how many were looked at.
 */
export function noteReplies(tx: Tx, workspaceId: string, broadcastId: string): Promise<number> {
  return tx.run(sql`
    with heard as materialized (
      select r.contact_id, ch.last_inbound_at, r.chat_id, r.message_id
      from broadcast_recipient r
      join chat ch on ch.workspace_id = ${workspaceId} and ch.id = r.chat_id
      join message m on m.workspace_id = ${workspaceId} and m.id = r.message_id
      where r.workspace_id = ${workspaceId} and r.broadcast_id = ${broadcastId} and r.state = 'handed'
        and ch.last_inbound_at >= date_trunc('second', m.at) and (r.heard_at is null or ch.last_inbound_at > r.heard_at)
        and m.at > ch.last_inbound_at - ${REPLY_WITHIN} * interval '1 millisecond'
      limit ${HEARD_MAX}),
    said as (
      select h.contact_id, h.last_inbound_at, min(i.at) as at,
             array_agg(distinct i.body ->> 'id') filter (where i.body ->> 'kind' = 'tap'
               and starts_with(i.body ->> 'id', ${`${tapNode(broadcastId)}:`}::text)) as taps
      from heard h left join message i on i.workspace_id = ${workspaceId} and i.chat_id = h.chat_id and i.id > h.message_id
        and i.kind = 'in'
      group by 1, 2)
    update broadcast_recipient r set heard_at = s.last_inbound_at, replied_at = coalesce(r.replied_at, s.at),
      taps = coalesce(s.taps, r.taps)
    from said s
    where r.workspace_id = ${workspaceId} and r.broadcast_id = ${broadcastId} and r.contact_id = s.contact_id`)
}

/** Counts what became of the recipients. */
export async function countResult(query: Query, workspaceId: string, broadcastId: string): Promise<TallyRow> {
  const [groups, [replied], taps, [spent]] = await Promise.all([
    query.rows<Group>(sql`
      select r.state, m.state as message, coalesce(m.fault ->> 'code', r.code) as code, count(*)::int as count,
             (array_agg(r.details) filter (where r.details is not null))[1] as details
      from broadcast_recipient r
      left join message m on m.workspace_id = ${workspaceId} and m.id = r.message_id and r.state = 'handed'
      where r.workspace_id = ${workspaceId} and r.broadcast_id = ${broadcastId} group by 1, 2, 3`),
    query.rows<{ count: number }>(sql`
      select count(*)::int as count from broadcast_recipient
      where workspace_id = ${workspaceId} and broadcast_id = ${broadcastId} and replied_at is not null`),
    query.rows<{ tap: string; count: number }>(sql`
      select t.tap, count(*)::int as count from broadcast_recipient r cross join unnest(r.taps) as t (tap)
      where r.workspace_id = ${workspaceId} and r.broadcast_id = ${broadcastId} and r.taps <> '{}' group by 1`),
    query.rows<{ micros: string; currency: string }>(sql`
      select sum(s.micros)::text as micros, s.currency from spend s
      where s.workspace_id = ${workspaceId} and s.broadcast = ${broadcastId} and s.currency <> ''
        and s.day >= (select to_char(b.created_at - interval '1 day', 'YYYY-MM-DD') from broadcast b
          where b.workspace_id = ${workspaceId} and b.id = ${broadcastId})
      group by s.currency order by 1 desc limit 1`),
  ])
  return {
    ...sumsOf(groups),
    replied: replied?.count ?? 0,
    taps: Object.fromEntries(taps.map(({ tap, count }) => [readWireId(tap)?.choice ?? tap, count])),
    micros: spent?.micros ?? '0',
    currency: spent?.currency ?? '',
  }
}

type Group = {
  readonly state: Parameters<typeof placeOf>[0]['state']
  readonly message: MessageState | null
  readonly code: string | null
  readonly count: number
  readonly details: Record<string, string | number | boolean | null> | null
}

function sumsOf(groups: readonly Group[]): Pick<TallyRow, 'total' | 'places' | 'reasons' | 'optedOut'> {
  const places: Record<string, number> = {}
  const reasons: TallyRow['reasons'][number][] = []
  let total = 0
  let optedOut = 0
  for (const { code, count, details, ...row } of groups) {
    const place = placeOf(row)
    total += count
    places[place] = (places[place] ?? 0) + count
    if (code === null) continue
    if (code === 'opted-out' || code === STOPPED) optedOut += count
    if (place === 'waiting' || place === 'failed' || place === 'skipped')
      reasons.push({ place, code, details, count })
  }
  return { total, places, optedOut, reasons: reasons.sort((one, other) => other.count - one.count) }
}

/** Counts anew and keeps it, so that lists never count. */
export async function saveResult(query: Query, workspaceId: string, broadcastId: string): Promise<TallyRow> {
  const tally = await countResult(query, workspaceId, broadcastId)
  await query.run(sql`
    update broadcast set tally = ${JSON.stringify(tally)}, tallied_at = now()
    where workspace_id = ${workspaceId} and id = ${broadcastId}`)
  return tally
}
