import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moneyOf, shareOf, sumShown } from '#web/base/money.ts'

test('an amount is shown with all its digits, as each language writes them', () => {
  const shown = (...[language, amount, currency]: Parameters<typeof moneyOf>) =>
    moneyOf(language, amount, currency).replace(/\s/g, ' ')
  assert.equal(shown('id', '0.0411', 'USD'), 'US$0,0411')
  assert.equal(shown('en', '-0.0483', 'USD'), '−US$0.0483')
  assert.equal(shown('en', '0.0411', 'USD'), 'US$0.0411')
  assert.equal(shown('id', '1051.5000', 'IDR'), 'Rp 1.051,50')
  assert.equal(shown('en', '900719925474099.7501', 'USD'), 'US$900,719,925,474,099.7501')
  assert.equal(shown('en', '12.0000', ''), '12.00')
})

test('a sum is rounded to two decimals from one unit on, a smaller one keeps all it has', () => {
  assert.deepEqual(['143.3842', '0.0411', '-9.3583', '1.0000'].map(sumShown), [
    '143.38',
    '0.0411',
    '-9.36',
    '1.00',
  ])
})

test('shares are for drawing, also of nothing', () => {
  assert.equal(shareOf('1.0000', '4.0000'), 25)
  assert.equal(shareOf('1.0000', '0.0000'), 0)
  assert.equal(shareOf('0.0000', '3.0000'), 0)
})
