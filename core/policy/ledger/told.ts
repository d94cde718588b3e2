import { isObject } from '#core/base/json.ts'
import { type Millis, SECOND } from '#core/base/time.ts'
import type { PriceType } from '#core/policy/price/charge.ts'
import { isEntryOpen, type PairClock } from '#core/policy/price/clock.ts'
import { RATED, type Rated } from '#core/policy/price/regime.ts'

/** What Meta says a message costs: the `pricing` and `conversation` objects of a status webhook, in one form. */
export type Told = {
  /** `CBP` charges conversations, `PMP` messages; other words are kept as they are. */
  readonly model: string | null
  /** Null: Meta names none that we know. */
  readonly type: Extract<PriceType, 'regular' | 'free_customer_service' | 'free_entry_point'> | null
  readonly rated: Rated | 'free_entry_point' | null
  readonly conversationId: string | null
  /** When the conversation or free entry point is over; Meta says it with `sent` only. */
  readonly endsAt: Millis | null
}

/**
 * Reads what a status says of its price; null when it says nothing. Never throws: unknown words are null. `type` decides where there
 * is one, `billable` only where there is none, because Meta is taking it away.
 */
export function toldOf(pricing: unknown, conversation: unknown): Told | null {
  if (!isObject(pricing)) return null
  const model = wordOf(pricing.pricing_model)?.toUpperCase() ?? null
  const origin =
    isObject(conversation) && isObject(conversation.origin) ? conversation.origin.type : undefined
  const rated = ratedOf(pricing.category) ?? ratedOf(origin)
  const about = isObject(conversation) ? conversation : {}
  const endsAt = secondsOf(about.expiration_timestamp)
  return { model, type: typeOf(pricing, rated), rated, conversationId: wordOf(about.id), endsAt }
}

/**
 * The clocks after Meta's word, so that one wrong guess is not made again with the next message: a free entry point we did not see
 * is open, one that Meta charges for is not.
 */
export function heed(clock: PairClock, told: Told, deliveredAt: Millis, lasts: Millis): PairClock {
  const isOpen = isEntryOpen(clock, deliveredAt)
  if (told.type === 'free_entry_point' && (!isOpen || told.endsAt !== null)) {
    return { ...clock, entryAt: null, entryEndsAt: told.endsAt ?? deliveredAt + lasts, conversations: {} }
  }
  const isDenied = told.type === 'regular' && isOpen
  return isDenied ? { ...clock, entryEndsAt: deliveredAt } : clock
}

/** Characters of a word of Meta's that are read. */
const WORD_MAX = 200

function wordOf(value: unknown): string | null {
  return typeof value === 'string' && value.length <= WORD_MAX ? value : null
}

/** Meta's seconds since 1970, as text or number. */
function secondsOf(value: unknown): Millis | null {
  const seconds = typeof value === 'string' && /^\d{9,11}$/.test(value) ? Number(value) : value
  return typeof seconds === 'number' && seconds > 0 && Number.isFinite(seconds) ? seconds * SECOND : null
}

/** Meta writes both `authentication_international` and `authentication-international`. */
function spelled(value: unknown): string {
  return wordOf(value)?.toLowerCase().replaceAll('-', '_') ?? ''
}

const BY_NAME: ReadonlyMap<string, Told['rated']> = new Map<string, Told['rated']>([
  ...RATED.map((rated) => [rated, rated] as const),
  ['referral_conversion', 'free_entry_point'],
  ['marketing_lite', 'marketing'],
  ['group_marketing', 'marketing'],
  ['group_utility', 'utility'],
  ['group_service', 'service'],
])

function ratedOf(value: unknown): Told['rated'] {
  return BY_NAME.get(spelled(value)) ?? null
}

const TYPES: ReadonlyMap<string, NonNullable<Told['type']>> = new Map([
  ['regular', 'regular'],
  ['free_customer_service', 'free_customer_service'],
  ['free_group_customer_service', 'free_customer_service'],
  ['free_entry_point', 'free_entry_point'],
  ['free_entry', 'free_entry_point'],
])

function typeOf(pricing: Readonly<Record<string, unknown>>, rated: Told['rated']): Told['type'] {
  const known = TYPES.get(spelled(pricing.type))
  if (known) return known
  if (rated === 'free_entry_point') return 'free_entry_point'
  if (pricing.billable === false) return 'free_customer_service'
  return pricing.billable === true ? 'regular' : null
}
