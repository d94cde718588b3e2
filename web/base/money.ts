import type { Language } from '#core/base/language.ts'
import { microOf, microShown } from '#core/policy/price/micro.ts'

const LOCALES: Readonly<Record<Language, string>> = { id: 'id-ID', en: 'en-GB' }
const made = new Map<string, Intl.NumberFormat>()

/**
 * An exact amount as a reader of the language writes it: `US$0,0411`, `Rp586,33`. The text goes to the formatter as it is, so that no
 * digit is lost on the way. A currency that nobody knows stands before the bare amount.
 */
export function moneyOf(language: Language, amount: string, currency: string): string {
  const key = `${language} ${currency}`
  let format = made.get(key)
  if (!format) {
    format = formatterOf(language, currency)
    made.set(key, format)
  }
  return format.format(amount as `${number}`).replace('-', '−') // no line is broken after a true minus
}

function formatterOf(language: Language, currency: string): Intl.NumberFormat {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 4 }
  return /^[A-Z]{3}$/.test(currency)
    ? new Intl.NumberFormat(LOCALES[language], { style: 'currency', currency, ...digits })
    : new Intl.NumberFormat(LOCALES[language], digits)
}

/** A sum of one or more with two decimals, a smaller one as exact as it is. */
export function sumShown(amount: string): string {
  const micro = microOf(amount) ?? 0n
  return micro >= ONE || micro <= -ONE ? microShown(micro, 2) : amount
}
const ONE = microOf('1') ?? 0n

/** What share of the largest an amount is, in percent: for drawing only. */
export function shareOf(amount: string, largest: string): number {
  const [part, whole] = [microOf(amount) ?? 0n, microOf(largest) ?? 0n]
  return whole <= 0n ? 0 : Number((part * 1000n) / whole) / 10
}
