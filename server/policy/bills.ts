import { isObject } from '#core/base/json.ts'
import type { PairClock } from '#core/policy/price/clock.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

/** A message that is to be billed, with the clocks of its customer and number. Times are the channel's. */
export type Due = {
  readonly id: string
  readonly contact_id: string
  readonly phone_number_id: string
  readonly to: string
  readonly bot_id: string | null
  readonly template: string | null
  /** The broadcast that it is part of. */
  readonly broadcast_id: string | null
  readonly language: string | null
  /** A template outside the window. */
  readonly outside: boolean
  readonly at: number
  readonly delivered_at: number
  readonly pricing: unknown
  readonly heard_at: number | null
  readonly entry_at: number | null
  readonly entry_ends_at: number | null
  readonly conversations: PairClock['conversations'] | null
}

/** Rows of the queue, each the messages of one batch of reports, that are billed together. */
const BILLS_MAX = 20

/**
 * Takes the oldest bills off the queue. The queue's head, locked, is the ledger's mutex: the counts of a month are raised one batch
 * after the other, however many processes there are.
 */
export async function takeBills(tx: Tx, workspaceId: string): Promise<string[]> {
  const rows = await tx.rows<{ message_ids: string[] }>(sql`
    delete from bill where workspace_id = ${workspaceId} and seq in (
      select seq from bill where workspace_id = ${workspaceId} order by seq limit ${BILLS_MAX} for update)
    returning message_ids`)
  return [...new Set(rows.flatMap(({ message_ids }) => message_ids))]
}

/** What is known of these messages, in the order of their deliveries; what stands in the ledger already is left out. */
export async function dueMessages(query: Query, workspaceId: string, ids: readonly string[]): Promise<Due[]> {
  const rows = await query.rows<Omit<Due, 'template' | 'language'> & { readonly body: unknown }>(sql`
    select m.id, ch.contact_id, ch.phone_number_id,
           coalesce(c.phone, (select substr(i.identity, 4) from contact_identity i
             where i.workspace_id = ${workspaceId} and i.contact_id = ch.contact_id and i.identity like 'bs:%' limit 1), '') as to,
           case when m.speaker = 'bot' and m.broadcast_id is null then n.bot_id end as bot_id, m.broadcast_id,
           m.body, coalesce(b.outside, false) as outside, m.at, coalesce(m.delivered_at, m.read_at) as delivered_at, m.pricing,
           ch.last_inbound_at as heard_at, k.entry_at, k.entry_ends_at, k.conversations
    from message m
    join chat ch on ch.workspace_id = ${workspaceId} and ch.id = m.chat_id
    join contact c on c.workspace_id = ${workspaceId} and c.id = ch.contact_id
    join phone_number n on n.workspace_id = ${workspaceId} and n.id = ch.phone_number_id
    left join begun b on b.workspace_id = ${workspaceId} and b.message_id = m.id
    left join pair_clock k on k.workspace_id = ${workspaceId} and k.phone_number_id = ch.phone_number_id
      and k.contact_id = ch.contact_id
    where m.workspace_id = ${workspaceId} and m.id = any(${ids}::uuid[]) and m.kind = 'out'
      and coalesce(m.delivered_at, m.read_at) is not null
      and not exists (select 1 from ledger_entry e where e.workspace_id = ${workspaceId} and e.message_id = m.id)
    order by delivered_at, m.id`)
  return rows.map(({ body, ...due }) => ({ ...due, ...templateIn(body) }))
}

/** Which template a message is, read here: PostgreSQL would take the text of each message apart three times. */
function templateIn(body: unknown): Pick<Due, 'template' | 'language'> {
  if (!isObject(body) || body.kind !== 'template') return { template: null, language: null }
  return { template: wordAt(body, 'name'), language: wordAt(body, 'language') }
}

function wordAt(body: Readonly<Record<string, unknown>>, key: string): string | null {
  const word = body[key]
  return typeof word === 'string' ? word : null
}

/** What Meta has counted in these months, by key. */
export async function countsOf(
  query: Query,
  workspaceId: string,
  months: readonly string[],
): Promise<Map<string, number>> {
  const rows = await query.rows<{ key: string; count: number }>(sql`
    select key, count from price_counter where workspace_id = ${workspaceId} and month = any(${months})`)
  return new Map(rows.map(({ key, count }) => [key, count]))
}

/** Which of these conversations of Meta's are booked. */
export async function knownConversations(
  query: Query,
  workspaceId: string,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await query.rows<{ id: string }>(sql`
    select id from conversation where workspace_id = ${workspaceId} and id = any(${ids})`)
  return new Set(rows.map(({ id }) => id))
}
