import { type Millis, SECOND } from '#core/base/time.ts'

/** One message to a customer in this time: Meta's pair rate is one in six seconds (error 131056). */
export const PAIR_EVERY: Millis = 6 * SECOND
/** Messages to one customer that may leave at once. Meta lends up to 45 from the future; we stay well below. */
export const PAIR_BURST = 20

/** The theoretical arrival time of the generic cell rate algorithm; null before the first message. */
export type Gcra = Millis | null

/**
 * When the next message may leave, never before `now`, and the state once it has: at most `burst` at once, and over time
 * one `every` so many milliseconds. To ask without taking the turn, drop the returned state.
 */
export function gcra(
  state: Gcra,
  now: Millis,
  { every, burst }: { readonly every: Millis; readonly burst: number },
): { readonly at: Millis; readonly state: Millis } {
  const arrival = Math.max(state ?? now, now)
  return { at: Math.max(now, arrival - (burst - 1) * every), state: arrival + every }
}
