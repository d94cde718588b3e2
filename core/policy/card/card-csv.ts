import { csvRows } from '#core/base/csv.ts'
import { type Refusal, refuse } from '#core/base/refusal.ts'
import { type RateCard, rateKey, type Tier } from '#core/policy/card/card.ts'
import { type Micro, microOf } from '#core/policy/price/micro.ts'
import { RATED, type Rated } from '#core/policy/price/regime.ts'

/**
 * A rate card from text, or the refusal `card-invalid` with the row that is wrong; nothing is guessed. Two forms are read:
 * Meta's published one (`Market,Currency,Marketing,Utility,…`, lines of text before the heading, `n/a` for no rate) and one with
 * volume tiers (`market,category,tier_from,tier_to,rate`, no end for the last tier). Rates are decimals with a point.
 */
export function cardOfCsv(text: string, head: Omit<RateCard, 'rates'>): RateCard | Refusal {
  const rows = csvRows(text)
  if (!rows) return fault(0, 'unreadable')
  const at = rows.findIndex(([first = '']) => nameOf(first) === 'market')
  const heading = rows[at]?.map(nameOf)
  if (!heading) return fault(0, 'heading')
  const rates = new Map<string, readonly Tier[]>()
  const isTiered = heading.includes('category')
  for (const [index, cells] of rows.entries()) {
    if (index <= at || cells.every((cell) => cell === '')) continue
    const row: Row = new Map(heading.map((name, place) => [name, cells[place] ?? '']))
    const wrong = isTiered ? addTier(rates, row) : addRates(rates, row, head.currency)
    if (wrong) return fault(index + 1, wrong)
  }
  if (rates.size === 0) return fault(0, 'empty')
  const isOpen = [...rates.values()].every((tiers) => tiers.at(-1)?.to === null)
  return isOpen ? { ...head, rates } : fault(0, 'tiers')
}

type Row = ReadonlyMap<string, string>
type Rates = Map<string, readonly Tier[]>
type Wrong = keyof typeof REASONS

const REASONS = {
  unreadable: { id: 'bukan CSV yang utuh', en: 'it is no complete CSV' },
  heading: {
    id: 'baris judul yang dimulai dengan Market tidak ada',
    en: 'a heading that begins with Market is missing',
  },
  empty: { id: 'tidak ada satu pun tarif', en: 'it holds no rate at all' },
  market: { id: 'nama pasar kosong', en: 'the market has no name' },
  category: { id: 'kategorinya tidak dikenal', en: 'the category is not known' },
  currency: { id: 'mata uangnya lain dari kartu ini', en: 'its currency is not that of the card' },
  rate: {
    id: 'tarif harus desimal dengan titik, misalnya 0.0411',
    en: 'a rate must be a decimal with a point, such as 0.0411',
  },
  tiers: {
    id: 'jenjang harus mulai dari 1, bersambung, dan yang terakhir tanpa batas',
    en: 'tiers must begin at 1, follow each other, and the last have no end',
  },
  twice: { id: 'tarif ini sudah ada di baris lain', en: 'this rate stands in another row already' },
} as const

function fault(row: number, reason: Wrong): Refusal {
  const { id, en } = REASONS[reason]
  return refuse('card-invalid', { row, reason_id: id, reason_en: en })
}

/** Headings as one spelling: `Authentication-\nInternational` is `authentication_international`. */
function nameOf(cell: string): string {
  return cell
    .toLowerCase()
    .replace(/[\s_-]+/g, '_')
    .replace(/^_|_$/g, '')
}

const NONE: ReadonlySet<string> = new Set(['', 'n/a', 'na', '-', '--'])

function addRates(rates: Rates, row: Row, currency: string): Wrong | null {
  const market = row.get('market') ?? ''
  if (market === '') return 'market'
  const told = row.get('currency') ?? ''
  if (told !== '' && told.replace('$US', 'USD') !== currency) return 'currency'
  for (const rated of RATED) {
    const cell = row.get(rated) ?? ''
    if (NONE.has(cell.toLowerCase())) continue
    const rate = rateOf(cell)
    if (rate === null) return 'rate'
    const key = rateKey(market, rated)
    if (rates.has(key)) return 'twice'
    rates.set(key, [{ from: 1, to: null, rate }])
  }
  return null
}

const BY_NAME: ReadonlyMap<string, Rated> = new Map(RATED.map((rated) => [rated, rated]))

function addTier(rates: Rates, row: Row): Wrong | null {
  const market = row.get('market') ?? ''
  if (market === '') return 'market'
  const rated = BY_NAME.get(nameOf(row.get('category') ?? ''))
  if (!rated) return 'category'
  const rate = rateOf(row.get('rate') ?? '')
  if (rate === null) return 'rate'
  const key = rateKey(market, rated)
  const known = rates.get(key) ?? []
  const first = countOf(row.get('tier_from') ?? '')
  const from = first === null ? 1 : first
  const to = countOf(row.get('tier_to') ?? '')
  const follows = known.length === 0 ? 1 : (known.at(-1)?.to ?? Number.POSITIVE_INFINITY) + 1
  if (from !== follows || to === undefined || (to !== null && to < from)) return 'tiers'
  rates.set(key, [...known, { from, to, rate }])
  return null
}

/** A count of messages; null for none, undefined for what is no count. */
function countOf(cell: string): number | null | undefined {
  if (NONE.has(cell)) return null
  return /^\d{1,12}$/.test(cell) ? Number(cell) : undefined
}

/** A price below zero is none. */
function rateOf(cell: string): Micro | null {
  return cell.startsWith('-') ? null : microOf(cell)
}
