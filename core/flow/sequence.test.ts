import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inWindow, placeAfter, SendWindow } from '#core/flow/sequence.ts'

test('a step begins in its window: now when it is open, else when it opens next on the clock of the zone', () => {
  const window = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }
  const cases: [string, string][] = [
    ['2026-11-27T02:00:00Z', '2026-11-27T02:00:00.000Z'], // Friday 09:00 in Jakarta
    ['2026-11-27T09:59:00Z', '2026-11-27T09:59:00.000Z'],
    ['2026-11-27T10:00:00Z', '2026-11-30T02:00:00.000Z'], // Friday 17:00: Monday morning
    ['2026-11-27T01:59:00Z', '2026-11-27T02:00:00.000Z'],
    ['2026-11-28T05:00:00Z', '2026-11-30T02:00:00.000Z'],
  ]
  for (const [at, expected] of cases)
    assert.equal(new Date(inWindow(window, Date.parse(at), 'Asia/Jakarta')).toISOString(), expected, at)
  assert.equal(inWindow(null, 5, 'Asia/Jakarta'), 5)
  assert.equal(inWindow(window, 5, 'Nowhere/None'), 5)
  assert.equal(SendWindow.safeParse({ ...window, to: '09:00' }).success, false)
})

test('whoever is under way when steps are changed goes on behind the last one they got, and gets none twice', () => {
  const steps = (ids: string) => [...ids].map((id) => ({ id, delay: null, flow: id }))
  const cases: [string, number, string, string | undefined][] = [
    ['abc', 1, 'abc', 'b'],
    ['abc', 1, 'ac', 'c'], // the one they waited for is gone
    ['abc', 2, 'bc', 'c'], // one that they got is gone
    ['abc', 1, 'xabc', 'b'], // a new first one is too late for them
    ['abc', 1, 'axbc', 'x'], // a new next one is not
    ['abc', 1, 'acb', 'c'],
    ['abc', 1, 'bac', 'c'], // moved before what they got
    ['abc', 2, 'xy', 'x'],
    ['abc', 2, 'ab', undefined],
    ['abc', 0, 'xab', 'x'],
  ]
  for (const [was, at, next, goesOn] of cases)
    assert.equal(next[placeAfter(steps(was), steps(next), at)], goesOn, `${was} at ${at} → ${next}`)
})
