import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvLine, csvRows } from '#core/base/csv.ts'
import { isRefusal, sentenceOf } from '#core/base/refusal.ts'
import { cardOn, costOf, type RateCard, rateKey } from '#core/policy/card/card.ts'
import { cardOfCsv } from '#core/policy/card/card-csv.ts'
import { marketOf } from '#core/policy/card/market.ts'
import { MARKETS } from '#core/policy/card/market-table.ts'
import { publishedCards } from '#core/policy/card/published.ts'
import { microText } from '#core/policy/price/micro.ts'
import type { Rated } from '#core/policy/price/regime.ts'
import { loadSuite } from '../../../test/hostile.ts'

const HEAD = { unit: 'message', currency: 'USD', effective: '2026-10-01' } as const

function read(csv: string, head: Omit<RateCard, 'rates'> = HEAD): RateCard {
  const card = cardOfCsv(csv, head)
  assert.ok(!isRefusal(card), JSON.stringify(card))
  return card
}

const shipped = publishedCards()

function priceOf(card: RateCard | null | undefined, market: string, rated: Rated): string | null {
  const cost = costOf(card ?? null, rateKey(market, rated), { before: 0, count: 1 })
  return cost === null ? null : microText(cost)
}

test('the cards that come with the product hold Meta’s prices', () => {
  const prices: readonly [string, string, Rated, string | null][] = [
    ['2022-10-03', 'Indonesia', 'business_initiated', '0.0316'],
    ['2022-10-03', 'Indonesia', 'user_initiated', '0.0190'],
    ['2024-08-01', 'Indonesia', 'service', '0.0190'],
    ['2024-08-01', 'Brazil', 'service', null],
    ['2026-09-30', 'Indonesia', 'marketing', '0.0411'],
    ['2026-09-30', 'Indonesia', 'service', '0.0000'],
    ['2026-10-01', 'Indonesia', 'service', '0.0250'],
    ['2026-10-01', 'Indonesia', 'authentication_international', '0.1360'],
    ['2026-10-01', 'Mexico', 'marketing', '0.0397'],
    ['2026-10-01', 'Mexico', 'authentication_international', null],
    ['2026-10-01', 'Other', 'utility', '0.0077'],
  ]
  for (const [day, market, rated, price] of prices) {
    const unit = day < '2025-07-01' ? 'conversation' : 'message'
    const card = cardOn(shipped, { unit, currency: 'USD' }, day)
    assert.equal(priceOf(card, market, rated), price, `${day} ${market} ${rated}`)
  }
})

test('a card of conversations is never used for messages, nor dollars for rupiah', () => {
  assert.equal(cardOn(shipped, { unit: 'message', currency: 'USD' }, '2025-08-01'), null)
  assert.equal(cardOn(shipped, { unit: 'message', currency: 'IDR' }, '2026-10-01'), null)
  assert.equal(cardOn(shipped, { unit: 'conversation', currency: 'USD' }, '2022-01-31'), null)
})

test('every market of a shipped card is one that a recipient can have, and the newest card prices all of them', () => {
  const markets = new Set([...Object.keys(MARKETS.codes), MARKETS.rest])
  for (const { rates } of shipped) {
    for (const key of rates.keys()) assert.ok(markets.has(key.split('|')[0] ?? ''), key)
  }
  for (const market of markets) assert.notEqual(priceOf(shipped.at(-1), market, 'service'), null, market)
})

test('the recipient decides the market, by the longest calling code and as Meta drew the map on that day', () => {
  const recipients: readonly [string, string, string][] = [
    ['6281234567890', '2026-10-01', 'Indonesia'],
    ['+6281234567890', '2026-10-01', 'Indonesia'],
    ['12025550101', '2026-10-01', 'North America'],
    ['18765550101', '2026-10-01', 'Rest of Latin America'],
    ['3545550101', '2026-10-01', 'Other'],
    ['79001234567', '2026-10-01', 'Russia'],
    ['77001234567', '2026-10-01', 'Kazakhstan'],
    ['77001234567', '2026-09-30', 'Russia'],
    ['6591234567', '2026-06-30', 'Rest of Asia Pacific'],
    ['6591234567', '2026-07-01', 'Singapore'],
    ['9651234567', '2026-07-01', 'Rest of Middle East'],
    ['ID.40817263544556677889', '2026-10-01', 'Indonesia'],
    ['XX.1', '2026-10-01', 'Other'],
    ['', '2026-10-01', 'Other'],
  ]
  for (const [to, day, market] of recipients) assert.equal(marketOf(to, day), market, `${to} ${day}`)
})

test('Meta’s own form of a card is read: text before the heading, a heading over two lines, n/a for no rate', () => {
  const csv =
    '\ufeff"Cost per message in IDR, effective October 1, 2026",,,,,,\r\n\r\nMarket,Currency,Marketing,Utility,Authentication,"Authentication-\r\nInternational",Service\r\nIndonesia,IDR,600.00,350.50,350.50,n/a,350.50\r\nOther,IDR,900.00,120.25,120.25,n/a,n/a\r\n'
  const card = read(csv, { ...HEAD, currency: 'IDR' })
  assert.equal(priceOf(card, 'Indonesia', 'utility'), '350.5000')
  assert.equal(priceOf(card, 'Indonesia', 'authentication_international'), null)
  assert.equal(priceOf(card, 'Other', 'service'), null)
  assert.equal(priceOf(card, 'Brazil', 'utility'), null)
})

test('volume tiers are marginal: each message costs the rate of its own place in the month', () => {
  const card = read(
    'market,category,tier_from,tier_to,rate\nIndonesia,utility,1,5,0.0250\nIndonesia,Utility,6,10,0.0200\nIndonesia,utility,11,,0.0150\n',
  )
  const key = rateKey('Indonesia', 'utility')
  const sums: readonly [number, number, string][] = [
    [0, 1, '0.0250'],
    [4, 2, '0.0450'],
    [10, 1, '0.0150'],
    [0, 12, '0.2550'],
    [0, 0, '0.0000'],
    [1_000_000_000, 1, '0.0150'],
  ]
  for (const [before, count, sum] of sums) {
    assert.equal(microText(costOf(card, key, { before, count }) ?? -1n), sum, `${before}+${count}`)
  }
})

/** A text, the row that is wrong, and a word of the reason. */
const broken: readonly [string, number, RegExp][] = [
  ['', 0, /heading/],
  ['Country,Marketing\nIndonesia,0.04', 0, /heading/],
  ['Market,Marketing\n', 0, /no rate/],
  ['Market,Marketing\nIndonesia,"0,0411"', 2, /point/],
  ['Market,Marketing\nIndonesia,-0.04', 2, /point/],
  ['Market,Marketing\nIndonesia,0.04\nIndonesia,0.05', 3, /already/],
  ['Market,Currency,Marketing\nIndonesia,IDR,600', 2, /currency/],
  ['Market,Marketing\n,0.04', 2, /name/],
  ['Market,Marketing\n"Indonesia,0.04', 0, /complete/],
  ['market,category,tier_from,tier_to,rate\nIndonesia,promo,1,,0.04', 2, /category/],
  ['market,category,tier_from,tier_to,rate\nIndonesia,utility,2,,0.04', 2, /tiers/],
  ['market,category,tier_from,tier_to,rate\nIndonesia,utility,1,5,0.04', 0, /tiers/],
  [
    'market,category,tier_from,tier_to,rate\nIndonesia,utility,1,5,0.04\nIndonesia,utility,7,,0.03',
    3,
    /tiers/,
  ],
  [
    'market,category,tier_from,tier_to,rate\nIndonesia,utility,1,,0.04\nIndonesia,utility,1,,0.03',
    3,
    /tiers/,
  ],
]

for (const [csv, row, reason] of broken) {
  test(`a card is refused with its row, nothing is guessed: ${JSON.stringify(csv)}`, () => {
    const card = cardOfCsv(csv, HEAD)
    assert.ok(isRefusal(card))
    assert.equal(card.details?.row, row)
    assert.match(sentenceOf(card.code, 'en', card.details), reason)
  })
}

test('a table holds quotes, doubled quotes, new lines and empty cells', () => {
  assert.deepEqual(csvRows('a,"b, ""c""",\n\n"d\ne",f\r\n'), [['a', 'b, "c"', ''], [''], ['d\ne', 'f']])
  assert.deepEqual(csvRows('a,'), [['a', '']])
  assert.deepEqual(csvRows('a\r\rb'), [['a'], [''], ['b']])
  assert.deepEqual(csvRows(''), [['']])
  assert.equal(csvRows('a"b'), null)
  assert.equal(csvRows('x\n'.repeat(6000)), null)
  assert.equal(csvRows(`"${'x""'.repeat(300_000)}`), null)
  assert.equal(csvRows(`"${'x'.repeat(900_000)}"`)?.[0]?.[0]?.length, 900_000)
})

test('a row of an export is read back as it was, and no name becomes a formula', () => {
  const cells = ['a', 'b,c', 'he said "no"', 'two\nlines', '', '-0.5000']
  assert.deepEqual(csvRows(csvLine(cells)), [cells])
  assert.equal(csvLine(['=HYPERLINK("x")', null]), '"\'=HYPERLINK(""x"")",\r\n')
})

const FORMULAS = loadSuite('csv').cases.filter(({ tags }) => tags.includes('formula'))

test('the suite holds formulas', () => assert.ok(FORMULAS.length >= 6))

for (const { id, title, raw, expect } of FORMULAS) {
  test(`${id}: ${title}`, () => {
    const [, row = []] = String(raw).split('\n')
    const cell = /"((?:[^"]|"")*)"/.exec(String(row))?.[1]?.replaceAll('""', '"') ?? ''
    for (const said of [cell, cell.replace('=', '＝')]) {
      const [[exported = ''] = []] = csvRows(csvLine([said])) ?? []
      for (const start of expect.exported_cell_must_not_start_with as string[])
        assert.ok(!exported.startsWith(start), exported)
      assert.ok(exported.endsWith(said.trim()), 'nothing of it is lost')
    }
  })
}
