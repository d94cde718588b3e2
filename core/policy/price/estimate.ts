import type { Millis } from '#core/base/time.ts'
import type { Cost } from '#core/policy/facts.ts'
import { chargeOf, type Tariff } from '#core/policy/price/charge.ts'
import type { PairClock } from '#core/policy/price/clock.ts'
import { microText } from '#core/policy/price/micro.ts'
import type { Category } from '#core/policy/price/regime.ts'
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
