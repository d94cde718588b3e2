import type { Millis } from '#core/base/time.ts'
import type { Cost, SendFacts } from '#core/policy/facts.ts'
import type { Month } from '#core/policy/price/day.ts'
import type { Prices } from '#core/policy/price/estimate.ts'
import type { TemplateFacts } from '#core/policy/template.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import type { Template } from '#core/whatsapp/template/template.ts'

/** What the gate must know of a template, and its content to fill. */
export type KnownTemplate = { readonly facts: TemplateFacts; readonly template: Template }

/** A customer with one of our numbers. */
export type Pair = {
  readonly numberId: string
  readonly contactId: string
  /** A phone number in international form, or a business-scoped user id. */
  readonly to: string
  readonly lastInboundAt: Millis | null
}

/** What is to be known before templates go to these customers. */
export type Prospect = {
  readonly pairs: readonly Pair[]
  readonly drafts: readonly Draft[]
  /** The channel's present moment. */
  readonly now: Millis
  /** A bot speaks: it spends against the budget, one process at a time. */
  readonly automatic: boolean
}

/** What a template on its way is expected to cost, and whether it takes a place of the messaging limit. */
export type Expense = {
  readonly contactId: string
  readonly at: Millis
  /** It holds its money and its place no longer than that, whether or not Meta ever speaks of it. */
  readonly lapsesAt: Millis
  /** The customer's window was closed: the business began. */
  readonly outside: boolean
  readonly month: Month
  readonly currency: string
  /** Millionths of the currency unit, as text. */
  readonly micros: string
}

/**
 * What the gate knows beyond the chat itself: templates, price, budget, messaging limit. It is asked for only where a template is spoken
 * or free words find the window closed; an ordinary reply does without.
 */
export type Foresight = {
  /** Null: the account has no such template. Undefined: nobody knows what it has. */
  readonly templateOf: (name: string, language: string) => KnownTemplate | null | undefined
  /** What a draft is expected to cost when it goes now, and what any other would. */
  readonly costOf: (draft: Draft, pair: Pair) => Cost
  readonly pricesFor: (pair: Pair) => Prices
  readonly factsOf: (draft: Draft, pair: Pair) => Partial<SendFacts>
  /** What is to be put down when the draft goes; null for what is no template. */
  readonly expenseOf: (draft: Draft, pair: Pair) => Expense | null
  /** One went: the budget and the limit of those that come after it know. */
  readonly took: (expense: Expense, pair: Pair) => void
}
