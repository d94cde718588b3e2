import { DAY, type Millis } from '#core/base/time.ts'

/** Meta counts unique customers over this time, moving with the clock (messaging limits). */
export const LIMIT_PERIOD: Millis = DAY

/** Who shares a limit: each number alone, or all numbers of a business portfolio. */
export type LimitScope = 'phone-number' | 'portfolio'

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

/**
 * Meta: further messages to the same customer take no place; a new customer beyond the limit waits until one is free (error
 * 131048). Replies inside the window are not asked.
 */
export function hasPlace({ max, used, isCounted }: LimitUse): boolean {
  return isCounted || max === null || used < max
}
