import { HOUR, MINUTE, type Millis } from '#core/base/time.ts'

/** Meta's window for free-form replies, counted from the customer's last message. */
export const WINDOW_LENGTH: Millis = 24 * HOUR
/** From here on the list warns that a window is about to close. */
export const WINDOW_SOON: Millis = 2 * HOUR

export type WindowView = {
  readonly state: 'never' | 'open' | 'soon' | 'closed'
  readonly left: Millis
  /** What remains of the 24 hours, from 0 to 1. */
  readonly share: number
}

/** How a chat's 24-hour window stands at the channel's moment `now`. */
export function viewWindow(endsAt: Millis | null, now: Millis): WindowView {
  if (endsAt === null) return { state: 'never', left: 0, share: 0 }
  const left = Math.max(0, endsAt - now)
  const share = Math.min(1, left / WINDOW_LENGTH)
  if (left === 0) return { state: 'closed', left, share }
  return { state: left < WINDOW_SOON ? 'soon' : 'open', left, share }
}

/** True while free-form text may still be written. */
export function isWindowOpen(view: WindowView): boolean {
  return view.state === 'open' || view.state === 'soon'
}

/** Whole hours and minutes of a countdown; the last started minute counts as one, so that an open window never reads 0. */
export function hoursAndMinutes(left: Millis): { readonly hours: number; readonly minutes: number } {
  const minutes = Math.max(left > 0 ? 1 : 0, Math.floor(left / MINUTE))
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 }
}

/** Milliseconds until the countdown reads differently, so that a clock need not tick more often than that. */
export function untilNextReading(left: Millis): Millis {
  if (left <= 0) return MINUTE
  return left <= 2 * MINUTE ? Math.max(1, left % MINUTE || MINUTE) : left % MINUTE || MINUTE
}
