import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#core/base/refusal.ts'
import { HOUR } from '#core/base/time.ts'
import type { RateCard } from '#core/policy/card/card.ts'
import { cardOfCsv } from '#core/policy/card/card-csv.ts'
import { type Level, levelOf } from '#core/policy/level.ts'
import { decideBudget } from '#core/policy/price/budget.ts'
import { chargeOf } from '#core/policy/price/charge.ts'
import { NEW_PAIR } from '#core/policy/price/clock.ts'
import { counterKey, type Payer } from '#core/policy/price/counter.ts'
import { dayOf, monthOf } from '#core/policy/price/day.ts'
import {
  allowanceLeft,
  forecastOf,
  type Outlook,
  type Planned,
  projectMonth,
} from '#core/policy/price/forecast.ts'
import { CATEGORIES, REGIMES, regimeOf } from '#core/policy/price/regime.ts'

const PAYER: Payer = { portfolioId: 'pf', wabaId: 'waba', phoneNumberId: 'pn', zone: 'Asia/Jakarta' }
const DAY = '2026-11-10'

const csv = `market,category,tier_from,tier_to,rate
Indonesia,marketing,1,,0.0411
Indonesia,utility,1,5,0.0250
Indonesia,utility,6,,0.0200
Indonesia,authentication,1,,0.0250
Indonesia,authentication_international,1,,0.1360
Indonesia,service,1,,0.0250
Indonesia,user_initiated,1,,0.0190
Indonesia,business_initiated,1,,0.0316
Other,marketing,1,,0.0604
`
const card = readCard()

function readCard(): RateCard {
  const read = cardOfCsv(csv, { unit: 'message', currency: 'USD', effective: '2026-10-01' })
  assert.ok(!isRefusal(read))
  return read
}

const LINE: Planned = {
  market: 'Indonesia',
  category: 'marketing',
  inWindow: false,
  inEntryPoint: false,
  inConversation: false,
  count: 1,
}

function outlook(used: Readonly<Record<string, number>> = {}, id = regimeOf('pmp-2026-10').id): Outlook {
  return {
    payer: PAYER,
    day: DAY,
    regime: regimeOf(id),
    card,
    used: (counter) => used[counterKey(counter)] ?? 0,
  }
}

const QUOTA = 'allowance|phone-number|pn|2026-11'

test('a broadcast is priced before it begins: free ones first, then each message in its own tier', () => {
  const plan: readonly Planned[] = [
    { ...LINE, count: 100 },
    { ...LINE, market: 'Other', count: 10 },
    { ...LINE, category: 'utility', count: 7 },
    { ...LINE, category: 'service', inWindow: true, count: 5 },
    { ...LINE, inEntryPoint: true, count: 3 },
    { ...LINE, market: 'Other', category: 'utility', count: 2 },
  ]
  const { amount, free, charged, unpriced, lines } = forecastOf(plan, outlook({ [QUOTA]: 997 }))
  assert.deepEqual(
    lines.map((line) => [line.free, line.amount]),
    [
      [0, 4_110_000n],
      [0, 604_000n],
      [0, 165_000n],
      [3, 50_000n],
      [3, 0n],
      [0, null],
    ],
  )
  assert.deepEqual([amount, free, charged, unpriced], [4_929_000n, 6, 121, 2])
})

test('lines of one sending share the free ones of the month', () => {
  const service: Planned = { ...LINE, category: 'service', inWindow: true, count: 600 }
  const { lines } = forecastOf([service, { ...service, market: 'Other' }, service], outlook())
  assert.deepEqual(
    lines.map(({ free }) => free),
    [600, 400, 0],
  )
  assert.equal(lines[1]?.amount, null, 'the two hundred that cost have no price')
})

test('a forecast is the sum of what the messages will cost, under every regime', () => {
  const lines = fc.array(
    fc.record({
      category: fc.constantFrom(...CATEGORIES),
      inWindow: fc.boolean(),
      count: fc.integer({ min: 0, max: 12 }),
    }),
    { maxLength: 6 },
  )
  const regimes = fc.constantFrom(...REGIMES.map(({ id }) => id))
  fc.assert(
    fc.property(lines, regimes, fc.integer({ min: 980, max: 1005 }), (plan, id, used) => {
      const start = { [QUOTA]: used, 'allowance|waba|waba|2026-11': used }
      const planned = plan.map((line) => ({ ...LINE, ...line }))
      const forecast = forecastOf(planned, outlook(start, id))
      assert.equal(forecast.amount, sumOf(planned, outlook(start, id), start))
    }),
  )
})

/** The same sending, message by message to a customer each, through `chargeOf`. */
function sumOf(
  planned: readonly Planned[],
  { regime }: Outlook,
  start: Readonly<Record<string, number>>,
): bigint {
  const counts = new Map(Object.entries(start))
  const at = Date.UTC(2026, 10, 10, 5)
  let sum = 0n
  for (const { category, inWindow, count, market } of planned) {
    for (let nth = 0; nth < count; nth++) {
      const clock = { ...NEW_PAIR, heardAt: inWindow ? at - HOUR : null }
      const sent = { sentAt: at, deliveredAt: at, category, inWindow }
      const used = (counter: Parameters<typeof counterKey>[0]) => counts.get(counterKey(counter)) ?? 0
      const { charge } = chargeOf(clock, sent, { payer: PAYER, day: DAY, market, regime, card, used })
      if (charge.counter) counts.set(counterKey(charge.counter), used(charge.counter) + 1)
      sum += charge.amount ?? 0n
    }
  }
  return sum
}

test('a month is projected from its days so far, in whole micro-units', () => {
  assert.equal(projectMonth(10_000_000n, '2026-11-10'), 30_000_000n)
  assert.equal(projectMonth(7n, '2026-02-28'), 7n)
  assert.equal(projectMonth(29n, '2028-02-01'), 841n)
  assert.equal(projectMonth(1n, '2026-12-31'), 1n)
})

test('how many free ones are left is known where the regime has any', () => {
  assert.equal(allowanceLeft(outlook({ [QUOTA]: 188 })), 812)
  assert.equal(allowanceLeft(outlook({ [QUOTA]: 1200 })), 0)
  assert.equal(allowanceLeft(outlook({}, 'pmp-2025-07')), null)
})

/** Limit, spent, reserved, the next message's cost; the percent with it, how near that is, and whether it is held. */
const budgets: readonly [bigint, bigint, bigint, bigint, number, Level, boolean][] = [
  [100n, 0n, 0n, 79n, 79, 'fine', false],
  [100n, 0n, 0n, 80n, 80, 'near', false],
  [100n, 50n, 30n, 0n, 80, 'near', false],
  [100n, 99n, 0n, 1n, 100, 'full', false],
  [100n, 99n, 0n, 2n, 101, 'full', true],
  [100n, 90n, 10n, 1n, 101, 'full', true],
  [100n, 150n, 0n, 0n, 150, 'full', false],
  [0n, 0n, 0n, 1n, 100, 'full', true],
  [0n, 0n, 0n, 0n, 100, 'full', false],
]

for (const [limit, spent, reserved, cost, percent, level, isHeld] of budgets) {
  test(`a budget of ${limit} with ${spent} spent and ${reserved} on the way: ${cost} more makes it ${level}`, () => {
    assert.deepEqual(decideBudget({ limit, spent, reserved }, cost), { isHeld, percent })
    assert.equal(levelOf(spent + reserved + cost, limit), level)
  })
}

test('a day and a month begin at midnight of the account’s time zone', () => {
  assert.equal(dayOf(Date.UTC(2026, 8, 30, 16, 59, 59), 'Asia/Jakarta'), '2026-09-30')
  assert.equal(dayOf(Date.UTC(2026, 8, 30, 17), 'Asia/Jakarta'), '2026-10-01')
  assert.equal(monthOf(dayOf(Date.UTC(2026, 11, 31, 23, 30), 'America/New_York')), '2026-12')
  assert.equal(dayOf(0, 'Nowhere/Land'), '1970-01-01', 'an unknown zone counts as UTC')
})
