import { costOf, type RateCard, rateKey } from '#core/policy/card/card.ts'
import {
  answersEntry,
  isEntryOpen,
  openConversations,
  openEntry,
  type PairClock,
  type Sent,
} from '#core/policy/price/clock.ts'
import {
  allowanceCounter,
  type Counter,
  type Payer,
  tierCounter,
  type Used,
} from '#core/policy/price/counter.ts'
import { type Day, monthOf } from '#core/policy/price/day.ts'
import type { Micro } from '#core/policy/price/micro.ts'
import { type Category, CONVERSATION, type Rated, type Regime } from '#core/policy/price/regime.ts'
import { isWindowOpen } from '#core/policy/window.ts'

/** Why a delivered message costs what it costs. The first three are Meta's own words (`pricing.type` of a status). */
export type PriceType =
  | 'regular'
  | 'free_customer_service'
  | 'free_entry_point'
  /** Within the free ones of the month. */
  | 'free_allowance'
  /** In a conversation that is open, and paid for, already. */
  | 'in_conversation'

/** What one delivered message costs. */
export type Charge = {
  readonly type: PriceType
  /** The line of the rate card that applies; null in a conversation that is open already. */
  readonly rated: Rated | 'free_entry_point' | null
  /** Null: the card has no rate for it, so the price is unknown. */
  readonly amount: Micro | null
  /** To be raised by one when the charge is booked. */
  readonly counter: Counter | null
}

export type Delivered = Sent & {
  readonly category: Category
  /** The customer service window was open when it was sent. */
  readonly inWindow: boolean
}

/** By what a message is charged: who pays, where it went, and the prices of its day of delivery. */
export type Tariff = {
  readonly payer: Payer
  readonly day: Day
  readonly market: string
  readonly regime: Regime
  readonly card: RateCard | null
  readonly used: Used
}

/**
 * The price of a message at its delivery, and the pair's clocks after it. It is our estimate: the `pricing` object of Meta's
 * status has the last word (`ledger.ts`). Called once per message, in the order of deliveries; never for what failed.
 */
export function chargeOf(
  clock: PairClock,
  sent: Delivered,
  tariff: Tariff,
): { readonly charge: Charge; readonly clock: PairClock } {
  const { regime } = tariff
  if (isEntryOpen(clock, sent.deliveredAt)) {
    const charge = regime.unit === 'message' ? freeEntry(sent, regime) : IN_CONVERSATION
    return { charge, clock }
  }
  if (answersEntry(clock, sent)) {
    return { charge: freeEntry(sent, regime), clock: openEntry(clock, sent, regime.entryPoint) }
  }
  return regime.unit === 'message'
    ? { charge: chargeMessage(clock, sent, tariff), clock }
    : chargeConversation(clock, sent, tariff)
}

function freeEntry({ category }: Delivered, { unit, namedBy }: Regime): Charge {
  const conversation = namedBy === 'initiator' ? 'user_initiated' : 'free_entry_point'
  const rated = unit === 'message' ? category : conversation
  return { type: 'free_entry_point', rated, amount: 0n, counter: null }
}

/** A message in a conversation that is open already costs nothing more. */
export const IN_CONVERSATION: Charge = { type: 'in_conversation', rated: null, amount: 0n, counter: null }

function chargeMessage(clock: PairClock, sent: Delivered, tariff: Tariff): Charge {
  const { category } = sent
  if (tariff.regime.freeInWindow.includes(category) && isDeliveredInWindow(clock, sent)) {
    return { type: 'free_customer_service', rated: category, amount: 0n, counter: null }
  }
  return chargeRated(category, tariff)
}

/** A customer who wrote after the delivery says nothing about the window at it; then the one at the sending decides. */
function isDeliveredInWindow({ heardAt }: PairClock, { deliveredAt, inWindow }: Delivered): boolean {
  return heardAt !== null && heardAt > deliveredAt ? inWindow : isWindowOpen(heardAt, deliveredAt)
}

function chargeConversation(clock: PairClock, sent: Delivered, tariff: Tariff) {
  const open = openConversations(clock, sent.deliveredAt)
  const rated = nameOf(sent, tariff.regime)
  if (joins(sent, rated, { regime: tariff.regime, open })) return { charge: IN_CONVERSATION, clock }
  const conversations = { ...open, [rated]: sent.deliveredAt + CONVERSATION }
  return { charge: chargeRated(rated, tariff), clock: { ...clock, conversations } }
}

/** Who began: the window at the sending decides, not the kind of message (Meta, 2022). Later the category names it. */
function nameOf({ category, inWindow }: Delivered, { namedBy }: Regime): Rated {
  if (namedBy === 'category') return category
  return inWindow ? 'user_initiated' : 'business_initiated'
}

/** Meta, 2022: one conversation at a time. Since 2023 a template needs one of its category, other messages any. */
function joins(
  { category }: Delivered,
  rated: Rated,
  { regime, open }: { readonly regime: Regime; readonly open: PairClock['conversations'] },
): boolean {
  const any = regime.namedBy === 'initiator' || category === 'service'
  return any ? Object.keys(open).length > 0 : rated in open
}

/** The price of one unit when nothing about the customer makes it free: for ever, within the month's free ones, or by the card. */
export function chargeRated(rated: Rated, tariff: Tariff): Charge {
  const { regime, payer, day, used } = tariff
  const { allowance } = regime
  if (regime.freeAlways.includes(rated)) {
    return { type: 'free_customer_service', rated, amount: 0n, counter: null }
  }
  if (allowance?.of.includes(rated)) {
    const counter = allowanceCounter(allowance, payer, monthOf(day))
    if (used(counter) < allowance.count) return { type: 'free_allowance', rated, amount: 0n, counter }
  }
  return priced(rated, tariff)
}

/** One unit by the card: at the rate of its volume tier where the regime has tiers; an unknown price is null, never nothing. */
export function priced(rated: Rated, { regime, payer, day, market, card, used }: Tariff): Charge {
  const counter = regime.tiered.includes(rated) ? tierCounter(payer, market, rated, monthOf(day)) : null
  const amount = costOf(card, rateKey(market, rated), { before: counter ? used(counter) : 0, count: 1 })
  return { type: 'regular', rated, amount, counter }
}
