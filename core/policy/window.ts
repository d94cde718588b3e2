import { DAY, MINUTE, type Millis } from '#core/base/time.ts'
import type { Content } from '#core/whatsapp/heard.ts'

/**
 * Meta lets a business write freely for 24 hours after the customer's last message or call to that number;
 * afterwards only approved templates pass (error 131047). Source: Cloud API, customer service windows.
 */
export const WINDOW: Millis = DAY

/** Automatic messages keep this distance from the end: a call in flight must not arrive after it. */
export const WINDOW_GUARD: Millis = MINUTE

/** The first moment at which the window is closed; null when the customer never wrote to this number. */
export function windowEndsAt(lastInboundAt: Millis | null): Millis | null {
  return lastInboundAt === null ? null : lastInboundAt + WINDOW
}

/** Half-open: a message is free at 23:59:59.999 and no longer at 24:00:00.000 after the customer's. */
export function isWindowOpen(lastInboundAt: Millis | null, now: Millis): boolean {
  return lastInboundAt !== null && now < lastInboundAt + WINDOW
}

/**
 * Whether what a customer sent opens or renews the window. Meta: any message or call, a reaction and a tap included;
 * notices of the system and messages that Meta could not carry (they come with an error) are none.
 */
export function opensWindow(content: Content): boolean {
  if (content.kind === 'system') return false
  return content.kind !== 'unsupported' || content.code === undefined
}
