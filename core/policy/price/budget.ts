import { type Level, levelOf, percentOf } from '#core/policy/level.ts'
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
  /** `warn` from 80 percent on, this message counted; `hold`: it would go beyond the limit. */
  readonly kind: 'fine' | 'warn' | 'hold'
  readonly percent: number
  readonly left: Micro
}

/** Ours, not Meta's: warned at 80 percent, held at 100. What costs nothing is never held, and a limit may be spent to the last unit. */
export function decideBudget({ limit, spent, reserved }: Budget, cost: Micro): BudgetDecision {
  const before = spent + reserved
  const after = before + cost
  const percent = percentOf(after, limit)
  const left = before < limit ? limit - before : 0n
  if (cost > 0n && after > limit) return { kind: 'hold', percent, left }
  return { kind: WORDS[levelOf(after, limit)], percent, left }
}

const WORDS: Readonly<Record<Level, BudgetDecision['kind']>> = { fine: 'fine', near: 'warn', full: 'warn' }
