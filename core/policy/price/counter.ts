import type { Month } from '#core/policy/price/day.ts'
import type { Allowance, Rated } from '#core/policy/price/regime.ts'

/** Who is charged, with the scopes over which Meta counts. `zone` is the account's IANA time zone. */
export type Payer = {
  readonly portfolioId: string
  readonly wabaId: string
  readonly phoneNumberId: string
  readonly zone: string
}

/** What Meta counts in a calendar month: the free ones of an account or number, or the volume of a portfolio. */
export type Counter =
  | {
      readonly kind: 'allowance'
      readonly scope: Allowance['scope']
      readonly id: string
      readonly month: Month
    }
  | {
      readonly kind: 'tier'
      readonly portfolioId: string
      readonly market: string
      readonly category: Rated
      readonly month: Month
    }

/** How many a counter has counted so far. */
export type Used = (counter: Counter) => number

/** The counter as a key that is the same for the same scope and month. */
export function counterKey(counter: Counter): string {
  if (counter.kind === 'allowance') return `allowance|${counter.scope}|${counter.id}|${counter.month}`
  return `tier|${counter.portfolioId}|${counter.market}|${counter.category}|${counter.month}`
}

export function allowanceCounter({ scope }: Allowance, payer: Payer, month: Month): Counter {
  const id = scope === 'waba' ? payer.wabaId : payer.phoneNumberId
  return { kind: 'allowance', scope, id, month }
}

export function tierCounter(payer: Payer, market: string, category: Rated, month: Month): Counter {
  return { kind: 'tier', portfolioId: payer.portfolioId, market, category, month }
}
