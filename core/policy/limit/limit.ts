import { DAY, type Millis } from '#core/base/time.ts'

/** Meta counts unique customers over this time, moving with the clock (messaging limits). */
export const LIMIT_PERIOD: Millis = DAY

/** Who shares a limit: each number alone, or all numbers of a business portfolio. */
export type LimitScope = 'phone-number' | 'portfolio'

/** A message that the business began: sent outside the customer's window. */
export type Begun = {
  readonly to: string
  readonly at: Millis
  readonly phoneNumberId: string
  /** What Meta has not delivered yet holds its place, so that a parallel sending cannot overrun; what failed frees it. */
  readonly state: 'accepted' | 'delivered' | 'failed'
}

/** The places of a limit that are taken. */
export type Slots = {
  readonly customers: ReadonlySet<string>
  /** The first moment at which each place is free again, ascending. */
  readonly freeAt: readonly Millis[]
}

/** How a limit stands for one customer. */
export type LimitUse = {
  /** Null: unlimited. */
  readonly max: number | null
  readonly used: number
  /** The customer holds a place already, so that another message takes none. */
  readonly isCounted: boolean
  /** When the next place is free, if all are taken. */
  readonly nextSlotAt: Millis | null
}

export type LimitDecision = {
  readonly kind: 'send' | 'wait'
  readonly used: number
  readonly remaining: number | null
  /** Set when it waits; null even then when nobody knows. */
  readonly nextSlotAt: Millis | null
}

/**
 * The taken places: unique customers to whom the business wrote first in the last 24 hours, `(now − 24 h, now]`; a message exactly 24
 * hours old has left. In scope are the messages of the one number (guide, until October 2025) or of all (portfolio, since).
 */
export function slotsOf(
  log: readonly Begun[],
  { scope, phoneNumberId }: { readonly scope: LimitScope; readonly phoneNumberId: string },
  now: Millis,
): Slots {
  const latest = new Map<string, Millis>()
  for (const { to, at, state, ...sent } of log) {
    if (state === 'failed' || at <= now - LIMIT_PERIOD || at > now) continue
    if (scope === 'phone-number' && sent.phoneNumberId !== phoneNumberId) continue
    latest.set(to, Math.max(latest.get(to) ?? at, at))
  }
  const freeAt = [...latest.values()].map((at) => at + LIMIT_PERIOD).sort((one, other) => one - other)
  return { customers: new Set(latest.keys()), freeAt }
}

/** How the limit stands for a customer; when it was lowered below what is used, enough places must become free first. */
export function limitUseOf({ customers, freeAt }: Slots, max: number | null, to: string): LimitUse {
  const used = freeAt.length
  const isFull = max !== null && used >= max
  const nextSlotAt = isFull ? (freeAt[used - max] ?? null) : null
  return { max, used, isCounted: customers.has(to), nextSlotAt }
}

/**
 * Meta: replies inside the window and further messages to the same customer take no place; a new customer beyond the limit waits
 * until one is free (error 131048).
 */
export function decideLimit(
  { max, used, isCounted, nextSlotAt }: LimitUse,
  inWindow: boolean,
): LimitDecision {
  const remaining = max === null ? null : Math.max(0, max - used)
  const mayGo = inWindow || isCounted || remaining !== 0
  return { kind: mayGo ? 'send' : 'wait', used, remaining, nextSlotAt: mayGo ? null : nextSlotAt }
}
