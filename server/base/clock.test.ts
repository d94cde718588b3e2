import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR, MINUTE } from '#core/base/time.ts'
import { openClockWatch, openStopwatch, steadyNow } from '#server/base/clock.ts'
import { createLog } from '#server/base/log.ts'
import { metricsText } from '#server/base/metrics.ts'

test('clocks that are apart are shown, and told once: a slow answer alone is no reason', async () => {
  const lines: string[] = []
  const sink = { write: (line: string) => void lines.push(line) }
  const watch = openClockWatch(createLog({ level: 'info', pretty: false, sink }))
  watch(1_000, 1_000, 1_040)
  watch(1_000, 1_000, 9_000)
  assert.deepEqual(lines, [])
  watch(1_000, 61_000, 61_100)
  watch(1_000, 61_000, 61_100)
  assert.equal(lines.length, 1)
  assert.deepEqual([JSON.parse(lines[0] ?? '').level, JSON.parse(lines[0] ?? '').seconds], ['error', 60])
  assert.match(await metricsText(), /^clock_skew_seconds 60\.05$/m)
})

test('a stopwatch sees the time in which the machine was suspended, and a clock that is set back does not turn it', () => {
  const clocks = { monotonic: 5000, wall: 1_790_000_000_000 }
  const passed = openStopwatch(
    () => clocks.monotonic,
    () => clocks.wall,
  )
  clocks.monotonic += 20
  clocks.wall += 8 * HOUR
  assert.equal(passed(), 8 * HOUR, 'suspended for a night')
  clocks.wall -= 9 * HOUR
  assert.equal(passed(), 20, 'set back')
})

test('the clock of the jobs goes on where the machine’s is set back or ahead', (t) => {
  const before = steadyNow()
  assert.ok(Math.abs(before - Date.now()) < MINUTE)
  const clock = t.mock.method(Date, 'now') // once: of two, the second would give back the first
  for (const set of [0, 8e15]) {
    clock.mock.mockImplementation(() => set)
    assert.ok(steadyNow() >= before && steadyNow() < before + MINUTE)
  }
})
