import { DAY, type Millis } from '#core/base/time.ts'
import type { Rated } from '#core/policy/price/regime.ts'

/**
 * What charging must remember about one customer with one number. Three clocks run apart: permission (the customer's last
 * message), charge (conversations and free entry points, from a delivery on) and the month (counters, see `counter.ts`).
 */
export type PairClock = {
  /** Meta's time of the customer's last message or call. */
  readonly heardAt: Millis | null
  /** The customer came by an advertisement or a page button then, and we have not answered yet. */
  readonly entryAt: Millis | null
  /** The first moment at which the open free entry point is over. */
  readonly entryEndsAt: Millis | null
  /** Open conversations, each with the first moment at which it is over. */
  readonly conversations: Readonly<Partial<Record<Rated, Millis>>>
}

export const NEW_PAIR: PairClock = { heardAt: null, entryAt: null, entryEndsAt: null, conversations: {} }

/** Meta: an entry point is lost when the business does not answer within 24 hours (free entry points). */
const ENTRY_ANSWER: Millis = DAY

/** A message of ours that reached the customer. */
export type Sent = {
  readonly sentAt: Millis
  /** Meta charges on delivery; a message that was only read counts as delivered then. */
  readonly deliveredAt: Millis
}

/**
 * Whether what a customer sent may open a free entry point. Meta: by a Click-to-WhatsApp advertisement or a page's button, on
 * Android or iOS; webhooks do not tell the device, so an unknown one counts as a phone.
 */
export function isEntryPoint(source: string, device: string | null): boolean {
  return ENTRY_SOURCES.has(source) && (device === null || PHONES.has(device))
}

const ENTRY_SOURCES: ReadonlySet<string> = new Set(['ad', 'page'])
const PHONES: ReadonlySet<string> = new Set(['android', 'ios'])

/** Half-open like the window: free at 71:59:59.999 and charged again at 72:00:00.000. */
export function isEntryOpen({ entryEndsAt }: PairClock, at: Millis): boolean {
  return entryEndsAt !== null && at < entryEndsAt
}

/** Whether this message is the answer that opens the free entry point: sent within 24 hours of the customer's message. */
export function answersEntry({ entryAt }: PairClock, { sentAt }: Sent): boolean {
  return entryAt !== null && entryAt <= sentAt && sentAt < entryAt + ENTRY_ANSWER
}

/** The clocks once it is open: from the delivery on, and every other conversation of the pair is closed (Meta). */
export function openEntry(clock: PairClock, { deliveredAt }: Sent, lasts: Millis): PairClock {
  return { ...clock, entryAt: null, entryEndsAt: deliveredAt + lasts, conversations: {} }
}

/** The conversations that are open at a moment. */
export function openConversations({ conversations }: PairClock, at: Millis): PairClock['conversations'] {
  const open = Object.entries(conversations).filter(([, endsAt]) => at < endsAt)
  return Object.fromEntries(open)
}
