/**
 * Money of Meta's rate cards: whole millionths of the card's currency unit (1 USD = 1 000 000n), because a message costs less
 * than a cent and rates such as 350.50 rupiah must add up exactly. Never a JavaScript number.
 */
export type Micro = bigint

const DECIMALS = 6
const ONE: Micro = 10n ** BigInt(DECIMALS)
/** Decimals of an amount as text, so that 0.019 reads like a price. */
const SHOWN_MIN = 4
/** Digits before the point: the most that the ledger's 64 bits hold in millionths; longer ones are no price. */
const WHOLE_MAX = 12

/** A decimal text such as `0.0190` or `-350.5` as micro-units; null when it is none, or finer than a millionth. */
export function microOf(text: string): Micro | null {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!found) return null
  const [, sign, whole = '', fraction = ''] = found
  if (whole.length > WHOLE_MAX || fraction.length > DECIMALS) return null
  const micro = BigInt(whole) * ONE + BigInt(fraction.padEnd(DECIMALS, '0'))
  return sign ? -micro : micro
}

/** The exact amount as a decimal text with at least four decimals: `0.0190`, `1051.5000`, `0.000341`. */
export function microText(micro: Micro): string {
  const digits = String(micro < 0n ? -micro : micro).padStart(DECIMALS + 1, '0')
  const at = digits.length - DECIMALS
  const fraction = digits.slice(at).replace(/0+$/, '').padEnd(SHOWN_MIN, '0')
  return `${micro < 0n ? '-' : ''}${digits.slice(0, at)}.${fraction}`
}

/** For a person's eye only: rounded to that many decimals (0 to 6), half away from zero; sums are made before. */
export function microShown(micro: Micro, decimals: number): string {
  const step = 10n ** BigInt(DECIMALS - decimals)
  const size = micro < 0n ? -micro : micro
  const rounded = String((size + step / 2n) / step).padStart(decimals + 1, '0')
  const at = rounded.length - decimals
  const sign = micro < 0n && /[1-9]/.test(rounded) ? '-' : ''
  return decimals === 0 ? sign + rounded : `${sign}${rounded.slice(0, at)}.${rounded.slice(at)}`
}
