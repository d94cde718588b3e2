import type { Millis } from '#core/base/time.ts'
import type { Cost } from '#core/policy/facts.ts'
import { chargeOf, type Tariff } from '#core/policy/price/charge.ts'
import type { PairClock } from '#core/policy/price/clock.ts'
import { allowanceCounter } from '#core/policy/price/counter.ts'
import { monthOf } from '#core/policy/price/day.ts'
import { microText } from '#core/policy/price/micro.ts'
import type { Category, RegimeId } from '#core/policy/price/regime.ts'
import { type TemplateFacts, toCategory } from '#core/policy/template.ts'
import { isWindowOpen } from '#core/policy/window.ts'
import type { Draft } from '#core/whatsapp/draft.ts'

/** What a draft is to the price list: its template's category, or a service message; a template nobody knows counts as marketing. */
export function categoryOf(draft: Draft, template: TemplateFacts | null | undefined): Category {
  return draft.kind === 'template' ? toCategory(template?.category ?? '') : 'service'
}

/** What a message is expected to cost if it is delivered at once, before it is sent; no clock and no counter moves. */
export function estimateOf(clock: PairClock, category: Category, now: Millis, tariff: Tariff): Cost {
  const sent = { sentAt: now, deliveredAt: now, category, inWindow: isWindowOpen(clock.heardAt, now) }
  const { type, amount } = chargeOf(clock, sent, tariff).charge
  const currency = tariff.card?.currency ?? ''
  return { amount: amount === null ? null : microText(amount), currency, type }
}

/** What may be asked for before a word is written. */
const ASKED = ['marketing', 'utility', 'authentication', 'service'] as const
type Asked = (typeof ASKED)[number]

/** What one more message to a customer is expected to cost now, by category, and why. */
export type Prices = {
  /** Whose rates apply: the market of the recipient's calling code. */
  readonly market: string
  readonly regime: RegimeId
  readonly costs: Readonly<Record<Asked, Cost>>
  /** How many of the month's free ones are left; null: there are none in this regime. */
  readonly freeLeft: number | null
}

export function pricesOf(clock: PairClock, now: Millis, tariff: Tariff): Prices {
  const { market, regime, payer, day, used } = tariff
  const { allowance } = regime
  const cost = (category: Asked) => estimateOf(clock, category, now, tariff)
  return {
    market,
    regime: regime.id,
    costs: {
      marketing: cost('marketing'),
      utility: cost('utility'),
      authentication: cost('authentication'),
      service: cost('service'),
    },
    freeLeft: allowance
      ? Math.max(0, allowance.count - used(allowanceCounter(allowance, payer, monthOf(day))))
      : null,
  }
}
