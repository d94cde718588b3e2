import type { AccountFacts } from '#core/policy/facts.ts'
import type { AccountState } from '#core/whatsapp/number/news.ts'

/** What the gate must know of what Meta said about the account. */
export function accountFactsOf({ disabled, restrictions, marketingOff }: AccountState): AccountFacts {
  return { isDisabled: disabled, restrictions, ...(marketingOff ? { isMarketingOff: true } : {}) }
}
