import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY } from '#core/base/time.ts'
import { dayRoom } from '#server/whatsapp/door/unclaimed.ts'

test('what nobody takes has so much room a day, and new room the next', () => {
  let now = 100 * DAY
  const take = dayRoom(10, () => now)
  assert.deepEqual([6, 5, 4, 1].map(take), [true, false, true, false])
  now += DAY
  assert.deepEqual([10, 1].map(take), [true, false])
})
