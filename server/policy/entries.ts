import { csvLine } from '#core/base/csv.ts'
import type { CostEntry } from '#core/policy/api.ts'
import type { Month } from '#core/policy/price/day.ts'
import { microText } from '#core/policy/price/micro.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

type Estimate = { readonly type: string; readonly rated: string | null; readonly micros: string | null }
export type EntryRow = {
  readonly message_id: string
  readonly chat_id: string | null
  readonly at: number
  readonly day: string
  readonly number: string
  readonly bot: string | null
  readonly broadcast: string | null
  readonly market: string
  readonly category: string
  readonly template: string | null
  readonly regime: string
  readonly currency: string | null
  readonly card_of: string | null
  readonly type: string
  readonly rated: string | null
  readonly micros: string | null
  readonly estimate: Estimate | null
  readonly told: boolean
  readonly differences: string[]
}

const ENTRY = sql`
  select e.message_id, m.chat_id, e.at, e.day, coalesce(n.display, '') as number, b.name as bot, x.name as broadcast, e.market, e.category, e.template,
         e.regime, e.currency, e.card_of, e.type, e.rated, e.micros::text, e.estimate, e.told, e.differences
  from ledger_entry e
  left join message m on m.workspace_id = e.workspace_id and m.id = e.message_id
  left join phone_number n on n.workspace_id = e.workspace_id and n.id = e.phone_number_id
  left join bot b on b.workspace_id = e.workspace_id and b.id = e.bot_id
  left join broadcast x on x.workspace_id = e.workspace_id and x.id = e.broadcast_id`

export type Page = { readonly month: Month; readonly before?: string | undefined; readonly limit: number }

/** Lines of a month, those of the latest messages first. */
export function listEntries(
  query: Query,
  workspaceId: string,
  { month, before, limit }: Page,
  onlyDifferences = false,
): Promise<EntryRow[]> {
  return query.rows(sql`
    ${ENTRY} where e.workspace_id = ${workspaceId} and e.month = ${month}
      and ${before ? sql`e.message_id < ${before}` : sql`true`}
      and ${onlyDifferences ? sql`e.differences <> '{}'` : sql`true`}
    order by e.message_id desc limit ${limit}`)
}

export function entryAs(row: EntryRow): CostEntry {
  const { estimate } = row
  return {
    messageId: row.message_id,
    chatId: row.chat_id,
    at: row.at,
    number: row.number,
    bot: row.bot,
    broadcast: row.broadcast,
    market: row.market,
    category: row.category,
    template: row.template,
    currency: row.currency,
    billed: { type: row.type, rated: row.rated, amount: amountOf(row.micros) },
    estimate: estimate && { type: estimate.type, rated: estimate.rated, amount: amountOf(estimate.micros) },
    told: row.told,
    differences: row.differences,
  }
}

function amountOf(micros: string | null): string | null {
  return micros === null ? null : microText(BigInt(micros))
}

const HEADING = [
  ...['message', 'delivered_at', 'day', 'number', 'bot', 'market', 'category', 'template', 'regime', 'card'],
  ...['currency', 'type', 'rated', 'amount', 'estimated_type', 'estimated_rated', 'estimated_amount'],
  ...['meta_said', 'differences', 'broadcast'],
]

/** Lines as CSV (RFC 4180), with exact amounts; the heading stands above the first ones. */
export function entriesAsCsv(rows: readonly EntryRow[], isFirst: boolean): string {
  const lines = rows.map((row) => {
    const { estimate = null } = row
    return [
      ...[row.message_id, new Date(row.at).toISOString(), row.day, row.number, row.bot, row.market],
      ...[row.category, row.template, row.regime, row.card_of, row.currency, row.type, row.rated],
      ...[amountOf(row.micros), estimate?.type ?? row.type, estimate ? estimate.rated : row.rated],
      ...[amountOf(estimate ? estimate.micros : row.micros), String(row.told), row.differences.join(' ')],
      row.broadcast,
    ]
  })
  return [...(isFirst ? [HEADING] : []), ...lines].map((cells) => csvLine(cells)).join('')
}
