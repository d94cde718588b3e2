import { useLanguage } from '#web/base/i18n.ts'
import { moneyOf, sumShown } from '#web/base/money.ts'

/** Sums as the language on screen writes them: from one of the currency on without fractions of its cents. */
export function useSums(): (amount: string, currency: string) => string {
  const language = useLanguage()
  return (amount, currency) => moneyOf(language, sumShown(amount), currency)
}

/** Exact amounts as the language on screen writes them. */
export function useMoney(): (amount: string, currency: string) => string {
  const language = useLanguage()
  return (amount, currency) => moneyOf(language, amount, currency)
}
