import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runChaos } from '../bench/chaos.ts'
import { lineOf } from '../bench/check.ts'

const TIMEOUT_MS = 150_000

test('five kills under load, a fifth of all sends going wrong: nothing lost, doubled or out of order', {
  timeout: TIMEOUT_MS,
}, async (t) => {
  const seed = Date.now() % 1_000_000
  const verdict = await runChaos({
    kills: 5,
    seed,
    processes: 1,
    customers: 10,
    tail: 3,
    patience: 15,
    note: (line) => t.diagnostic(line),
  })
  const line = `seed ${seed}: ${lineOf(verdict)}`
  t.diagnostic(line)
  assert.ok(verdict.acknowledged > 50, line)
  const { lost, twice, outOfOrder, shuffledAtCustomer, doubled, invented, forgotten } = verdict
  assert.deepEqual(
    { lost, twice, outOfOrder, shuffledAtCustomer, doubled, invented, forgotten },
    { lost: [], twice: [], outOfOrder: [], shuffledAtCustomer: [], doubled: [], invented: [], forgotten: [] },
    line,
  )
})
