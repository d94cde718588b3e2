import type { Millis } from '#core/base/time.ts'
import type { Told } from '#core/policy/ledger/told.ts'
import { type Charge, chargeRated, IN_CONVERSATION, priced, type Tariff } from '#core/policy/price/charge.ts'
import { type Day, type Month, monthOf } from '#core/policy/price/day.ts'
import { RATED, type Rated, type Regime } from '#core/policy/price/regime.ts'

/** What our estimate and Meta's word disagree about. */
type Difference = 'model' | 'type' | 'category' | 'amount'

/** One line of the ledger: a message that was delivered, what we thought it costs and what counts. */
export type Entry = {
  readonly messageId: string
  readonly at: Millis
  readonly day: Day
  readonly month: Month
  readonly market: string
  readonly regime: Regime['id']
  /** ISO 4217, and the day of the card that was used; null without a card for that day. */
  readonly currency: string | null
  readonly cardOf: Day | null
  readonly estimate: Charge
  /** What counts: Meta's word when there is one, else our estimate. */
  readonly billed: Charge
  readonly told: Told | null
  /** Empty when Meta agrees, or has not spoken. */
  readonly differences: readonly Difference[]
}

type Billable = {
  readonly messageId: string
  readonly deliveredAt: Millis
  readonly estimate: Charge
  readonly told: Told | null
  /** Conversation pricing: whether another message of the conversation that Meta names was booked before. */
  readonly isKnownConversation: boolean
}

/**
 * The ledger's line of a delivered message. Meta's `pricing` object wins over our estimate; both are kept, and so is the difference.
 * `tariff.used` counts what was booked before this message; then `billed.counter` is raised by one.
 */
export function entryOf(event: Billable, tariff: Tariff): Entry {
  const { messageId, deliveredAt, estimate, told } = event
  const billed = told ? billedBy(told, event, tariff) : estimate
  return {
    messageId,
    at: deliveredAt,
    day: tariff.day,
    month: monthOf(tariff.day),
    market: tariff.market,
    regime: tariff.regime.id,
    currency: tariff.card?.currency ?? null,
    cardOf: tariff.card?.effective ?? null,
    estimate,
    billed,
    told,
    differences: told ? differencesOf(told, event, { billed, tariff }) : [],
  }
}

const PRICED: ReadonlySet<unknown> = new Set(RATED)

function isRated(rated: Charge['rated']): rated is Rated {
  return PRICED.has(rated)
}

/** The charge that Meta's word means, priced by our card. What Meta leaves open is taken from our estimate. */
function billedBy(told: Told, { estimate, isKnownConversation }: Billable, tariff: Tariff): Charge {
  const rated = told.rated ?? estimate.rated
  if (told.type === null) return estimate
  const isConversation = tariff.regime.unit === 'conversation'
  if (isConversation && told.conversationId !== null && isKnownConversation) return IN_CONVERSATION
  const free: Charge = { type: told.type, rated, amount: 0n, counter: null }
  if (told.type === 'free_entry_point' || !isRated(rated)) return free
  // Meta has no word for the free ones of the month: conversation pricing calls them billable all the same, message pricing
  // is expected to call them free customer service. Our own count decides.
  const counted = chargeRated(rated, tariff)
  if (told.type === 'regular') return isConversation ? counted : priced(rated, tariff)
  return counted.type === 'free_allowance' ? counted : free
}

const MODELS: Readonly<Record<Regime['unit'], string>> = { conversation: 'CBP', message: 'PMP' }

function differencesOf(
  told: Told,
  { estimate }: Billable,
  { billed, tariff }: { readonly billed: Charge; readonly tariff: Tariff },
): Difference[] {
  const found: Difference[] = []
  if (told.model !== null && told.model !== MODELS[tariff.regime.unit]) found.push('model')
  if (billed.type !== estimate.type) found.push('type')
  const isNamed = isRated(billed.rated) && isRated(estimate.rated)
  if (isNamed && billed.rated !== estimate.rated) found.push('category')
  if (billed.amount !== estimate.amount) found.push('amount')
  return found
}
