import type { Millis } from '#core/base/time.ts'
import type { Day, Month } from '#core/policy/price/day.ts'
import type { Query } from '#server/base/db.ts'
import { type Sql, sql } from '#server/base/sql.ts'

/** Sums of messages that have `key` in common. Amounts are millionths, as text. */
export type SumRow = {
  readonly key: string
  readonly name: string
  readonly messages: number
  readonly free: number
  readonly unpriced: number
  readonly micros: string
}

const MONTHS_MAX = 60
/** 60 days of every category that Meta has. */
const DAY_ROWS_MAX = 600
/** Rows of one list; the page shows the dearest. */
const ROWS_MAX = 100

/** The lines of a month in one currency. What has no card has no currency: it counts, and costs nobody knows what. */
function ofMonth(workspaceId: string, month: Month, currency: string): Sql {
  return sql`s.workspace_id = ${workspaceId} and s.day >= ${`${month}-01`} and s.day <= ${`${month}-31`}
    and s.currency in (${currency}, '')`
}

const SUMS = sql`
  sum(s.messages)::bigint as messages, sum(s.free)::bigint as free, sum(s.unpriced)::bigint as unpriced,
  sum(s.micros)::text as micros`

export type Sought = { readonly workspaceId: string; readonly month: Month; readonly currency: string }

export async function totalOf(
  query: Query,
  { workspaceId, month, currency }: Sought,
): Promise<
  SumRow & { readonly told: number; readonly differing: number; readonly differing_micros: string }
> {
  const [row] = await query.rows<
    SumRow & { readonly told: number; readonly differing: number; readonly differing_micros: string }
  >(sql`
    select '' as key, '' as name, coalesce(sum(s.messages), 0)::bigint as messages, coalesce(sum(s.free), 0)::bigint as free,
           coalesce(sum(s.unpriced), 0)::bigint as unpriced, coalesce(sum(s.micros), 0)::text as micros,
           coalesce(sum(s.told), 0)::bigint as told, coalesce(sum(s.differing), 0)::bigint as differing,
           coalesce(sum(s.differing_micros), 0)::text as differing_micros
    from spend s where ${ofMonth(workspaceId, month, currency)}`)
  if (!row) throw new Error('a sum is one row')
  return row
}

export function daysOf(query: Query, { workspaceId, month, currency }: Sought) {
  return query.rows<{ readonly day: string; readonly messages: number; readonly micros: string }>(sql`
    select s.day, sum(s.messages)::bigint as messages, sum(s.micros)::text as micros from spend s
    where ${ofMonth(workspaceId, month, currency)} group by s.day order by s.day limit 31`)
}

/** Days of one zone compare as texts. */
export function categoriesOf(
  query: Query,
  { workspaceId, since, currency }: { workspaceId: string; since: Day; currency: string },
) {
  return query.rows<{
    readonly day: Day
    readonly category: string
    readonly messages: number
    readonly micros: string
  }>(sql`
    select s.day, s.category, sum(s.messages)::bigint as messages, sum(s.micros)::text as micros from spend s
    where s.workspace_id = ${workspaceId} and s.day >= ${since} and s.currency in (${currency}, '')
    group by s.day, s.category order by s.day, s.category limit ${DAY_ROWS_MAX}`)
}

/** By a column of the sums itself. */
export function sumsBy(
  query: Query,
  column: 'category' | 'market' | 'template',
  { workspaceId, month, currency }: Sought,
): Promise<SumRow[]> {
  const key = { category: sql`s.category`, market: sql`s.market`, template: sql`s.template` }[column]
  return query.rows(sql`
    select ${key} as key, ${key} as name, ${SUMS} from spend s
    where ${ofMonth(workspaceId, month, currency)} and ${key} <> ''
    group by ${key} order by sum(s.micros) desc, sum(s.messages) desc limit ${ROWS_MAX}`)
}

export function sumsByNumber(query: Query, { workspaceId, month, currency }: Sought): Promise<SumRow[]> {
  return query.rows(sql`
    select s.phone_number_id::text as key, coalesce(nullif(n.name, ''), n.display, '') as name, ${SUMS}
    from spend s left join phone_number n on n.workspace_id = s.workspace_id and n.id = s.phone_number_id
    where ${ofMonth(workspaceId, month, currency)}
    group by s.phone_number_id, n.name, n.display order by sum(s.micros) desc, sum(s.messages) desc limit ${ROWS_MAX}`)
}

/** By the bot that spoke; without a key: people did. Broadcasts stand apart. */
export function sumsByBot(query: Query, { workspaceId, month, currency }: Sought): Promise<SumRow[]> {
  return query.rows(sql`
    select s.bot as key, coalesce(b.name, '') as name, ${SUMS}
    from spend s left join bot b on b.workspace_id = s.workspace_id and b.id::text = s.bot
    where ${ofMonth(workspaceId, month, currency)} and s.broadcast = ''
    group by s.bot, b.name order by sum(s.micros) desc, sum(s.messages) desc limit ${ROWS_MAX}`)
}

export function sumsByBroadcast(query: Query, { workspaceId, month, currency }: Sought): Promise<SumRow[]> {
  return query.rows(sql`
    select s.broadcast as key, coalesce(b.name, '') as name, ${SUMS}
    from spend s left join broadcast b on b.workspace_id = s.workspace_id and b.id::text = s.broadcast
    where ${ofMonth(workspaceId, month, currency)} and s.broadcast <> ''
    group by s.broadcast, b.name order by sum(s.micros) desc, sum(s.messages) desc limit ${ROWS_MAX}`)
}

export function otherCurrencies(query: Query, { workspaceId, month, currency }: Sought) {
  return query.rows<{ readonly currency: string; readonly messages: number; readonly micros: string }>(sql`
    select s.currency, sum(s.messages)::bigint as messages, sum(s.micros)::text as micros from spend s
    where s.workspace_id = ${workspaceId} and s.day >= ${`${month}-01`} and s.day <= ${`${month}-31`}
      and s.currency not in (${currency}, '')
    group by s.currency order by s.currency limit 20`)
}

/** Months that have lines, latest first. */
export async function monthsOf(query: Query, workspaceId: string): Promise<Month[]> {
  const rows = await query.rows<{ month: string }>(sql`
    select distinct substr(day, 1, 7) as month from spend where workspace_id = ${workspaceId}
    order by month desc limit ${MONTHS_MAX}`)
  return rows.map(({ month }) => month)
}

/**
 * Booked in this month, the present one, and expected of what is on its way, since before it too, in millionths of the currency.
 * What failed, or lapsed before it could be delivered, costs nothing.
 */
export async function spentOf(
  query: Query,
  { workspaceId, month, currency }: Sought,
  now: Millis,
): Promise<{ readonly spent: bigint; readonly reserved: bigint }> {
  const [row] = await query.rows<{ spent: string; reserved: string }>(sql`
    select (select coalesce(sum(s.micros), 0) from spend s where ${ofMonth(workspaceId, month, currency)})::text as spent,
           (select coalesce(sum(b.micros), 0) from begun b
            where b.workspace_id = ${workspaceId} and b.month <= ${month} and b.currency = ${currency} and not b.billed
              and not b.lost and b.lapses_at > to_timestamp(${now}::float8 / 1000))::text as reserved`)
  return { spent: BigInt(row?.spent ?? 0), reserved: BigInt(row?.reserved ?? 0) }
}
