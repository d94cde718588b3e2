import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amountToType, isBudget, typedAmount } from '#web/policy/card/typed-amount.ts'

test('an amount is read as it is written in the language', () => {
  const table: [string, string, string][] = [
    ['500.000', '500000', '500.000'],
    ['1.250.000,50', '1250000.50', '1.250.000,50'],
    ['500,000', '500.000', '500000'],
    ['1,250,000.50', '1,250,000.50', '1250000.50'],
    ['12,50', '12.50', '12.50'],
    ['12.50', '12.50', '12.50'],
    [' 25 ', '25', '25'],
    ['0.125', '0.125', '0.125'],
    ['lima', 'lima', 'lima'],
    ['', '', ''],
  ]
  for (const [typed, id, en] of table)
    assert.deepEqual([typed, typedAmount(typed, 'id'), typedAmount(typed, 'en')], [typed, id, en])
})

test('an amount that is shown to be changed is read again as the same', () => {
  for (const amount of ['25.0000', '500000.0000', '12.3450', '0.1250', '1234.5670']) {
    for (const language of ['id', 'en'] as const) {
      const again = typedAmount(amountToType(amount, language), language)
      assert.equal(Number(again), Number(amount), `${amount} ${language}`)
    }
  }
})

test('a budget is an amount above zero, or none', () => {
  for (const amount of ['', '25', '0.125']) assert.ok(isBudget(amount), amount)
  for (const amount of ['0', '0.00', '-5', 'lima', '12,5']) assert.ok(!isBudget(amount), amount)
})
