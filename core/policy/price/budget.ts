import { percentOf } from '#core/policy/level.ts'
import type { Micro } from '#core/policy/price/micro.ts'

/** What a workspace will spend in a month at most; all in one currency. */
export type Budget = {
  readonly limit: Micro
  /** Booked this month. */
  readonly spent: Micro
  /** Estimates of messages that Meta has accepted and not yet delivered. */
  readonly reserved: Micro
}

type BudgetDecision = {
  /** It would go beyond the limit. What costs nothing never does, and a limit may be spent to the last unit. */
  readonly isHeld: boolean
  /** Of the limit, this message counted. */
  readonly percent: number
}

/** Ours, not Meta's: what a message of this cost would do to the month's budget. */
export function decideBudget({ limit, spent, reserved }: Budget, cost: Micro): BudgetDecision {
  const after = spent + reserved + cost
  return { isHeld: cost > 0n && after > limit, percent: percentOf(after, limit) }
}
