import assert from 'node:assert/strict'
import { test } from 'node:test'
import { categoryOf, spentOf, sumOf, waitOf } from '#web/workspace/home/figures.ts'

const day = (name: string, sent: number, answered = 0, waited = 0) => ({
  ...{ day: name, heard: 0, sent, chats: 0, answered, waited },
})

test('a figure is that of the range, and compares with as many days before', () => {
  const days = [day('1', 10), day('2', 10), day('3', 15), day('4', 10)]
  assert.deepEqual(
    sumOf(days, ({ sent }) => sent),
    { value: 25, days: [15, 10], change: 0.25 },
  )
  assert.equal(sumOf([day('1', 0), day('2', 5)], ({ sent }) => sent).change, null, 'nothing to compare with')
})

test('the wait is an average over all who were answered, and there is none where nobody was', () => {
  const days = [day('1', 0, 1, 60_000), day('2', 0, 3, 90_000)]
  assert.deepEqual(waitOf(days), { value: 30_000, days: [30_000], change: -0.5 })
  assert.equal(waitOf([day('1', 0), day('2', 0)]), null)
})

test('costs add up exactly over categories', () => {
  const costs = {
    currency: 'USD',
    days: [
      { day: '1', category: 'marketing', messages: 1, amount: '0.0411' },
      { day: '2', category: 'marketing', messages: 1, amount: '0.0411' },
      { day: '2', category: 'utility', messages: 2, amount: '0.0200' },
    ],
  }
  assert.equal(spentOf(costs, ['1', '2']).micros, 61_100n)
  assert.equal(categoryOf('authentication_international'), 'authentication')
  assert.equal(categoryOf('user_initiated'), 'other')
})
