import type { Cost, Known, Rule } from '#core/policy/facts.ts'
import { decideBudget } from '#core/policy/price/budget.ts'
import { type Micro, microOf } from '#core/policy/price/micro.ts'

/** What the message costs; null when nobody said or the card has no rate. */
function amountOf(cost: Cost | undefined): Micro | null {
  return cost?.amount ? microOf(cost.amount) : null
}

function told(cost: Cost | undefined): Known {
  return cost ? { cost: cost.amount, currency: cost.currency, costType: cost.type } : {}
}

/**
 * Ours: at 100 percent of the month's budget automatic messages that cost are refused; a person decides for herself. Where the price is not
 * known a budget cannot be kept: broadcasts are refused, and a flow's single message goes.
 */
export const budgetLeft: Rule = {
  id: 'budget.month',
  concerns: (_, { cost, budget }) => cost !== undefined && Boolean(budget),
  facts: ({ cost, budget }) => {
    const amount = amountOf(cost)
    const percent = budget ? decideBudget(budget, amount ?? 0n).percent : null
    return { ...told(cost), budgetPercent: percent }
  },
  objects: (_, { cost, budget, automatic, lane }) => {
    if (!budget || !automatic) return null
    const amount = amountOf(cost)
    if (amount === null && lane === 'broadcast') {
      const details = { currency: cost?.currency ?? null }
      return { code: 'budget-unpriced', remedy: { kind: 'fix', ask: 'owner-imports-card' }, details }
    }
    const { isHeld, percent } = decideBudget(budget, amount ?? 0n)
    if (!isHeld) return null
    return { code: 'budget-held', remedy: { kind: 'fix', ask: 'owner-raises-budget' }, details: { percent } }
  },
}

/** Never objects: it notes what the message is expected to cost. */
export const costKnown: Rule = {
  id: 'cost.estimate',
  concerns: (_, { cost, budget }) => cost !== undefined && !budget,
  facts: ({ cost }) => told(cost),
  objects: () => null,
}
