import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openPacer } from '#server/chat/pacer.ts'

test('a number keeps its rate: a burst goes at once, the rest in its turn', () => {
  let now = 0
  const pacer = openPacer(() => now)
  const waits = Array.from({ length: 80 }, (_, n) => pacer.turn('number', 60, `chat ${n}`))
  assert.ok(waits.slice(0, 20).every((wait) => wait === 0))
  assert.ok((waits[79] ?? 0) > 900 && (waits[79] ?? 0) < 1100)
  now = 10_000
  assert.equal(pacer.turn('number', 60, 'later'), 0)
})

test('one person gets at most a burst of twenty, then one message in six seconds', () => {
  const pacer = openPacer(() => 0)
  const waits = Array.from({ length: 22 }, () => pacer.turn('number', 1000, 'dewi'))
  assert.equal(waits[19], 0)
  assert.equal(waits[20], 6000)
  assert.equal(waits[21], 12_000)
})

test('Meta’s word that it was too fast halves the rate, and it grows back', () => {
  let now = 0
  const pacer = openPacer(() => now)
  const gapOf = () => {
    now += 100_000
    for (let n = 0; n < 20; n++) pacer.turn('number', 60, `${now} ${n}`)
    return pacer.turn('number', 60, `${now} last`)
  }
  const before = gapOf()
  pacer.heard('number', 130429)
  now += 1
  for (let n = 0; n < 60; n++) pacer.turn('number', 60, `x${n}`)
  const halved = pacer.turn('number', 60, 'y') - pacer.turn('number', 60, 'z')
  assert.ok(Math.abs(halved + 2 * before) < 3, `${halved} is twice ${before}`)
})

test('two senders take half of the number each', () => {
  const pacer = openPacer(() => 0)
  pacer.share(2)
  for (let n = 0; n < 20; n++) pacer.turn('number', 60, `c${n}`)
  assert.ok(Math.abs(pacer.turn('number', 60, 'one more') - 1000 / 30) < 1)
})
