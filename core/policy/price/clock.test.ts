import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, HOUR } from '#core/base/time.ts'
import { publishedCards } from '#core/policy/card/published.ts'
import { chargeOf } from '#core/policy/price/charge.ts'
import { isEntryPoint, NEW_PAIR, type PairClock } from '#core/policy/price/clock.ts'
import { categoryOf, estimateOf } from '#core/policy/price/estimate.ts'
import { type Category, regimeOf } from '#core/policy/price/regime.ts'
import { tariffAt } from '#core/policy/price/tariff.ts'

const NOW = Date.UTC(2026, 10, 10, 5)
const SARI = '6281234567890'
const ACCOUNT = {
  payer: { portfolioId: 'pf', wabaId: 'waba', phoneNumberId: 'pn', zone: 'Asia/Jakarta' },
  currency: 'USD',
  cards: publishedCards(),
}
const TARIFF = tariffAt(NOW, SARI, ACCOUNT, () => 0)

function typeAt(clock: PairClock, at: number, category: Category = 'marketing'): string {
  const sent = { sentAt: at, deliveredAt: at, category, inWindow: true }
  return chargeOf(clock, sent, TARIFF).charge.type
}

/** The customer came by an advertisement. */
const entered = (at: number): PairClock => ({ ...NEW_PAIR, heardAt: at, entryAt: at })

test('an ordinary message leaves a free entry point to be answered still', () => {
  const clock = { ...entered(NOW), heardAt: NOW + HOUR }
  assert.equal(typeAt(clock, NOW + 2 * HOUR), 'free_entry_point')
  assert.equal(typeAt(clock, NOW + DAY), 'regular', 'not answered within 24 hours of the entry')
})

test('a message that was on its way when the customer came in answers nothing', () => {
  const clock = entered(NOW)
  const sent = { sentAt: NOW - 1, deliveredAt: NOW + HOUR, category: 'marketing', inWindow: false } as const
  const { charge, clock: after } = chargeOf(clock, sent, TARIFF)
  assert.equal(charge.type, 'regular')
  assert.equal(after.entryAt, NOW)
})

test('an advertisement and a page button open a free entry point, on a phone or on a device nobody told', () => {
  const ways: readonly [string, string | null, boolean][] = [
    ['ad', 'android', true],
    ['page', 'ios', true],
    ['ad', null, true],
    ['ad', 'web', false],
    ['post', 'android', false],
  ]
  for (const [source, device, opens] of ways) assert.equal(isEntryPoint(source, device), opens, source)
})

test('one conversation at a time in 2022, and one of each category since 2023', () => {
  const kinds: readonly Category[] = ['marketing', 'utility', 'service', 'marketing']
  const typesIn = (id: 'cbp-2022' | 'cbp-2023-06') => {
    const at = Date.UTC(id === 'cbp-2022' ? 2022 : 2024, 9, 3)
    const tariff = { ...tariffAt(at, SARI, ACCOUNT, () => 1000), regime: regimeOf(id) }
    let clock = NEW_PAIR
    return kinds.map((category) => {
      const after = chargeOf(clock, { sentAt: at, deliveredAt: at, category, inWindow: true }, tariff)
      clock = after.clock
      return after.charge.type
    })
  }
  assert.deepEqual(typesIn('cbp-2022'), ['regular', 'in_conversation', 'in_conversation', 'in_conversation'])
  assert.deepEqual(typesIn('cbp-2023-06'), ['regular', 'regular', 'in_conversation', 'in_conversation'])
})

test('a simulated world keeps its regime, and the prices of that time, whatever its clock says', () => {
  const world = { ...ACCOUNT, regime: regimeOf('cbp-2022') }
  const tariff = tariffAt(NOW, '6591234567', world, () => 1000)
  assert.deepEqual(
    [tariff.regime.id, tariff.card?.effective, tariff.market, tariff.day],
    ['cbp-2022', '2022-02-01', 'Rest of Asia Pacific', '2026-11-10'],
  )
  const early = { ...ACCOUNT, regime: regimeOf('pmp-2026-10') }
  assert.equal(tariffAt(Date.UTC(2022, 1, 1), SARI, early, () => 0).card?.effective, '2026-10-01')
})

test('what a message will cost is known before it is sent', () => {
  const clock = { ...NEW_PAIR, heardAt: NOW - HOUR }
  const used = (many: number) => tariffAt(NOW, SARI, ACCOUNT, () => many)
  const costs: readonly [PairClock, Category, number, string, string][] = [
    [clock, 'service', 0, '0.0000', 'free_allowance'],
    [clock, 'service', 1000, '0.0250', 'regular'],
    [clock, 'utility', 0, '0.0250', 'regular'],
    [NEW_PAIR, 'marketing', 0, '0.0411', 'regular'],
    [entered(NOW - HOUR), 'marketing', 0, '0.0000', 'free_entry_point'],
  ]
  for (const [pair, category, many, amount, type] of costs) {
    assert.deepEqual(estimateOf(pair, category, NOW, used(many)), { amount, currency: 'USD', type })
  }
  const unknown = tariffAt(NOW, SARI, { ...ACCOUNT, currency: 'IDR' }, () => 0)
  assert.equal(estimateOf(NEW_PAIR, 'marketing', NOW, unknown).amount, null)
})

test('a template is priced by its category, everything else as service', () => {
  const draft = { kind: 'template', name: 'info', language: 'id', body: [], buttons: [] } as const
  const info = { name: 'info', language: 'id', status: 'APPROVED', category: 'UTILITY', bodyValues: 0 }
  const template = { ...draft, body: [], buttons: [] }
  assert.equal(categoryOf(template, info), 'utility')
  assert.equal(categoryOf(template, { ...info, category: 'AUTHENTICATION' }), 'authentication')
  assert.equal(categoryOf(template, null), 'marketing')
  assert.equal(categoryOf({ kind: 'text', text: 'Halo' }, undefined), 'service')
})
