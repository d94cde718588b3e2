import { costOf, type RateCard, rateKey } from '#core/policy/card/card.ts'
import {
  allowanceCounter,
  type Counter,
  counterKey,
  type Payer,
  tierCounter,
  type Used,
} from '#core/policy/price/counter.ts'
import { type Day, monthOf, placeInMonth } from '#core/policy/price/day.ts'
import type { Micro } from '#core/policy/price/micro.ts'
import type { Category, Rated, Regime } from '#core/policy/price/regime.ts'

/** Recipients of a planned sending that cost alike. */
export type Planned = {
  readonly market: string
  readonly category: Category
  /** The customer service window is open. */
  readonly inWindow: boolean
  readonly inEntryPoint: boolean
  /** Conversation pricing: a conversation that the message joins is open. */
  readonly inConversation: boolean
  readonly count: number
}

type ForecastLine = Planned & {
  /** How many of them cost nothing. */
  readonly free: number
  /** Null: the card has no rate for the charged ones. */
  readonly amount: Micro | null
}

export type Forecast = {
  /** What the priced ones cost together, in the card's currency. */
  readonly amount: Micro
  readonly free: number
  readonly charged: number
  /** Charged ones whose price nobody told us; the sum is without them. */
  readonly unpriced: number
  readonly lines: readonly ForecastLine[]
}

export type Outlook = {
  readonly payer: Payer
  readonly day: Day
  readonly regime: Regime
  readonly card: RateCard | null
  readonly used: Used
}

/**
 * What a sending will cost when every message is delivered today, before it begins: the free ones of the month are used up first, then
 * each message costs the rate of its own volume tier. The lines share both, in their order.
 */
export function forecastOf(planned: readonly Planned[], outlook: Outlook): Forecast {
  const spent = new Map<string, number>()
  const lines = planned.map((line) => forecastLine(line, outlook, spent))
  const sum = (of: (line: ForecastLine) => number) => lines.reduce((total, line) => total + of(line), 0)
  return {
    amount: lines.reduce((total, { amount }) => total + (amount ?? 0n), 0n),
    free: sum(({ free }) => free),
    charged: sum(({ count, free }) => count - free),
    unpriced: sum(({ count, free, amount }) => (amount === null ? count - free : 0)),
    lines,
  }
}

function forecastLine(line: Planned, outlook: Outlook, spent: Map<string, number>): ForecastLine {
  const { regime, payer, day, card, used } = outlook
  const rated = ratedAs(line, regime)
  if (isFree(line, rated, regime)) return { ...line, free: line.count, amount: 0n }
  const take = (counter: Counter, count: number) => {
    const before = used(counter) + (spent.get(counterKey(counter)) ?? 0)
    spent.set(counterKey(counter), (spent.get(counterKey(counter)) ?? 0) + count)
    return before
  }
  const free = freeOf(line, { rated, regime, payer, day }, take)
  const count = line.count - free
  const key = rateKey(line.market, rated)
  if (count === 0) return { ...line, free, amount: 0n }
  if (!regime.tiered.includes(rated)) {
    const each = costOf(card, key, { before: 0, count: 1 })
    return { ...line, free, amount: each === null ? null : each * BigInt(count) }
  }
  const before = take(tierCounter(payer, line.market, rated, monthOf(day)), count)
  return { ...line, free, amount: costOf(card, key, { before, count }) }
}

function ratedAs({ category, inWindow }: Planned, { namedBy }: Regime): Rated {
  if (namedBy === 'category') return category
  return inWindow ? 'user_initiated' : 'business_initiated'
}

function isFree(line: Planned, rated: Rated, regime: Regime): boolean {
  if (line.inEntryPoint || regime.freeAlways.includes(rated)) return true
  if (regime.unit === 'conversation') return line.inConversation
  return line.inWindow && regime.freeInWindow.includes(rated)
}

function freeOf(
  { count }: Planned,
  { rated, regime, payer, day }: Pick<Outlook, 'regime' | 'payer' | 'day'> & { readonly rated: Rated },
  take: (counter: Counter, count: number) => number,
): number {
  const { allowance } = regime
  if (!allowance?.of.includes(rated)) return 0
  const before = take(allowanceCounter(allowance, payer, monthOf(day)), count)
  return Math.max(0, Math.min(count, allowance.count - before))
}

/** What the whole month will cost when it goes on like its days until today, today counted whole. */
export function projectMonth(spent: Micro, today: Day): Micro {
  const { nth, days } = placeInMonth(today)
  return (spent * BigInt(days)) / BigInt(nth)
}

/** How many of the month's free ones are left; null where the regime has none. */
export function allowanceLeft({ regime, payer, day, used }: Outlook): number | null {
  const { allowance } = regime
  if (!allowance) return null
  return Math.max(0, allowance.count - used(allowanceCounter(allowance, payer, monthOf(day))))
}
