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
export const BILLS_MAX = 20

/**
 * Takes the oldest bills off the queue. The queue's head, locked, is the ledger's mutex: the counts of a month are raised one batch
 * after the other, however many processes there are.
 */
export async function takeBills(tx: Tx, workspaceId: string, max: number): Promise<string[]> {
  const rows = await tx.rows<{ message_ids: string[] }>(sql`
    delete from bill where workspace_id = ${workspaceId} and seq in (
      select seq from bill where workspace_id = ${workspaceId} order by seq limit ${max} for update)
    returning message_ids`)
  return [...new Set(rows.flatMap(({ message_ids }) => message_ids))]
}

/** How many wait, as far as one batch takes them. */
export async function countBills(query: Query, workspaceId: string): Promise<number> {
  const [row] = await query.rows<{ waiting: number }>(sql`
    select count(*)::int as waiting from (
      select 1 from bill where workspace_id = ${workspaceId} limit ${BILLS_MAX}) waiting`)
  return row?.waiting ?? 0
}

/** The oldest bill goes behind all others, its messages one by one: the next time none of them is held up by another. */
export async function putBehind(tx: Tx, workspaceId: string): Promise<void> {
  const ids = await takeBills(tx, workspaceId, 1)
  await tx.run(sql`
    insert into bill (workspace_id, message_ids) select ${workspaceId}, array[id] from unnest(${ids}::uuid[]) as id`)
}

type Delivered = {
  readonly id: string
  readonly chat_id: string
  readonly from_bot: boolean
  readonly broadcast_id: string | null
  readonly body: unknown
  readonly at: number
  readonly delivered_at: number
  readonly pricing: unknown
}

/**
 * What is known of these messages, in the order of their deliveries; what stands in the ledger already is left out. Each table is asked
 * by its own keys: joined, a planner that takes one of them for empty reads it whole for every message.
 */
export async function dueMessages(query: Query, workspaceId: string, ids: readonly string[]): Promise<Due[]> {
  const [messages, booked, begun] = await Promise.all([
    query.rows<Delivered>(sql`
      select id, chat_id, speaker = 'bot' and broadcast_id is null as from_bot, broadcast_id, body, at,
             coalesce(delivered_at, read_at) as delivered_at, pricing
      from message where workspace_id = ${workspaceId} and id = any(${ids}::uuid[]) and kind = 'out'
        and coalesce(delivered_at, read_at) is not null`),
    query.rows<{ id: string }>(sql`
      select message_id as id from ledger_entry where workspace_id = ${workspaceId} and message_id = any(${ids}::uuid[])`),
    query.rows<{ id: string; outside: boolean }>(sql`
      select message_id as id, outside from begun where workspace_id = ${workspaceId} and message_id = any(${ids}::uuid[])`),
  ])
  const done = new Set(booked.map(({ id }) => id))
  const due = messages.filter(({ id }) => !done.has(id))
  const outside = new Map(begun.map((one) => [one.id, one.outside]))
  const pairOf = await pairsOf(query, workspaceId, [...new Set(due.map(({ chat_id }) => chat_id))])
  return due
    .flatMap(({ chat_id, from_bot, body, ...message }) => {
      const pair = pairOf(chat_id)
      if (!pair) return []
      const { bot_id, ...rest } = pair
      const own = { bot_id: from_bot ? bot_id : null, outside: outside.get(message.id) ?? false }
      return { ...message, ...rest, ...own, ...templateIn(body) }
    })
    .toSorted((one, other) => one.delivered_at - other.delivered_at || (one.id < other.id ? -1 : 1))
}

type Clocks = Pick<Due, 'entry_at' | 'entry_ends_at' | 'conversations'>
type PairFacts = Clocks & Pick<Due, 'contact_id' | 'phone_number_id' | 'to' | 'bot_id' | 'heard_at'>
type ChatColumns = Pick<Due, 'contact_id' | 'phone_number_id' | 'heard_at'> & { readonly id: string }

/** Whom these chats are with, over which number, and the clocks between the two. */
async function pairsOf(
  query: Query,
  workspaceId: string,
  chatIds: readonly string[],
): Promise<(chatId: string) => PairFacts | undefined> {
  const chats = await query.rows<ChatColumns>(sql`
    select id, contact_id, phone_number_id, last_inbound_at as heard_at from chat
    where workspace_id = ${workspaceId} and id = any(${chatIds}::uuid[])`)
  const people = [...new Set(chats.map(({ contact_id }) => contact_id))]
  const numbers = [...new Set(chats.map(({ phone_number_id }) => phone_number_id))]
  const [contacts, bots, clocks] = await Promise.all([
    query.rows<{ id: string; to: string }>(sql`
      select c.id, coalesce(c.phone, (select substr(i.identity, 4) from contact_identity i
               where i.workspace_id = ${workspaceId} and i.contact_id = c.id and i.identity like 'bs:%' limit 1), '') as to
      from contact c where c.workspace_id = ${workspaceId} and c.id = any(${people}::uuid[])`),
    query.rows<{ id: string; bot_id: string | null }>(sql`
      select id, bot_id from phone_number where workspace_id = ${workspaceId} and id = any(${numbers}::uuid[])`),
    query.rows<Clocks & { readonly pair: string }>(sql`
      select phone_number_id || ' ' || contact_id as pair, entry_at, entry_ends_at, conversations from pair_clock
      where workspace_id = ${workspaceId} and phone_number_id = any(${numbers}::uuid[]) and contact_id = any(${people}::uuid[])`),
  ])
  const chatOf = new Map(chats.map((chat) => [chat.id, chat]))
  const addressOf = new Map(contacts.map(({ id, to }) => [id, to]))
  const botOf = new Map(bots.map(({ id, bot_id }) => [id, bot_id]))
  const clocksOf = new Map(clocks.map(({ pair, ...rest }) => [pair, rest]))
  return (chatId) => {
    const chat = chatOf.get(chatId)
    if (!chat) return undefined
    const { contact_id, phone_number_id, heard_at } = chat
    return {
      ...(clocksOf.get(`${phone_number_id} ${contact_id}`) ?? NO_CLOCKS),
      ...{ contact_id, phone_number_id, heard_at },
      to: addressOf.get(contact_id) ?? '',
      bot_id: botOf.get(phone_number_id) ?? null,
    }
  }
}
const NO_CLOCKS: Clocks = { entry_at: null, entry_ends_at: null, conversations: null }

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
