import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clockIn, readClock } from '#web/base/clock.ts'

test('a time of day is understood in every way that people write it, and only a real one', () => {
  for (const [typed, clock] of [
    ['8', '08:00'],
    ['8.30', '08:30'],
    [' 08:30 ', '08:30'],
    ['0830', '08:30'],
    ['23.59', '23:59'],
    ['', null],
    ['8.3', null],
    ['24', null],
    ['12.60', null],
    ['080', null],
    ['pagi', null],
  ] as const)
    assert.equal(readClock(typed), clock, typed)
})

test('Indonesians write a point between hour and minute', () => {
  assert.deepEqual([clockIn('id', '08:30'), clockIn('en', '08:30')], ['08.30', '08:30'])
})
