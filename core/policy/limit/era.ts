import type { LimitScope } from '#core/policy/limit/limit.ts'
import type { Day } from '#core/policy/price/day.ts'
import { type Regime, within } from '#core/policy/price/regime.ts'

/** How Meta limits whom a business may write first, as data. `null` is unlimited. */
export type LimitEra = {
  readonly id: 'number-2022' | 'portfolio-2025'
  readonly from: Day
  readonly scope: LimitScope
  /** Unique customers in 24 hours, from the first step to the last. */
  readonly steps: readonly (number | null)[]
  /** Unique customers in 30 days that raise the first step without verification; null: there is no such way. */
  readonly volume30d: number | null
}

/**
 * The guide's limits, per number, and those of 2025-10-07, per portfolio (Meta, messaging limits; read 2026-09-11). The guide knows
 * 100,000 as the highest.
 */
export const LIMIT_ERAS: readonly [LimitEra, ...LimitEra[]] = [
  {
    id: 'number-2022',
    from: '2022-02-01',
    scope: 'phone-number',
    steps: [50, 1000, 10_000, 100_000],
    volume30d: null,
  },
  {
    id: 'portfolio-2025',
    from: '2025-10-07',
    scope: 'portfolio',
    steps: [250, 2000, 10_000, 100_000, null],
    volume30d: 2000,
  },
]

/** The era of a day; days before the first one belong to it. */
export function limitEraOn(day: Day): LimitEra {
  return LIMIT_ERAS.findLast(({ from }) => from <= day) ?? LIMIT_ERAS[0]
}

/** The era of a day; an account that holds a regime beyond its days stays in the era of that regime. */
export function limitEraOf(day: Day, regime: Regime | null): LimitEra {
  return limitEraOn(regime ? within(day, regime) : day)
}

/**
 * Customers per 24 hours of a tier as Meta writes it (`TIER_2K`), of any era; null is unlimited, undefined is not said (`UNTIERED`,
 * unknown words), and then Meta judges.
 */
export function limitOfTier(tier: string): number | null | undefined {
  if (tier === 'TIER_UNLIMITED') return null
  const found = /^TIER_(\d{1,7})(K?)$/.exec(tier)
  if (!found) return undefined
  return Number(found[1]) * (found[2] ? 1000 : 1)
}
