import type { Millis } from '#core/base/time.ts'
import { type Entry, entryOf } from '#core/policy/ledger/entry.ts'
import { heed, type Told } from '#core/policy/ledger/told.ts'
import { chargeOf } from '#core/policy/price/charge.ts'
import type { PairClock } from '#core/policy/price/clock.ts'
import type { Used } from '#core/policy/price/counter.ts'
import type { Category } from '#core/policy/price/regime.ts'
import { type Account, tariffAt } from '#core/policy/price/tariff.ts'

/** A message that reached its customer, as our log has it. */
export type Delivery = {
  readonly messageId: string
  /** A phone number in international form, or a business-scoped user id. */
  readonly to: string
  readonly category: Category
  readonly sentAt: Millis
  readonly deliveredAt: Millis
  /** The customer service window was open when it was sent. */
  readonly inWindow: boolean
  readonly told: Told | null
}

/** What was booked before it: the pair's clocks, the month's counts, and whether Meta's conversation is booked already. */
export type Standing = {
  readonly clock: PairClock
  readonly used: Used
  readonly isKnownConversation: boolean
}

/**
 * Books one delivery: our estimate, Meta's word where there is one, and the clocks after both. Called once per message in the order of
 * deliveries; then `entry.billed.counter` is raised by one.
 */
export function book(
  delivery: Delivery,
  account: Account,
  standing: Standing,
): { readonly entry: Entry; readonly clock: PairClock } {
  const { messageId, to, deliveredAt, told } = delivery
  const tariff = tariffAt(deliveredAt, to, account, standing.used)
  const { charge: estimate, clock } = chargeOf(standing.clock, delivery, tariff)
  const { isKnownConversation } = standing
  const entry = entryOf({ messageId, deliveredAt, estimate, told, isKnownConversation }, tariff)
  return { entry, clock: told ? heed(clock, told, deliveredAt, tariff.regime.entryPoint) : clock }
}
