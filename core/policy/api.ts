import { z } from 'zod'
import { CSV_LENGTH_MAX } from '#core/base/csv.ts'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { PageAsk, pageOf } from '#core/base/page.ts'
import { REGIMES } from '#core/policy/price/regime.ts'

/** An exact amount as decimal text such as `0.0411`; never a JSON number. */
const Amount = z.string()
const Month = z.string().regex(/^\d{4}-\d{2}$/)
const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const Currency = z.string().regex(/^[A-Z]{3}$/)
const RegimeId = z.enum(REGIMES.map(({ id }) => id))

/** Messages that have something in common, and what they cost together. */
export const CostRow = z.object({
  /** What they have in common: a category, a market, an id; empty where there is none, such as messages of people. */
  key: z.string(),
  name: z.string(),
  messages: z.number().int(),
  free: z.number().int(),
  /** Charged, at a price that no card knows: not in the amount. */
  unpriced: z.number().int(),
  amount: Amount,
})
export type CostRow = z.infer<typeof CostRow>

/** How the messaging limit of a number stands in the last 24 hours. */
export const NumberLimit = z.object({
  numberId: Id,
  /** Customers who may be written first in 24 hours; null: unlimited. */
  max: z.number().int().nullable(),
  used: z.number().int(),
  left: z.number().int().nullable(),
  /** When the next place becomes free; null: none is taken, or there is no limit. */
  freesAt: z.number().nullable(),
  /** There is no higher step. */
  highest: z.boolean(),
  /** The next step and what raises it; null: there is none, or the limit is none of Meta's steps. `reached` null: not counted. */
  next: z
    .object({
      max: z.number().int().nullable(),
      byVerification: z.boolean(),
      customers: z.number().int().nullable(),
      days: z.union([z.literal(7), z.literal(30)]),
      reached: z.number().int().nullable(),
      /** Enough was reached, with good quality: Meta raises it by itself within hours. */
      isMet: z.boolean(),
    })
    .nullable(),
})
export type NumberLimit = z.infer<typeof NumberLimit>

export const Limits = z.object({
  /** Who shares a limit: each number alone, or all numbers of the business. */
  scope: z.enum(['phone-number', 'portfolio']),
  /** The channel's present moment. */
  now: z.number(),
  numbers: z.array(NumberLimit),
})
export type Limits = z.infer<typeof Limits>

const CostBudget = z.object({
  limit: Amount,
  spent: Amount,
  /** Estimates of templates on their way. */
  reserved: Amount,
  percent: z.number(),
  /** `near` from 80 percent on; `full`: automatic messages that cost are refused. */
  level: z.enum(['fine', 'near', 'full']),
})

/** A month of the ledger. Days and months are those of the account's time zone. */
export const Costs = z.object({
  month: Month,
  /** Months that have lines, latest first; the present one is always there. */
  months: z.array(Month),
  today: Day,
  currency: Currency,
  total: CostRow,
  /** The month's end if it goes on like this; null for months that are over. */
  forecast: Amount.nullable(),
  budget: CostBudget.nullable(),
  /** The free ones of the month, per number or for the account; empty where the regime has none. */
  allowances: z.array(
    z.object({ key: z.string(), name: z.string(), max: z.number(), used: z.number(), left: z.number() }),
  ),
  regime: z.object({ id: RegimeId, isHeld: z.boolean() }),
  /** The first day of the card in force; null: no card has prices in this currency for today. */
  card: Day.nullable(),
  /** What was booked in other currencies, and so stands in no sum here. */
  others: z.array(z.object({ currency: z.string(), messages: z.number(), amount: Amount })),
  /** Lines about which Meta said a price; those that differ from our estimate, and by how much Meta's word is dearer. */
  told: z.number().int(),
  differences: z.object({ messages: z.number().int(), amount: Amount }),
  days: z.array(z.object({ day: Day, messages: z.number().int(), amount: Amount })),
  by: z.object({
    category: z.array(CostRow),
    market: z.array(CostRow),
    number: z.array(CostRow),
    bot: z.array(CostRow),
    broadcast: z.array(CostRow),
    template: z.array(CostRow),
  }),
})
export type Costs = z.infer<typeof Costs>

/** Days of the ledger, in one currency; what has no price counts, and costs nobody knows what. */
export const CostDays = z.object({
  currency: Currency,
  days: z.array(z.object({ day: Day, category: z.string(), messages: z.number().int(), amount: Amount })),
})
export type CostDays = z.infer<typeof CostDays>

/** Days that may be looked at together. */
const COST_DAYS_MAX = 60

/** What one side says a message is: why it costs, by which line of the card, how much. */
const Priced = z.object({ type: z.string(), rated: z.string().nullable(), amount: Amount.nullable() })

export const CostEntry = z.object({
  messageId: Id,
  chatId: Id.nullable(),
  at: z.number(),
  number: z.string(),
  bot: z.string().nullable(),
  broadcast: z.string().nullable(),
  market: z.string(),
  category: z.string(),
  template: z.string().nullable(),
  currency: z.string().nullable(),
  billed: Priced,
  /** What we thought, where it is not what counts. */
  estimate: Priced.nullable(),
  told: z.boolean(),
  differences: z.array(z.string()),
})
export type CostEntry = z.infer<typeof CostEntry>

export const Card = z.object({
  /** Null: it comes with the product. */
  id: Id.nullable(),
  unit: z.enum(['conversation', 'message']),
  currency: Currency,
  effective: Day,
  rates: z.number().int(),
  trust: z.enum(['published', 'derived', 'partial', 'imported']),
  isInForce: z.boolean(),
})
export type Card = z.infer<typeof Card>

/** Where most customers of an Indonesian business are: ISO 3166 countries whose prices stand beside a template. */
export const MAIN_COUNTRIES = ['ID', 'MY', 'SG', 'SA', 'US'] as const

/** What one delivered template costs in each country; null: no card knows. `utilityOpen`: inside the 24-hour window. */
export const TemplatePrices = z.object({
  currency: Currency,
  rows: z.array(
    z.object({
      country: z.enum(MAIN_COUNTRIES),
      marketing: Amount.nullable(),
      utility: Amount.nullable(),
      utilityOpen: Amount.nullable(),
      authentication: Amount.nullable(),
    }),
  ),
})
export type TemplatePrices = z.infer<typeof TemplatePrices>

const Done = z.object({ done: z.literal(true) })
const tag = 'policy'

export const policyApi = {
  templatePrices: endpoint({
    method: 'GET',
    path: '/api/template-prices',
    allow: 'agent',
    tag,
    summary: 'What a template costs today, by category and country',
  }).output(TemplatePrices),
  /** Real numbers whose limit Meta has told. */
  limits: endpoint({
    method: 'GET',
    path: '/api/limits',
    allow: 'agent',
    tag,
    summary: 'How much of the messaging limits the last 24 hours used',
  }).output(Limits),
  costs: endpoint({
    method: 'GET',
    path: '/api/costs',
    allow: 'admin',
    tag,
    summary: 'What a month cost, and will cost',
  })
    .input(z.object({ month: Month.optional() }))
    .output(Costs),
  /** By day and category, today included; days without a message are left out. */
  costDays: endpoint({
    method: 'GET',
    path: '/api/costs/days',
    allow: 'admin',
    tag,
    summary: 'What the last days cost',
  })
    .input(z.object({ days: z.coerce.number().int().min(1).max(COST_DAYS_MAX).default(14) }))
    .output(CostDays),
  costEntries: endpoint({
    method: 'GET',
    path: '/api/costs/entries',
    allow: 'admin',
    tag,
    summary: 'Lines of the ledger, latest first',
  })
    .input(z.object({ month: Month, only: z.enum(['all', 'differences']).default('all'), ...PageAsk }))
    .output(pageOf(CostEntry)),
  /** A piece of the month as CSV; the first has the heading, `cursor` asks for the next. */
  exportCosts: endpoint({
    method: 'GET',
    path: '/api/costs/export',
    allow: 'admin',
    tag,
    summary: 'The ledger of a month as CSV',
  })
    .input(z.object({ month: Month, cursor: Id.optional() }))
    .output(z.object({ name: z.string(), text: z.string(), cursor: z.string().nullable() })),
  /** `budget` is an amount in `currency`; null takes it away. */
  setPricing: endpoint({
    method: 'PUT',
    path: '/api/costs/settings',
    allow: 'admin',
    tag,
    summary: 'Currency, regime and budget',
  })
    .input(
      z.object({
        currency: Currency,
        regime: RegimeId.nullable(),
        budget: z.string().max(30).nullable(),
      }),
    )
    .output(Done),
  cards: endpoint({
    method: 'GET',
    path: '/api/rate-cards',
    allow: 'admin',
    tag,
    summary: 'Rate cards',
  }).output(z.array(Card)),
  /** The same unit, currency and day again replaces the card. Refused with the row that is wrong. */
  importCard: endpoint({
    method: 'POST',
    path: '/api/rate-cards',
    allow: 'admin',
    tag,
    summary: 'Import a rate card',
  })
    .input(
      z.object({
        unit: z.enum(['conversation', 'message']).default('message'),
        currency: Currency,
        effective: Day,
        csv: z.string().min(1).max(CSV_LENGTH_MAX),
      }),
    )
    .output(Card),
  removeCard: endpoint({
    method: 'DELETE',
    path: '/api/rate-cards/{id}',
    allow: 'admin',
    tag,
    summary: 'Remove an imported card',
  })
    .input(z.object({ id: Id }))
    .output(Done),
}
