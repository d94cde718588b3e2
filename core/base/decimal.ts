/** An exact decimal number: `units` × 10^-`scale`. Never a JS number, so that 0.1 + 0.2 is 0.3 and money stays money. */
export type Decimal = { readonly units: bigint; readonly scale: number }

/** Digits that a number keeps, before and behind the point together; and behind the point alone. */
const DIGITS_MAX = 30
export const SCALE_MAX = 12

const PLAIN = /^([+-]?)(\d{1,40})(?:\.(\d{1,40}))?$/

/** `1234.5` as an exact number; null when it is none, or has more digits than are kept. */
export function decimalFrom(text: string): Decimal | null {
  const parts = PLAIN.exec(text.trim())
  if (!parts) return null
  const fraction = (parts[3] ?? '').replace(/0+$/, '')
  if (fraction.length > SCALE_MAX) return null
  return kept({
    units: BigInt(`${parts[1] === '-' ? '-' : ''}${parts[2]}${fraction}`),
    scale: fraction.length,
  })
}

/** The number in plain form: no group marks, no zeros that say nothing. */
export function plainOf(number: Decimal): string {
  const { units, scale } = reduced(number)
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const fraction = scale === 0 ? '' : `.${digits.slice(digits.length - scale)}`
  return `${units < 0n ? '-' : ''}${whole}${fraction}`
}

export function add(one: Decimal, other: Decimal): Decimal | null {
  const scale = Math.max(one.scale, other.scale)
  return kept({ units: unitsAt(one, scale) + unitsAt(other, scale), scale })
}

export function negate({ units, scale }: Decimal): Decimal {
  return { units: -units, scale }
}

export function multiply(one: Decimal, other: Decimal): Decimal | null {
  const product = { units: one.units * other.units, scale: one.scale + other.scale }
  return kept(product.scale > SCALE_MAX ? rounded(product, SCALE_MAX) : product)
}

/** Rounded half away from zero to `SCALE_MAX` places; null when divided by zero. */
export function divide(one: Decimal, other: Decimal): Decimal | null {
  if (other.units === 0n) return null
  const shifted = one.units * 10n ** BigInt(SCALE_MAX + other.scale + 1)
  return kept(rounded({ units: shifted / other.units, scale: one.scale + SCALE_MAX + 1 }, SCALE_MAX))
}

/** What is left of a division with a whole quotient; it has the sign of the first. Null when divided by zero. */
export function remainder(one: Decimal, other: Decimal): Decimal | null {
  if (other.units === 0n) return null
  const scale = Math.max(one.scale, other.scale)
  return kept({ units: unitsAt(one, scale) % unitsAt(other, scale), scale })
}

/** Below zero when the first is less, zero when they are equal. */
export function compareDecimals(one: Decimal, other: Decimal): number {
  const scale = Math.max(one.scale, other.scale)
  const gap = unitsAt(one, scale) - unitsAt(other, scale)
  return gap === 0n ? 0 : gap < 0n ? -1 : 1
}

/** Half away from zero, as shops round. */
export function rounded(number: Decimal, places: number): Decimal {
  if (number.scale <= places) return number
  const step = 10n ** BigInt(number.scale - places)
  const half = step / 2n
  const units = number.units < 0n ? (number.units - half) / step : (number.units + half) / step
  return { units, scale: places }
}

/** The next whole number towards zero or, with `up` or `down`, in that direction. */
export function wholeOf({ units, scale }: Decimal, way: 'up' | 'down'): Decimal {
  const step = 10n ** BigInt(scale)
  const cut = units / step
  const isCut = cut * step !== units
  const move = isCut && units > 0n && way === 'up' ? 1n : isCut && units < 0n && way === 'down' ? -1n : 0n
  return { units: cut + move, scale: 0 }
}

/** Places of a whole number that fits an index or a count; null when it is none such. */
export function countOf(number: Decimal): number | null {
  const { units, scale } = reduced(number)
  return scale === 0 && units > -1_000_000_000n && units < 1_000_000_000n ? Number(units) : null
}

function unitsAt({ units, scale }: Decimal, wanted: number): bigint {
  return units * 10n ** BigInt(wanted - scale)
}

function reduced({ units, scale }: Decimal): Decimal {
  let [left, places] = [units, scale]
  while (places > 0 && left % 10n === 0n) {
    left /= 10n
    places--
  }
  return { units: left, scale: places }
}

function kept(number: Decimal): Decimal | null {
  const short = reduced(number)
  return String(short.units).length > DIGITS_MAX ? null : short
}
