import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lastDays } from '#core/base/day.ts'

test('the last days end with the one that it is now in the zone, also where UTC is a day behind', () => {
  const now = Date.parse('2026-11-27T18:30:00Z') // half past one at night in Jakarta
  assert.deepEqual(lastDays(now, 'Asia/Jakarta', 3), [
    { day: '2026-11-26', from: Date.parse('2026-11-25T17:00:00Z') },
    { day: '2026-11-27', from: Date.parse('2026-11-26T17:00:00Z') },
    { day: '2026-11-28', from: Date.parse('2026-11-27T17:00:00Z') },
  ])
})

test('days of 23 and 25 hours begin at midnight all the same, and a zone that nobody knows counts as UTC', () => {
  const spring = lastDays(Date.parse('2026-03-30T12:00:00Z'), 'Europe/Berlin', 2)
  assert.deepEqual(
    spring.map(({ from }) => new Date(from).toISOString()),
    ['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
  )
  assert.deepEqual(lastDays(Date.parse('2026-03-01T05:00:00Z'), 'Mars/Olympus', 2), [
    { day: '2026-02-28', from: Date.parse('2026-02-28T00:00:00Z') },
    { day: '2026-03-01', from: Date.parse('2026-03-01T00:00:00Z') },
  ])
})
