import { HOUR, type Millis } from '#core/base/time.ts'
import type { Day } from '#core/policy/price/day.ts'

/** What a message is to Meta's price list; `service` is every message that is no template. */
export const CATEGORIES = [
  'marketing',
  'utility',
  'authentication',
  'authentication_international',
  'service',
] as const
export type Category = (typeof CATEGORIES)[number]
/** What a rate card has a rate for: a category, or, until May 2023, who began the conversation. */
export const RATED = [...CATEGORIES, 'user_initiated', 'business_initiated'] as const
export type Rated = (typeof RATED)[number]

/** So many per calendar month cost nothing; `scope` shares them. */
export type Allowance = {
  readonly count: number
  readonly scope: 'waba' | 'phone-number'
  readonly of: readonly Rated[]
}

export type RegimeId =
  | 'cbp-2022'
  | 'cbp-2023-03'
  | 'cbp-2023-06'
  | 'cbp-2024-11'
  | 'pmp-2025-07'
  | 'pmp-2026-10'

/** One of Meta's ways to charge, as data. It holds for what is delivered from `from` to `until`, both days included. */
export type Regime = {
  readonly id: RegimeId
  readonly from: Day
  readonly until: Day | null
  /** What is charged: a conversation of 24 hours, or each delivered message. */
  readonly unit: 'conversation' | 'message'
  /** A conversation is named by who began it, or by the category of its first message. */
  readonly namedBy: 'initiator' | 'category'
  /** How long a free entry point lasts from the delivery of the answer to it. */
  readonly entryPoint: Millis
  readonly allowance: Allowance | null
  readonly freeAlways: readonly Rated[]
  /** Free when it is delivered inside the 24-hour customer service window. */
  readonly freeInWindow: readonly Rated[]
  /** Charged by volume tiers of the portfolio, where the card has them. */
  readonly tiered: readonly Rated[]
}

/** A conversation lasts so long from the delivery of its first business message (Meta: conversation-based pricing). */
export const CONVERSATION: Millis = 24 * HOUR

const BY_MESSAGE = {
  unit: 'message',
  namedBy: 'category',
  entryPoint: 72 * HOUR,
  tiered: ['utility', 'authentication', 'authentication_international'],
} as const

const BY_CATEGORY = {
  unit: 'conversation',
  namedBy: 'category',
  entryPoint: 72 * HOUR,
  allowance: null,
  freeAlways: [],
  freeInWindow: [],
  tiered: [],
} as const

const BY_INITIATOR = {
  ...BY_CATEGORY,
  namedBy: 'initiator',
  allowance: { count: 1000, scope: 'waba', of: ['user_initiated', 'business_initiated'] },
} as const

/**
 * Meta's regimes, oldest first. Sources: conversation-based pricing (deprecated page of 2025) and pricing (2026-09-11); that
 * service messages are charged from October 2026 is quoted by several providers, Meta's own page of it was not read.
 */
export const REGIMES: readonly [Regime, ...Regime[]] = [
  { ...BY_INITIATOR, id: 'cbp-2022', from: '2022-02-01', until: '2023-02-28', entryPoint: 24 * HOUR },
  { ...BY_INITIATOR, id: 'cbp-2023-03', from: '2023-03-01', until: '2023-05-31' },
  {
    ...BY_CATEGORY,
    id: 'cbp-2023-06',
    from: '2023-06-01',
    until: '2024-10-31',
    allowance: { count: 1000, scope: 'waba', of: ['service'] },
  },
  { ...BY_CATEGORY, id: 'cbp-2024-11', from: '2024-11-01', until: '2025-06-30', freeAlways: ['service'] },
  {
    ...BY_MESSAGE,
    id: 'pmp-2025-07',
    from: '2025-07-01',
    until: '2026-09-30',
    allowance: null,
    freeAlways: ['service'],
    freeInWindow: ['utility'],
  },
  {
    ...BY_MESSAGE,
    id: 'pmp-2026-10',
    from: '2026-10-01',
    until: null,
    allowance: { count: 1000, scope: 'phone-number', of: ['service'] },
    freeAlways: [],
    freeInWindow: [],
  },
]

/** The regime of a day in the account's time zone; days before the first one belong to it. */
export function regimeOn(day: Day): Regime {
  return REGIMES.findLast(({ from }) => from <= day) ?? REGIMES[0]
}

/** A regime by name, for a world that keeps one whatever its clock says. */
export function regimeOf(id: RegimeId): Regime {
  return REGIMES.find((regime) => regime.id === id) ?? REGIMES[0]
}

/** That day, or the nearest one of the regime's own. */
export function within(day: Day, { from, until }: Regime): Day {
  if (day < from) return from
  return until !== null && day > until ? until : day
}
