import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SECOND } from '#core/base/time.ts'
import { type Gcra, gcra, PAIR_BURST, PAIR_EVERY } from '#core/policy/pace.ts'

const PAIR = { every: PAIR_EVERY, burst: PAIR_BURST }

/** The moments at which messages leave that want to leave at these moments. */
function leave(wants: readonly number[], pace: { every: number; burst: number }): number[] {
  let state: Gcra = null
  return wants.map((now) => {
    const turn = gcra(state, now, pace)
    state = turn.state
    return turn.at
  })
}

test('a customer gets twenty messages at once, then one every six seconds', () => {
  const left = leave(
    Array.from({ length: 22 }, () => 0),
    PAIR,
  )
  assert.deepEqual(
    left.slice(0, 20),
    Array.from({ length: 20 }, () => 0),
  )
  assert.deepEqual(left.slice(20), [6 * SECOND, 12 * SECOND])
})

test('silence gives the whole burst back, and no more', () => {
  const left = leave([...Array(40).fill(0), ...Array(21).fill(10_000_000)], PAIR)
  assert.deepEqual(left.slice(40), [...Array(20).fill(10_000_000), 10_000_000 + PAIR_EVERY])
})

test('whenever messages come, no stretch of time holds more than the burst and the rate', () => {
  const waits = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(
      waits,
      fc.integer({ min: 1, max: 10_000 }),
      fc.integer({ min: 1, max: 30 }),
      (gaps, every, burst) => {
        let now = 0
        const wants = gaps.map((gap) => (now += gap))
        const left = leave(wants, { every, burst })
        for (const [from, at] of left.entries()) {
          assert.ok(at >= (wants[from] ?? 0), 'never before it was wanted')
          for (let to = from + burst; to < left.length; to++) {
            const allowed = burst + Math.floor(((left[to] ?? 0) - at) / every)
            assert.ok(to - from + 1 <= allowed, `${to - from + 1} of ${allowed}`)
          }
        }
      },
    ),
  )
})
