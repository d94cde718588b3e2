import { DAY, type Millis } from '#core/base/time.ts'
import { accountFactsOf } from '#core/policy/account.ts'
import type { SendFacts } from '#core/policy/facts.ts'
import type { Pair } from '#core/policy/foresight.ts'
import { limitEraOf, limitOfTier } from '#core/policy/limit/era.ts'
import { LIMIT_PERIOD, type LimitScope } from '#core/policy/limit/limit.ts'
import type { PairClock } from '#core/policy/price/clock.ts'
import { dayOf } from '#core/policy/price/day.ts'
import type { Regime } from '#core/policy/price/regime.ts'
import { isWindowOpen } from '#core/policy/window.ts'
import type { AccountState } from '#core/whatsapp/number/news.ts'
import type { Query } from '#server/base/db.ts'
import { type Sql, sql } from '#server/base/sql.ts'

/** How the messaging limit of a number stands. */
export type Places = {
  /** Null: unlimited. */
  readonly max: number | null
  readonly used: number
  /** Which of the customers asked about hold a place already. */
  readonly counted: ReadonlySet<string>
  readonly nextSlotAt: Millis | null
  /** When a place becomes free next, also while some are; null: none is taken, or there is no limit. */
  readonly freesAt: Millis | null
}

type Asked = {
  readonly pairs: readonly Pair[]
  /** Numbers that are asked about without anybody to write to. */
  readonly numbers?: readonly string[]
  readonly now: Millis
  readonly zone: string
  /** A regime that holds whatever the day is; without one the day decides. */
  readonly regime?: Regime | null
}

/** The messaging limits of these numbers and pairs, by number: what the gate counts and what people are shown. A number whose limit Meta has not told is left out. */
export async function placesOf(
  query: Query,
  workspaceId: string,
  { pairs, numbers: asked = [], now, zone, regime = null }: Asked,
): Promise<Map<string, Places>> {
  const numbers = [...new Set([...asked, ...pairs.map(({ numberId }) => numberId)])]
  const tiers = await tiersOf(query, workspaceId, numbers)
  const { scope } = limitEraOf(dayOf(now, zone), regime)
  const found = await Promise.all(
    [...tiers].map(async ([numberId, max]) => {
      const within = withinOf(scope, numberId)
      const asks = scope === 'portfolio' ? pairs : pairs.filter((pair) => pair.numberId === numberId)
      const contacts = asks.map(({ contactId }) => contactId)
      return [numberId, await takenPlaces(query, workspaceId, { within, contacts, max, now })] as const
    }),
  )
  return new Map(found)
}

/** So few places left that what several processes have under way at once could take more than there are. */
const NEAR = 1000

/** Whether one of these would take a place of a limit that is nearly full. */
export function isNearLimit(
  places: ReadonlyMap<string, Places>,
  pairs: readonly Pair[],
  now: Millis,
): boolean {
  return pairs.some(({ numberId, contactId, lastInboundAt }) => {
    const place = places.get(numberId)
    if (!place || place.max === null || place.counted.has(contactId)) return false
    return place.max - place.used < NEAR && !isWindowOpen(lastInboundAt, now)
  })
}

/** Whoever takes one of the last places does so one after the other, until their transactions are over. */
export async function holdPlaces(query: Query, workspaceId: string): Promise<void> {
  await query.rows(
    sql`select pg_advisory_xact_lock(hashtextextended(${`limit ${workspaceId}`}, 0))::text as held`,
  )
}

/** Whose messages share a limit, among the rows `b`. */
export function withinOf(scope: LimitScope, numberId: string | null): Sql {
  return scope === 'portfolio' ? sql`true` : sql`b.phone_number_id = ${numberId}`
}

/** Places of the limit whose end is looked at: of more than the largest bounded limit nothing new can be said. */
const PLACES_MAX = 100_000

/** When each taken place is free again, ascending. */
export async function freeTimes(
  query: Query,
  workspaceId: string,
  { within, now }: { readonly within: Sql; readonly now: Millis },
): Promise<Millis[]> {
  const rows = await query.rows<{ at: number }>(sql`
    select max(b.at) as at from begun b where ${holdsPlace(workspaceId, within, now)}
    group by b.contact_id order by 1 limit ${PLACES_MAX}`)
  return rows.map(({ at }) => at + LIMIT_PERIOD)
}

type Taken = {
  readonly within: Sql
  readonly contacts: readonly string[]
  readonly max: number | null
  readonly now: Millis
}

/**
 * Which rows `b` hold a place of the limit: written first in the last 24 hours, `(now − 24 h, now]`. What failed, or lapsed before it
 * could be delivered, holds none; what is on its way does.
 */
export function holdsPlace(workspaceId: string, within: Sql, now: Millis): Sql {
  return sql`b.workspace_id = ${workspaceId} and b.outside and not b.lost and ${within}
    and b.at > to_timestamp(${now - LIMIT_PERIOD}::float8 / 1000) and b.at <= to_timestamp(${now}::float8 / 1000)
    and (b.billed or b.lapses_at > to_timestamp(${now}::float8 / 1000))`
}

/** Unique customers who hold a place. The next one is free 24 hours after the one that must leave first. */
async function takenPlaces(
  query: Query,
  workspaceId: string,
  { within, contacts, max, now }: Taken,
): Promise<Places> {
  const [row] = await query.rows<{ used: number; counted: string[] | null; leaves_at: number | null }>(sql`
    with taken as materialized (
      select b.contact_id, max(b.at) as at from begun b where ${holdsPlace(workspaceId, within, now)} group by b.contact_id)
    select (select count(*)::int from taken) as used,
           (select array_agg(contact_id::text) from taken where contact_id = any(${contacts}::uuid[])) as counted,
           (select at from taken order by at
            offset greatest((select count(*) from taken) - ${max ?? 0}, 0) limit 1) as leaves_at`)
  const used = row?.used ?? 0
  const isFull = max !== null && used >= max
  const leavesAt = row?.leaves_at ?? null
  const freesAt = leavesAt === null ? null : leavesAt + LIMIT_PERIOD
  return {
    max,
    used,
    counted: new Set(row?.counted ?? []),
    nextSlotAt: isFull ? freesAt : null,
    freesAt,
  }
}

/** Unique customers whom we wrote first since a moment, within 45 days; what failed does not count. */
export async function uniqueBegun(
  query: Query,
  workspaceId: string,
  { within, since }: { readonly within: Sql; readonly since: Millis },
): Promise<number> {
  const [row] = await query.rows<{ many: number }>(sql`
    select count(distinct b.contact_id)::int as many from begun b
    where b.workspace_id = ${workspaceId} and b.outside and not b.lost and ${within}
      and b.at > to_timestamp(${since}::float8 / 1000)`)
  return row?.many ?? 0
}

/** The limits that Meta has told of these numbers. */
async function tiersOf(
  query: Query,
  workspaceId: string,
  numbers: readonly string[],
): Promise<Map<string, number | null>> {
  const rows = await query.rows<{ id: string; tier: string | null }>(sql`
    select n.id, nullif(n.tier, '') as tier from phone_number n
    where n.workspace_id = ${workspaceId} and n.id = any(${numbers}::uuid[])`)
  return new Map(
    rows.flatMap(({ id, tier }) => {
      const max = limitOfTier(tier ?? '')
      return max === undefined ? [] : [[id, max] as const]
    }),
  )
}

/** The clocks of these pairs; a pair without any is left out. */
export async function clocksOf(
  query: Query,
  workspaceId: string,
  pairs: readonly Pair[],
): Promise<Map<string, Omit<PairClock, 'heardAt'>>> {
  const rows = await query.rows<{
    phone_number_id: string
    contact_id: string
    entry_at: number | null
    entry_ends_at: number | null
    conversations: PairClock['conversations']
  }>(sql`
    select k.phone_number_id, k.contact_id, k.entry_at, k.entry_ends_at, k.conversations from pair_clock k
    where k.workspace_id = ${workspaceId}
      and (k.phone_number_id, k.contact_id) in (
        select p.number, p.contact from unnest(
          ${pairs.map(({ numberId }) => numberId)}::uuid[], ${pairs.map(({ contactId }) => contactId)}::uuid[]) as p (number, contact))`)
  return new Map(
    rows.map((row) => [
      `${row.phone_number_id} ${row.contact_id}`,
      { entryAt: row.entry_at, entryEndsAt: row.entry_ends_at, conversations: row.conversations },
    ]),
  )
}

/** Customers who came by an advertisement: the first answer within a day opens a free entry point. */
export function noteEntries(
  query: Query,
  workspaceId: string,
  entries: readonly { readonly phone_number_id: string; readonly contact_id: string; readonly at: string }[],
): Promise<number> {
  return query.run(sql`
    insert into pair_clock as k (workspace_id, phone_number_id, contact_id, entry_at)
    select ${workspaceId}, e.phone_number_id, e.contact_id, max(e.at)
    from json_to_recordset(${JSON.stringify(entries)}) as e (phone_number_id uuid, contact_id uuid, at timestamptz)
    group by e.phone_number_id, e.contact_id
    on conflict (workspace_id, phone_number_id, contact_id) do update
    set entry_at = greatest(k.entry_at, excluded.entry_at)`)
}

/** Meta's code for a marketing message that it held back for a customer. */
const MARKETING_HELD = 131_049

/** Until when Meta wants no marketing to these customers: a day after it last held one back. */
export async function heldUntil(
  query: Query,
  workspaceId: string,
  pairs: readonly Pair[],
  now: Millis,
): Promise<Map<string, Millis>> {
  const rows = await query.rows<{ contact_id: string; at: number }>(sql`
    select b.contact_id, max(coalesce(m.failed_at, b.at)) as at from begun b
    join message m on m.workspace_id = ${workspaceId} and m.id = b.message_id
    where b.workspace_id = ${workspaceId} and b.contact_id = any(${pairs.map(({ contactId }) => contactId)}::uuid[])
      and b.at > to_timestamp(${now - 2 * DAY}::float8 / 1000)
      and m.state = 'failed' and m.fault ->> 'code' = ${String(MARKETING_HELD)}
    group by b.contact_id`)
  return new Map(rows.map(({ contact_id, at }) => [contact_id, at + DAY]))
}

/** Meta's word about the account, as a fact of the gate; nothing where it has said none. */
export async function accountSaid(query: Query, workspaceId: string): Promise<Pick<SendFacts, 'account'>> {
  const [row] = await query.rows<{ account: AccountState | null }>(sql`
    select c.account from channel c where c.workspace_id = ${workspaceId} and c.connected`)
  return row?.account ? { account: accountFactsOf(row.account) } : {}
}
