import type { Language } from '#core/base/language.ts'

const DIGITS_MAX = 15

/**
 * A number as people write it (1234 · 1.234,5 · 1,234.5 · Rp 45.000) in plain form: `1234.5`. A lone separator
 * before exactly three digits groups thousands when it is the one that the language groups by (`.` in Indonesian,
 * `,` in English), else it is the decimal point. Null when it is no number.
 */
export function readNumber(text: string, language: Language): string | null {
  const said = text.normalize('NFKC').trim().toLowerCase()
  const parts = /^(?:rp\.?|idr|\$|us\$|usd)? ?([+-]?)(?:rp\.? ?)?(\d[\d.,' ]{0,40})$/.exec(said)
  if (!parts) return null
  const plain = decimalOf((parts[2] ?? '').replace(/[' ]/g, ''), language === 'id' ? '.' : ',')
  if (plain === null) return null
  const [whole = '0', fraction = ''] = plain.split('.')
  const shortWhole = whole.replace(/^0+(?=\d)/, '')
  const shortFraction = fraction.replace(/0+$/, '')
  if (shortWhole.length + shortFraction.length > DIGITS_MAX) return null
  const value = shortFraction === '' ? shortWhole : `${shortWhole}.${shortFraction}`
  return parts[1] === '-' && value !== '0' ? `-${value}` : value
}

/** Digits with at most one point, or null when the separators make no sense. */
function decimalOf(said: string, grouping: '.' | ','): string | null {
  const text = said.replace(/[.,]$/, '')
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','))
  if (last < 0) return text
  const mark = text[last] === '.' ? '.' : ','
  const other = mark === '.' ? ',' : '.'
  if (text.includes(other)) return ungrouped(text.slice(0, last), other, text.slice(last + 1))
  const several = text.indexOf(mark) !== last
  const groups = several || (mark === grouping && text.length - last === 4)
  return groups ? ungrouped(text, mark, '') : `${text.slice(0, last)}.${text.slice(last + 1)}`
}

function ungrouped(whole: string, mark: '.' | ',', fraction: string): string | null {
  const groups = whole.split(mark)
  const even = groups.every((group, at) => (at === 0 ? /^\d{1,3}$/ : /^\d{3}$/).test(group))
  if (!even || !/^\d*$/.test(fraction)) return null
  return fraction === '' ? groups.join('') : `${groups.join('')}.${fraction}`
}
