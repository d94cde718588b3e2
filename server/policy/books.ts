import { isRefusal } from '#core/base/refusal.ts'
import type { Millis } from '#core/base/time.ts'
import { cardOn, type RateCard } from '#core/policy/card/card.ts'
import { cardOfCsv } from '#core/policy/card/card-csv.ts'
import { publishedCards } from '#core/policy/card/published.ts'
import { dayOf } from '#core/policy/price/day.ts'
import type { Micro } from '#core/policy/price/micro.ts'
import { REGIMES, type Regime, regimeOn } from '#core/policy/price/regime.ts'
import type { Account } from '#core/policy/price/tariff.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { CARDS_MAX } from '#server/policy/cards.ts'

/** How a workspace's account is billed, as of one settings revision. */
export type Books = {
  readonly revision: number
  readonly wabaId: string
  /** IANA zone in which days and months change. */
  readonly zone: string
  /** How far the channel's clock runs ahead of ours. */
  readonly clockOffset: Millis
  readonly currency: string
  /** A regime that holds whatever the day is; null: the day decides. */
  readonly regime: Regime | null
  readonly budget: Micro | null
  /** The published cards, then those that were imported: of two for the same day the later one holds. */
  readonly cards: readonly RateCard[]
}

const BOOKS_MAX = 1000

export type Library = {
  /** The books now; cards are read again only when a setting changed. `hold` keeps them still until the transaction is over. */
  readonly of: (query: Query, workspaceId: string, hold?: boolean) => Promise<Books>
}

/** The books of all workspaces that this process works for; reading a card takes a while, so they are kept. */
export function openBooks(): Library {
  const known = new Map<string, Books>()
  return {
    async of(query, workspaceId, hold = false) {
      if (hold) await holdBooks(query, workspaceId)
      const row = await readRow(query, workspaceId)
      const cached = known.get(workspaceId)
      const isSame = cached?.revision === row.settings_revision
      const cards = isSame ? cached.cards : [...published(), ...(await importedCards(query, workspaceId))]
      const books = booksOf(row, cards)
      if (known.size >= BOOKS_MAX) known.clear()
      known.set(workspaceId, books)
      return books
    },
  }
}

/** Who bills: the account behind one of the workspace's numbers. */
export function accountOf(books: Books, phoneNumberId: string): Account {
  const { wabaId, zone, currency, cards, regime } = books
  // Meta's portfolio is not known to us; one workspace has one account, so the account stands for it.
  const payer = { portfolioId: wabaId, wabaId, phoneNumberId, zone }
  return { payer, currency, cards, ...(regime ? { regime } : {}) }
}

type Row = {
  readonly settings_revision: number
  readonly zone: string
  readonly waba_id: string | null
  readonly clock_offset: number | null
  readonly currency: string | null
  /** In which Meta bills the account, where it told. */
  readonly meta_currency: string | null
  readonly regime: string | null
  readonly budget_micros: string | null
}

async function readRow(query: Query, workspaceId: string): Promise<Row> {
  const [row] = await query.rows<Row>(sql`
    select w.settings_revision, w.zone, c.waba_id, c.clock_offset, s.currency, c.account ->> 'currency' as meta_currency, s.regime, s.budget_micros::text
    from workspace w
    left join channel c on c.workspace_id = w.workspace_id and c.connected
    left join price_setting s on s.workspace_id = w.workspace_id
    where w.workspace_id = ${workspaceId}`)
  if (!row) throw new Error('the workspace of a bill exists')
  return row
}

/** Whoever spends against a budget does so one after the other. */
async function holdBooks(query: Query, workspaceId: string): Promise<void> {
  await query.rows(sql`
    select 1 from price_setting where workspace_id = ${workspaceId} and budget_micros is not null for no key update`)
}

function booksOf(row: Row, cards: readonly RateCard[]): Books {
  const regime = REGIMES.find(({ id }) => id === row.regime) ?? null
  return {
    revision: row.settings_revision,
    wabaId: row.waba_id ?? '',
    zone: row.zone,
    clockOffset: row.clock_offset ?? 0,
    currency: row.currency ?? currencyOf(row, regime, cards),
    regime,
    budget: row.budget_micros === null ? null : BigInt(row.budget_micros),
    cards,
  }
}

const PUBLISHED_CURRENCY = 'USD'

/** What nobody chose is Meta's own currency of the account where a card in force has prices in it, else that of the cards that come along. */
function currencyOf(row: Row, regime: Regime | null, cards: readonly RateCard[]): string {
  const { meta_currency: currency, zone, clock_offset: offset } = row
  if (currency === null) return PUBLISHED_CURRENCY
  const today = dayOf(Date.now() + (offset ?? 0), zone)
  const { unit, until } = regime ?? regimeOn(today)
  return cardOn(cards, { unit, currency }, until ?? today) ? currency : PUBLISHED_CURRENCY
}

let read: readonly RateCard[] | undefined
function published(): readonly RateCard[] {
  read ??= publishedCards()
  return read
}

async function importedCards(query: Query, workspaceId: string): Promise<RateCard[]> {
  const rows = await query.rows<{
    unit: RateCard['unit']
    currency: string
    effective: string
    csv: string
  }>(sql`
    select unit, currency, effective, csv from rate_card where workspace_id = ${workspaceId}
    order by effective desc limit ${CARDS_MAX}`)
  return rows.flatMap(({ csv, ...head }) => {
    const card = cardOfCsv(csv, head)
    return isRefusal(card) ? [] : [card] // it was read when it was imported; what no longer can be is no card
  })
}
