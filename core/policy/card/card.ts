import type { Day } from '#core/policy/price/day.ts'
import type { Micro } from '#core/policy/price/micro.ts'
import type { Rated, Regime } from '#core/policy/price/regime.ts'

/** Messages number `from` to number `to` of a month, both included, cost `rate` each; the last tier has no end. */
export type Tier = { readonly from: number; readonly to: number | null; readonly rate: Micro }

/** Meta's prices in one currency from a day on. A market without a rate is not free: its price is unknown. */
export type RateCard = {
  readonly unit: Regime['unit']
  /** ISO 4217. */
  readonly currency: string
  readonly effective: Day
  /** By `rateKey`; a rate without volume tiers is one tier. */
  readonly rates: ReadonlyMap<string, readonly Tier[]>
}

export function rateKey(market: string, rated: Rated): string {
  return `${market}|${rated}`
}

/** The card that is in force: of that unit and currency, the latest one that began by that day. */
export function cardOn(
  cards: readonly RateCard[],
  { unit, currency }: { readonly unit: Regime['unit']; readonly currency: string },
  day: Day,
): RateCard | null {
  const inForce = cards.filter(
    (card) => card.unit === unit && card.currency === currency && card.effective <= day,
  )
  return inForce.reduce<RateCard | null>(
    (latest, card) => (latest && latest.effective > card.effective ? latest : card),
    null,
  )
}

/**
 * What `count` more of one kind cost after `before` of them this month, each at the rate of its own tier (Meta's volume tiers are
 * marginal); null when the card has no rate. Without tiers `before` changes nothing.
 */
export function costOf(
  card: RateCard | null,
  key: string,
  { before, count }: { readonly before: number; readonly count: number },
): Micro | null {
  const tiers = card?.rates.get(key)
  if (!tiers) return null
  let sum = 0n
  for (const { from, to, rate } of tiers) {
    const first = Math.max(from, before + 1)
    const last = Math.min(to ?? before + count, before + count)
    if (last >= first) sum += BigInt(last - first + 1) * rate
  }
  return sum
}
