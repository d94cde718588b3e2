import type { Millis } from '#core/base/time.ts'

/**
 * The share of a number's pace that broadcasts use: the rest stays for answers, which come first at the post too. Three quarters, so that
 * a broadcast never makes a live reply wait for its turn.
 */
const SHARE = 0.75
/** Messages of one broadcast that are handed over in one turn. */
export const PAGE_MAX = 100
/** A broadcast takes a turn no more often: what a turn must know of limit and budget is read once for all its messages. */
export const TURN_EVERY: Millis = 1500
/** An idle broadcast saves up no more than this of its pace. */
const SAVED_MAX: Millis = 2000

/** Messages per second of one broadcast, when so many of the same number are under way. */
export function rateOf(numberRate: number, together: number): number {
  return Math.max(1, (numberRate * SHARE) / Math.max(1, together))
}

/** How many may be handed over now, and the moment up to which the pace is then used; times of one clock. */
export function allowance(
  fedAt: Millis | null,
  now: Millis,
  rate: number,
): { readonly count: number; readonly fedAt: Millis } {
  const from = Math.max(fedAt ?? now - SAVED_MAX / 2, now - SAVED_MAX)
  const count = Math.min(PAGE_MAX, Math.floor(((now - from) * rate) / 1000))
  return { count, fedAt: from + (count * 1000) / rate }
}
