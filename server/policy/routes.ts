import { lastDays } from '#core/base/day.ts'
import { isRefusal, refuse } from '#core/base/refusal.ts'
import { type Card, policyApi } from '#core/policy/api.ts'
import { cardOn, type RateCard } from '#core/policy/card/card.ts'
import { cardOfCsv } from '#core/policy/card/card-csv.ts'
import { PUBLISHED } from '#core/policy/card/published.ts'
import { dayOf } from '#core/policy/price/day.ts'
import { microOf, microText } from '#core/policy/price/micro.ts'
import { regimeOn, within } from '#core/policy/price/regime.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db } from '#server/base/db.ts'
import { on } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { cursorId } from '#server/contact/routes.ts'
import type { Books, Library } from '#server/policy/books.ts'
import {
  CARDS_MAX,
  dropCard,
  type ImportedRow,
  listImported,
  saveCard,
  saveSetting,
} from '#server/policy/cards.ts'
import { categoriesOf } from '#server/policy/costs.ts'
import { entriesAsCsv, entryAs, listEntries } from '#server/policy/entries.ts'
import { limitsOf } from '#server/policy/limits.ts'
import { costsOf } from '#server/policy/summary.ts'
import { templatePricesOf } from '#server/policy/template-prices.ts'
import { bumpSettings } from '#server/whatsapp/store.ts'

export type PolicyParts = { readonly http: Db; readonly bus: Bus; readonly books: Library }

/** Lines in one piece of an export. */
const EXPORT_PIECE = 5000

/** How far messages may go and what they cost: limits, the ledger, the cards, the budget. */
export function policyRoutes(parts: PolicyParts) {
  return { ...limitRoutes(parts), ...costRoutes(parts), ...cardRoutes(parts) }
}

function limitRoutes({ http, books }: PolicyParts) {
  return {
    limits: on(policyApi.limits, async (_input, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const known = await books.of(tx, workspaceId)
        return await limitsOf(tx, workspaceId, { now: nowOf(known), zone: known.zone, regime: known.regime })
      }),
    ),
  }
}

function costRoutes({ http, bus, books }: PolicyParts) {
  return {
    templatePrices: on(policyApi.templatePrices, (_input, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => templatePricesOf(await books.of(tx, workspaceId))),
    ),
    costs: on(policyApi.costs, async ({ month }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const known = await books.of(tx, workspaceId)
        return await costsOf(tx, known, { workspaceId, month, now: nowOf(known) })
      }),
    ),
    costDays: on(policyApi.costDays, async ({ days }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const { zone, currency, ...known } = await books.of(tx, workspaceId)
        const [first] = lastDays(nowOf(known), zone, days)
        const rows = await categoriesOf(tx, { workspaceId, since: first?.day ?? '', currency })
        return {
          currency,
          days: rows.map(({ micros, ...row }) => ({ ...row, amount: microText(BigInt(micros)) })),
        }
      }),
    ),
    costEntries: on(
      policyApi.costEntries,
      async ({ month, only, cursor, limit }, { seat: { workspaceId } }) => {
        const page = { month, before: cursorId(cursor), limit }
        const rows = await http.tenant(workspaceId, (tx) =>
          listEntries(tx, workspaceId, page, only === 'differences'),
        )
        return {
          items: rows.map(entryAs),
          cursor: rows.length === limit ? (rows.at(-1)?.message_id ?? null) : null,
        }
      },
    ),
    exportCosts: on(policyApi.exportCosts, async ({ month, cursor }, { seat: { workspaceId } }) => {
      const page = { month, before: cursor, limit: EXPORT_PIECE }
      const rows = await http.tenant(workspaceId, (tx) => listEntries(tx, workspaceId, page))
      return {
        name: `biaya-${month}.csv`,
        text: entriesAsCsv(rows, cursor === undefined),
        cursor: rows.length === EXPORT_PIECE ? (rows.at(-1)?.message_id ?? null) : null,
      }
    }),
    setPricing: on(policyApi.setPricing, async ({ currency, regime, budget }, { seat: { workspaceId } }) => {
      const micros = budget === null ? null : microOf(budget)
      if (budget !== null && (micros === null || micros <= 0n)) return refuse('bad-input', NO_AMOUNT)
      await http.tenant(workspaceId, async (tx) => {
        await saveSetting(tx, workspaceId, { currency, regime, budget: micros })
        await bumpSettings(tx, workspaceId)
      })
      bus.call('settings', workspaceId)
      return { done: true as const }
    }),
  }
}

const NO_AMOUNT = {
  field: 'budget',
  reason_id: 'harus angka di atas nol dengan titik desimal, misalnya 25 atau 12.50',
  reason_en: 'it must be a number above zero with a decimal point, such as 25 or 12.50',
}

function cardRoutes({ http, bus, books }: PolicyParts) {
  return {
    cards: on(policyApi.cards, async (_input, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const [known, imported] = [await books.of(tx, workspaceId), await listImported(tx, workspaceId)]
        return allCards(known, imported)
      }),
    ),
    importCard: on(policyApi.importCard, async ({ csv, ...head }, { seat: { workspaceId } }) => {
      const card = cardOfCsv(csv, head)
      if (isRefusal(card)) return card
      const saved = await http.tenant(workspaceId, async (tx) => {
        const imported = await listImported(tx, workspaceId)
        const isNew = !imported.some((row) => isSameHead(row, head))
        if (isNew && imported.length >= CARDS_MAX) return refuse('too-large', { max: CARDS_MAX })
        const id = await saveCard(tx, workspaceId, { id: newId(), ...head, csv, rates: card.rates.size })
        await bumpSettings(tx, workspaceId)
        const known = await books.of(tx, workspaceId)
        return cardAs(known, { id, ...head, rates: card.rates.size })
      })
      bus.call('settings', workspaceId)
      return saved
    }),
    removeCard: on(policyApi.removeCard, async ({ id }, { seat: { workspaceId } }) => {
      const isGone = await http.tenant(workspaceId, async (tx) => {
        const gone = await dropCard(tx, workspaceId, id)
        if (gone) await bumpSettings(tx, workspaceId)
        return gone
      })
      if (!isGone) return refuse('not-found')
      bus.call('settings', workspaceId)
      return { done: true as const }
    }),
  }
}

type Head = Pick<RateCard, 'unit' | 'currency' | 'effective'>

function isSameHead(one: Head, other: Head): boolean {
  return one.unit === other.unit && one.currency === other.currency && one.effective === other.effective
}

/** The imported cards and those that come with the product, the latest first. */
function allCards(books: Books, imported: readonly ImportedRow[]): Card[] {
  const own = imported.map((row) => cardAs(books, row))
  const delivered = PUBLISHED.map(({ unit, currency, effective, trust }): Card => {
    const head = { unit, currency, effective }
    const isReplaced = imported.some((row) => isSameHead(row, head))
    const rates = books.cards.find((card) => isSameHead(card, head))?.rates.size ?? 0
    return { id: null, ...head, rates, trust, isInForce: !isReplaced && isInForce(books, head) }
  })
  return [...own, ...delivered].sort((one, other) => (one.effective < other.effective ? 1 : -1))
}

function cardAs(books: Books, row: Omit<ImportedRow, 'csv'>): Card {
  return { ...row, trust: 'imported', isInForce: isInForce(books, row) }
}

/** By which today's messages are priced. */
function isInForce(books: Books, head: Head): boolean {
  const today = dayOf(nowOf(books), books.zone)
  const regime = books.regime ?? regimeOn(today)
  const card = cardOn(books.cards, { unit: regime.unit, currency: books.currency }, within(today, regime))
  return card !== null && isSameHead(card, head)
}

function nowOf({ clockOffset }: Pick<Books, 'clockOffset'>): number {
  return Date.now() + clockOffset
}
