import type { Language } from '#core/base/language.ts'
import { microOf } from '#core/policy/price/micro.ts'

/** What stands between thousands, and before decimals. */
const MARKS = { id: ['.', ','], en: [',', '.'] } as const

const GROUPED = { id: /^[1-9]\d{0,2}(\.\d{3})+$/, en: /^[1-9]\d{0,2}(,\d{3})+$/ } as const

/**
 * An amount as people write it in their language, as decimal text with a point: `500.000` is half a million in Indonesian, `12,50`
 * twelve and a half. What is no amount stays as it was typed.
 */
export function typedAmount(text: string, language: Language): string {
  const typed = text.trim()
  const [group, point] = MARKS[language]
  const [whole = ''] = typed.split(point)
  const isGrouped = GROUPED[language].test(whole)
  const plain = isGrouped ? typed.replaceAll(group, '') : typed
  return /^\d+[.,]\d{1,6}$/.test(plain) ? plain.replace(',', '.') : plain
}

/** Decimal text such as `12.3450` as one would type it. */
export function amountToType(amount: string, language: Language): string {
  const plain = amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount
  return plain.replace('.', MARKS[language][1])
}

/** Whether an amount in plain digits may be a month's budget; without one there is no limit. */
export function isBudget(amount: string): boolean {
  return amount === '' || (microOf(amount) ?? 0n) > 0n
}
