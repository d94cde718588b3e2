import type { Entry } from '#core/policy/ledger/entry.ts'
import type { PairClock } from '#core/policy/price/clock.ts'
import type { Month } from '#core/policy/price/day.ts'
import type { Category } from '#core/policy/price/regime.ts'
import { arrayText } from '#server/base/array.ts'
import type { Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { tableOf } from '#server/base/table.ts'
import type { Due } from '#server/policy/bills.ts'

/** A delivery and what the books say of it. */
export type Booked = {
  readonly due: Due
  readonly category: Category
  readonly conversationId: string | null
  readonly entry: Entry
}

/** By how much a count of Meta's month was raised. */
export type Raised = { readonly key: string; readonly month: Month; readonly count: number }
/** A pair's clocks that moved. */
export type Moved = { readonly due: Due; readonly clock: PairClock }

/** A batch, booked: its lines, the counts it raised, and the clocks that it moved. */
export type Batch = {
  readonly lines: readonly Booked[]
  readonly raised: readonly Raised[]
  readonly moved: readonly Moved[]
}

/** Writes a booked batch down, in one round trip with the commit. The caller holds the head of the queue of bills. */
export async function saveBooked(tx: Tx, workspaceId: string, batch: Batch): Promise<void> {
  const { lines, raised, moved } = batch
  const writes = [
    insertEntries(tx, workspaceId, lines),
    addSpend(tx, workspaceId, lines),
    ...(raised.length > 0 ? [raiseCounters(tx, workspaceId, raised)] : []),
    ...(moved.length > 0 ? [saveClocks(tx, workspaceId, moved)] : []),
  ]
  const named = lines.filter(({ conversationId }) => conversationId !== null)
  if (named.length > 0) writes.push(noteConversations(tx, workspaceId, named))
  const templates = lines.flatMap(({ due }) => (due.template === null ? [] : due.id))
  if (templates.length > 0) {
    writes.push(
      tx.run(sql`
        update begun set billed = true where workspace_id = ${workspaceId} and message_id = any(${templates}::uuid[])`),
    )
  }
  await tx.finish(writes)
}

const ENTRY_COLUMNS =
  'message_id uuid, at float8, day text, month text, phone_number_id uuid, bot_id uuid, market text, category text, template text, ' +
  'regime text, currency text, card_of text, type text, rated text, micros bigint, estimate json, told boolean, differences text, ' +
  'broadcast_id uuid'

function insertEntries(tx: Tx, workspaceId: string, lines: readonly Booked[]): Promise<number> {
  return tx.run(sql`
    insert into ledger_entry (workspace_id, message_id, at, day, month, phone_number_id, bot_id, market, category, template, regime,
                              currency, card_of, type, rated, micros, estimate, told, differences, broadcast_id)
    select ${workspaceId}, e.message_id, to_timestamp(e.at / 1000.0), e.day, e.month, e.phone_number_id, e.bot_id, e.market,
           e.category, e.template, e.regime, e.currency, e.card_of, e.type, e.rated, e.micros, e.estimate, e.told, e.differences::text[],
           e.broadcast_id
    from ${tableOf(lines.map(rowOf), 'e', ENTRY_COLUMNS)}`)
}

function rowOf({ due, category, entry }: Booked) {
  const { billed, estimate, differences } = entry
  return {
    message_id: due.id,
    at: entry.at,
    day: entry.day,
    month: entry.month,
    phone_number_id: due.phone_number_id,
    bot_id: due.bot_id,
    market: entry.market,
    category: categoryShown(category, entry),
    template: due.template,
    regime: entry.regime,
    currency: entry.currency,
    card_of: entry.cardOf,
    type: billed.type,
    rated: billed.rated,
    micros: textOf(billed.amount),
    estimate:
      differences.length > 0
        ? { type: estimate.type, rated: estimate.rated, micros: textOf(estimate.amount) }
        : null,
    told: entry.told !== null,
    differences: arrayText(differences),
    broadcast_id: due.broadcast_id,
  }
}

/** Meta's category wins over ours; what a conversation is named by is none. */
function categoryShown(category: string, { told }: Entry): string {
  const rated = told?.rated ?? null
  return rated === null || NO_CATEGORY.has(rated) ? category : rated
}
const NO_CATEGORY: ReadonlySet<string> = new Set(['user_initiated', 'business_initiated', 'free_entry_point'])

function textOf(micros: bigint | null): string | null {
  return micros === null ? null : String(micros)
}

type Sum = {
  readonly key: Readonly<Record<string, string>>
  messages: number
  free: number
  unpriced: number
  micros: bigint
  told: number
  differing: number
  differingMicros: bigint
}

/** The sums of the day, raised by what this batch holds. */
function addSpend(tx: Tx, workspaceId: string, lines: readonly Booked[]): Promise<number> {
  const sums = new Map<string, Sum>()
  for (const line of lines) {
    const key = spendKey(line)
    const name = Object.values(key).join('|')
    sums.set(name, added(sums.get(name) ?? { key, ...NOTHING }, line))
  }
  const rows = [...sums.values()]
    .map(({ key, micros, differingMicros, ...counts }) => ({
      ...key,
      ...counts,
      micros: String(micros),
      differing_micros: String(differingMicros),
    }))
    .toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
  return tx.run(sql`
    insert into spend as s (workspace_id, day, phone_number_id, bot, market, category, template, currency, messages, free, unpriced,
                            micros, told, differing, differing_micros, broadcast)
    select ${workspaceId}, r.* from json_to_recordset(${JSON.stringify(rows)})
      as r (day text, phone_number_id uuid, bot text, market text, category text, template text, currency text, messages bigint,
            free bigint, unpriced bigint, micros bigint, told bigint, differing bigint, differing_micros bigint, broadcast text)
    on conflict (workspace_id, day, phone_number_id, bot, market, category, template, currency, broadcast) do update set
      messages = s.messages + excluded.messages, free = s.free + excluded.free, unpriced = s.unpriced + excluded.unpriced,
      micros = s.micros + excluded.micros, told = s.told + excluded.told, differing = s.differing + excluded.differing,
      differing_micros = s.differing_micros + excluded.differing_micros`)
}

const NOTHING = {
  messages: 0,
  free: 0,
  unpriced: 0,
  micros: 0n,
  told: 0,
  differing: 0,
  differingMicros: 0n,
}

function spendKey({ due, category, entry }: Booked): Sum['key'] {
  return {
    day: entry.day,
    phone_number_id: due.phone_number_id,
    bot: due.bot_id ?? '',
    market: entry.market,
    category: categoryShown(category, entry),
    template: due.template ?? '',
    currency: entry.currency ?? '',
    broadcast: due.broadcast_id ?? '',
  }
}

function added(sum: Sum, { entry: { billed, estimate, told, differences } }: Booked): Sum {
  const { amount } = billed
  return {
    key: sum.key,
    messages: sum.messages + 1,
    free: sum.free + (amount === 0n ? 1 : 0),
    unpriced: sum.unpriced + (amount === null ? 1 : 0),
    micros: sum.micros + (amount ?? 0n),
    told: sum.told + (told ? 1 : 0),
    differing: sum.differing + (differences.length > 0 ? 1 : 0),
    differingMicros: sum.differingMicros + (told ? (amount ?? 0n) - (estimate.amount ?? 0n) : 0n),
  }
}

function raiseCounters(tx: Tx, workspaceId: string, raised: readonly Raised[]): Promise<number> {
  return tx.run(sql`
    insert into price_counter as p (workspace_id, month, key, count)
    select ${workspaceId}, c.month, c.key, c.count from json_to_recordset(${JSON.stringify(raised)}) as c (month text, key text, count bigint)
    on conflict (workspace_id, month, key) do update set count = p.count + excluded.count`)
}

/** The desk notes whoever comes by an advertisement meanwhile: what came after we read stays. */
export function saveClocks(tx: Tx, workspaceId: string, moved: readonly Moved[]): Promise<number> {
  const rows = moved.map(({ due, clock }) => ({
    phone_number_id: due.phone_number_id,
    contact_id: due.contact_id,
    entry_at: clock.entryAt,
    read_at: due.entry_at,
    entry_ends_at: clock.entryEndsAt,
    conversations: clock.conversations,
  }))
  return tx.run(sql`
    with moved as (
      select c.phone_number_id, c.contact_id, to_timestamp(c.entry_at / 1000.0) as entry_at,
             to_timestamp(c.entry_ends_at / 1000.0) as entry_ends_at, to_timestamp(c.read_at / 1000.0) as read_at, c.conversations
      from json_to_recordset(${JSON.stringify(rows)})
        as c (phone_number_id uuid, contact_id uuid, entry_at float8, entry_ends_at float8, read_at float8, conversations json))
    insert into pair_clock as k (workspace_id, phone_number_id, contact_id, entry_at, entry_ends_at, conversations)
    select ${workspaceId}, m.phone_number_id, m.contact_id, m.entry_at, m.entry_ends_at, m.conversations from moved m
    on conflict (workspace_id, phone_number_id, contact_id) do update set
      entry_at = case when k.entry_at > coalesce((
          select m.read_at from moved m where m.phone_number_id = k.phone_number_id and m.contact_id = k.contact_id), '-infinity')
        then k.entry_at else excluded.entry_at end,
      entry_ends_at = excluded.entry_ends_at, conversations = excluded.conversations`)
}

function noteConversations(tx: Tx, workspaceId: string, lines: readonly Booked[]): Promise<number> {
  const ids = [...new Set(lines.map(({ conversationId }) => conversationId))]
  return tx.run(sql`
    insert into conversation (workspace_id, id, at) select ${workspaceId}, c, now() from unnest(${ids}::text[]) as c
    on conflict do nothing`)
}
