/** From this share of a bound on a person is warned, in percent. */
const WARN_PERCENT = 80
/** A bound is used up at this share, in percent. */
const FULL_PERCENT = 100

export type Level = 'fine' | 'near' | 'full'

/** The whole percent of a bound that is used, rounded down; a bound of nothing is full. */
export function percentOf(used: bigint, max: bigint): number {
  return max <= 0n ? FULL_PERCENT : Number((used * 100n) / max)
}

/** How near a bound is: `near` from 80 percent on, `full` from 100 percent on. */
export function levelOf(used: bigint, max: bigint): Level {
  const percent = percentOf(used, max)
  if (percent >= FULL_PERCENT) return 'full'
  return percent >= WARN_PERCENT ? 'near' : 'fine'
}
