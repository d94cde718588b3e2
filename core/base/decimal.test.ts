import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dateFromDays, daysFromDate, isoFromMillis, millisFromIso } from '#core/base/calendar.ts'
import { add, compareDecimals, decimalFrom, divide, multiply, plainOf, rounded } from '#core/base/decimal.ts'

const number = (text: string) => decimalFrom(text) ?? assert.fail(text)

test('numbers are read and written exactly', () => {
  for (const [text, plain] of [
    ['007.500', '7.5'],
    ['-0.10', '-0.1'],
    ['+3', '3'],
    ['0.000', '0'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
  ] as const)
    assert.equal(plainOf(number(text)), plain)
  for (const text of ['', '1,5', '1e5', '0x1', '.5', '1.', 'Infinity', '1'.repeat(31)])
    assert.equal(decimalFrom(text), null, text)
})

test('reckoning never loses a cent, and rounds as shops do', () => {
  const cents = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n })
  fc.assert(
    fc.property(cents, cents, (a, b) => {
      const [one, two] = [
        { units: a, scale: 2 },
        { units: b, scale: 2 },
      ]
      assert.equal(compareDecimals(add(one, two) ?? one, { units: a + b, scale: 2 }), 0)
      assert.equal(compareDecimals(multiply(one, two) ?? one, { units: a * b, scale: 4 }), 0)
    }),
  )
  assert.equal(plainOf(divide(number('10'), number('3')) ?? number('0')), '3.333333333333')
  assert.equal(plainOf(divide(number('2'), number('3')) ?? number('0')), '0.666666666667')
  assert.equal(divide(number('1'), number('0')), null)
  assert.equal(plainOf(rounded(number('-2.5'), 0)), '-3')
})

test('days and moments go to text and back', () => {
  fc.assert(
    fc.property(fc.integer({ min: -300_000, max: 2_900_000 }), (days) => {
      const date = dateFromDays(days)
      if (date !== null) assert.equal(daysFromDate(date), days)
      const moment = days * 86_400_000 + 45_296_000
      const iso = isoFromMillis(moment)
      if (iso !== null) assert.equal(millisFromIso(iso), moment)
    }),
  )
  assert.equal(daysFromDate('2026-02-29'), null)
  assert.equal(millisFromIso('2026-02-28T24:00:00Z'), null)
})
