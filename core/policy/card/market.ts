import { type CountryCode, getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/min'
import { MARKETS, type MarketTable } from '#core/policy/card/market-table.ts'
import type { Day } from '#core/policy/price/day.ts'

/** Digits of the longest prefix that a table may name. */
const PREFIX_MAX = 6

/**
 * The market whose rate a message to this recipient costs, on that day. Meta: the recipient's calling code decides, never the
 * business's own country. A recipient is a phone number in international form, with or without the plus, or a
 * business-scoped user id (`ID.408…`), whose country then stands for its calling code.
 */
export function marketOf(recipient: string, day: Day, table: MarketTable = MARKETS): string {
  const digits = digitsOf(recipient)
  const { codes, before } = indexOf(table)
  for (let length = Math.min(PREFIX_MAX, digits.length); length > 0; length--) {
    const prefix = digits.slice(0, length)
    const earlier = before.find((until) => day < until.day && until.codes.has(prefix))
    const market = earlier?.codes.get(prefix) ?? codes.get(prefix)
    if (market !== undefined) return market
  }
  return table.rest
}

function digitsOf(recipient: string): string {
  const country = /^([A-Z]{2})\./.exec(recipient)?.[1]
  if (country === undefined) return recipient.replace(/^\+/, '')
  return isSupportedCountry(country) ? getCountryCallingCode(country as CountryCode) : ''
}

type Index = {
  readonly codes: ReadonlyMap<string, string>
  readonly before: readonly { readonly day: Day; readonly codes: ReadonlyMap<string, string> }[]
}

const indexes = new WeakMap<MarketTable, Index>()

/** Prefix to market, made once per table. */
function indexOf(table: MarketTable): Index {
  const known = indexes.get(table)
  if (known) return known
  const made: Index = {
    codes: byPrefix(table.codes),
    before: table.before.map(({ day, codes }) => ({ day, codes: byPrefix(codes) })),
  }
  indexes.set(table, made)
  return made
}

function byPrefix(codes: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(codes).flatMap(([market, prefixes]) =>
      prefixes.split(' ').map((prefix) => [prefix, market] as const),
    ),
  )
}
