import { useLanguage } from '#web/base/i18n.ts'
import { moneyOf } from '#web/base/money.ts'

/** Exact amounts as the language on screen writes them. */
export function useMoney(): (amount: string, currency: string) => string {
  const language = useLanguage()
  return (amount, currency) => moneyOf(language, amount, currency)
}
