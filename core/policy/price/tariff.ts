import type { Millis } from '#core/base/time.ts'
import { cardOn, type RateCard } from '#core/policy/card/card.ts'
import { marketOf } from '#core/policy/card/market.ts'
import type { Tariff } from '#core/policy/price/charge.ts'
import type { Payer, Used } from '#core/policy/price/counter.ts'
import { dayOf } from '#core/policy/price/day.ts'
import { type Regime, regimeOn, within } from '#core/policy/price/regime.ts'

export type Account = {
  readonly payer: Payer
  /** The currency in which Meta bills the account (ISO 4217). */
  readonly currency: string
  readonly cards: readonly RateCard[]
  /** A regime that holds whatever the day is, for a simulated world of its own; else the day decides. */
  readonly regime?: Regime
}

/**
 * The prices for a recipient at a moment: regime and card change at midnight of the account's time zone (Meta, pricing). A regime
 * that is held beyond its own days brings the market map and the card of its time with it.
 */
export function tariffAt(at: Millis, recipient: string, account: Account, used: Used): Tariff {
  const { payer, currency, cards } = account
  const day = dayOf(at, payer.zone)
  const regime = account.regime ?? regimeOn(day)
  const priced = within(day, regime)
  const card = cardOn(cards, { unit: regime.unit, currency }, priced)
  return { payer, day, market: marketOf(recipient, priced), regime, card, used }
}
