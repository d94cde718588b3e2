import { HOUR, MINUTE, type Millis } from '#core/base/time.ts'
import { WINDOW } from '#core/policy/window.ts'

/** From here on the list warns that a window is about to close. */
const WINDOW_SOON: Millis = 2 * HOUR

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
  const share = Math.min(1, left / WINDOW)
  if (left === 0) return { state: 'closed', left, share }
  return { state: left < WINDOW_SOON ? 'soon' : 'open', left, share }
}

/** True while free-form text may still be written. */
export function isWindowOpen(view: WindowView): boolean {
  return view.state === 'open' || view.state === 'soon'
}

/** Milliseconds until the countdown reads differently, so that a clock need not tick more often than that. */
export function untilNextReading(left: Millis): Millis {
  return left % MINUTE || MINUTE
}
