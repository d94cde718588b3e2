import { MAIN_COUNTRIES, type TemplatePrices } from '#core/policy/api.ts'
import { NEW_PAIR } from '#core/policy/price/clock.ts'
import { estimateOf } from '#core/policy/price/estimate.ts'
import type { Category } from '#core/policy/price/regime.ts'
import { tariffAt } from '#core/policy/price/tariff.ts'
import { accountOf, type Books } from '#server/policy/books.ts'

/** What one more template costs today in the main countries, by the cards and the regime of the account; volume tiers aside. */
export function templatePricesOf(books: Books): TemplatePrices {
  const now = Date.now() + books.clockOffset
  const account = accountOf(books, '')
  const rows = MAIN_COUNTRIES.map((country) => {
    // a business-scoped id names its country, which is all that a price asks of a recipient
    const tariff = tariffAt(now, `${country}.0`, account, () => 0)
    const price = (category: Category, heardAt: number | null) =>
      estimateOf({ ...NEW_PAIR, heardAt }, category, now, tariff).amount
    return {
      country,
      marketing: price('marketing', null),
      utility: price('utility', null),
      utilityOpen: price('utility', now),
      authentication: price('authentication', null),
    }
  })
  return { currency: books.currency, rows }
}
