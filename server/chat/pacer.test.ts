import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openPacer } from '#server/chat/pacer.ts'

const WITH_ALL_PATIENCE = Number.POSITIVE_INFINITY

test('a number keeps its rate: a burst goes at once, the rest in its turn', () => {
  let now = 0
  const pacer = openPacer(() => now)
  const waits = Array.from({ length: 80 }, (_, n) => pacer.turn('number', 60, `chat ${n}`, WITH_ALL_PATIENCE))
  assert.ok(waits.slice(0, 20).every((wait) => wait === 0))
  assert.ok((waits[79] ?? 0) > 900 && (waits[79] ?? 0) < 1100)
  now = 10_000
  assert.equal(pacer.turn('number', 60, 'later', WITH_ALL_PATIENCE), 0)
})

test('a clock of the machine that is set back makes nobody wait', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 10_000_000 })
  const pacer = openPacer()
  for (let n = 0; n < 30; n++) pacer.turn('number', 60, `chat ${n}`, WITH_ALL_PATIENCE)
  t.mock.timers.setTime(6_400_000)
  assert.ok(pacer.turn('number', 60, 'dewi', WITH_ALL_PATIENCE) < 1000, 'an hour earlier is no hour to wait')
})

test('one person gets at most a burst of twenty, then one message in six seconds', () => {
  const pacer = openPacer(() => 0)
  const waits = Array.from({ length: 22 }, () => pacer.turn('number', 1000, 'dewi', WITH_ALL_PATIENCE))
  assert.equal(waits[19], 0)
  assert.equal(waits[20], 6000)
  assert.equal(waits[21], 12_000)
})

test('Meta’s word that it was too fast halves the rate, and it grows back', () => {
  let now = 0
  const pacer = openPacer(() => now)
  const gapOf = () => {
    now += 100_000
    for (let n = 0; n < 20; n++) pacer.turn('number', 60, `${now} ${n}`, WITH_ALL_PATIENCE)
    return pacer.turn('number', 60, `${now} last`, WITH_ALL_PATIENCE)
  }
  const before = gapOf()
  pacer.heard('number', 130429)
  now += 1
  for (let n = 0; n < 60; n++) pacer.turn('number', 60, `x${n}`, WITH_ALL_PATIENCE)
  const halved =
    pacer.turn('number', 60, 'y', WITH_ALL_PATIENCE) - pacer.turn('number', 60, 'z', WITH_ALL_PATIENCE)
  assert.ok(Math.abs(halved + 2 * before) < 3, `${halved} is twice ${before}`)
})

test('two senders take half of the number each', () => {
  const pacer = openPacer(() => 0)
  pacer.share(2)
  for (let n = 0; n < 20; n++) pacer.turn('number', 60, `c${n}`, WITH_ALL_PATIENCE)
  assert.ok(Math.abs(pacer.turn('number', 60, 'one more', WITH_ALL_PATIENCE) - 1000 / 30) < 1)
})

test('senders share what one person may get: together a burst of twenty at most, then one message in six seconds', () => {
  for (const processes of [1, 2, 3, 7, 20]) {
    let now = 0
    const pacers = Array.from({ length: processes }, () => openPacer(() => now))
    for (const pacer of pacers) pacer.share(processes)
    const sentNow = () => {
      let sent = 0
      for (const pacer of pacers)
        for (let n = 0; n < 30; n++) if (pacer.turn('number', 1000, 'dewi', 0) === 0) sent++
      return sent
    }
    const burst = sentNow()
    assert.ok(burst <= 20 && burst >= 14, `${burst} at once over ${processes}`)
    let after = 0
    for (now = 1; now <= 600_001; now += 1000) after += sentNow()
    assert.ok(after >= 95 && after <= 105, `${after} in ten minutes over ${processes}`)
  }
})

test('who is sent away to come again later takes no turn: a chat that talked too fast goes on at its pace', () => {
  let now = 0
  const pacer = openPacer(() => now)
  for (let n = 0; n < 20; n++) pacer.turn('number', 1000, 'dewi', 2000)
  let sent = 0
  for (; now < 60_000; now += 1000) if (pacer.turn('number', 1000, 'dewi', 2000) <= 2000) sent++
  assert.ok(sent >= 9 && sent <= 11, `${sent} in a minute`)
})

test('a number that was slowed down sends at the slower pace, however often its queue knocks', () => {
  let now = 0
  const pacer = openPacer(() => now)
  for (let n = 0; n < 5; n++) pacer.heard('number', 130429)
  let sent = 0
  for (; now < 25_000; now += 100) {
    for (let n = 0; n < 10; n++) if (pacer.turn('number', 60, `chat ${now} ${n}`, 2000) <= 2000) sent++
  }
  assert.ok(sent > 60 && sent < 110, `${sent} in 25 seconds at three a second`)
})
