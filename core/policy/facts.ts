import type { RefusalCode } from '#core/base/refusal.ts'
import type { Millis } from '#core/base/time.ts'
import type { Marketing } from '#core/contact/marketing.ts'
import type { LimitUse } from '#core/policy/limit/limit.ts'
import type { Budget } from '#core/policy/price/budget.ts'
import type { Remedy } from '#core/policy/remedy.ts'
import type { TemplateFacts } from '#core/policy/template.ts'
import type { Draft } from '#core/whatsapp/draft.ts'

/** Who goes first when a number may not send everything at once; `broadcast` is marketing unless its template is none. */
export type Lane = 'reply' | 'agent' | 'transactional' | 'broadcast'

/** Meta's word about the whole account (webhook `account_update`). */
export type AccountFacts = {
  readonly isDisabled: boolean
  /** `restriction_type` as Meta writes it, and the moment it ends; null: nobody said when. */
  readonly restrictions: readonly { readonly type: string; readonly until: Millis | null }[]
  /** The account takes no marketing templates on the Cloud API; missing: nobody said. */
  readonly isMarketingOff?: boolean
}

/** What the message is expected to cost; `amount` is a decimal text, null when the card has no rate. */
export type Cost = {
  readonly amount: string | null
  readonly currency: string
  /** Why it costs that, for example `free_entry_point`. */
  readonly type: string
}

/** All that the gate knows about a message besides its words. A fact that is left out is not judged. */
export type SendFacts = {
  /** Meta's time of the customer's last message to this number; null: none yet. */
  readonly lastInboundAt: Millis | null
  /** State of the number as Meta names it, for example `CONNECTED`. */
  readonly numberState: string
  /** A test number writes to listed recipients only: whether this one is listed. Null: no test number, or list unknown. */
  readonly isListed?: boolean | null
  /** How many recipients the test number has. */
  readonly recipients?: number
  /** The recipient is the sending number itself. */
  readonly isSelf?: boolean
  /** The recipient's phone number is known; else only the business-scoped id is. */
  readonly isNumbered?: boolean
  /** The customer stopped marketing messages. */
  readonly optedOut: boolean
  /** Who said so, and when; where it is known. */
  readonly optOut?: Pick<Marketing, 'by' | 'at'>
  /** Meta's code of an open breaker of the account or the number: it refuses until a person mends it. */
  readonly trouble: number | null
  /** A message before it in the same turn of a flow may not go. */
  readonly behind?: Behind | null
  /** The bot has said its share to this customer for the hour. */
  readonly tooOften: boolean
  readonly lane: Lane
  /** Sent by a bot, a schedule or a broadcast: nobody would notice a message that misses the window. */
  readonly automatic: boolean
  /** The bot that speaks is linked to this number. */
  readonly isLinked?: boolean
  readonly account?: AccountFacts
  /** The template that the draft names, in its language; null: Meta has none. */
  readonly template?: TemplateFacts | null
  /** Templates that could be offered instead. */
  readonly templates?: readonly TemplateFacts[]
  /** Meta held a marketing message to this customer back (131049); none before that moment. */
  readonly marketingHeldUntil?: Millis | null
  /** How the messaging limit stands for this customer; null: no limit known. */
  readonly limit?: LimitUse | null
  readonly cost?: Cost
  /** In the currency of the cost. */
  readonly budget?: Budget | null
}

/** The message that holds up what is behind it: why, and until when; null: it does not go at all. */
export type Behind = { readonly code: RefusalCode; readonly until: Millis | null }

export type Fact = string | number | boolean | null
export type Known = Readonly<Record<string, Fact>>

export type Objection = {
  readonly code: RefusalCode
  readonly remedy: Remedy
  readonly details?: Known
  /** There: the message may go by itself from then on. Missing: it may not go as it is. */
  readonly until?: Millis
}

/** One law: whom it concerns, the facts it looks at, and its objection. */
export type Rule = {
  readonly id: string
  readonly concerns: (draft: Draft, facts: SendFacts, now: Millis) => boolean
  readonly facts: (facts: SendFacts, now: Millis) => Known
  readonly objects: (draft: Draft, facts: SendFacts, now: Millis) => Objection | null
}

export const isFreeForm = (draft: Draft) => draft.kind !== 'template'
