import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR, MINUTE, SECOND } from '#core/base/time.ts'
import { isWindowOpen, untilNextReading, viewWindow } from '#web/chat/window.ts'

const NOW = 1_764_000_000_000

test('a window is open, closing soon, closed, or was never opened', () => {
  const cases = [
    [null, 'never', false],
    [NOW + 24 * HOUR, 'open', true],
    [NOW + 2 * HOUR, 'open', true],
    [NOW + 2 * HOUR - 1, 'soon', true],
    [NOW + 1, 'soon', true],
    [NOW, 'closed', false],
    [NOW - HOUR, 'closed', false],
  ] as const
  for (const [endsAt, state, open] of cases) {
    const view = viewWindow(endsAt, NOW)
    assert.equal(view.state, state, String(endsAt))
    assert.equal(isWindowOpen(view), open, String(endsAt))
  }
})

test('the ring is full at 24 hours, half at 12, and never over full', () => {
  assert.equal(viewWindow(NOW + 24 * HOUR, NOW).share, 1)
  assert.equal(viewWindow(NOW + 12 * HOUR, NOW).share, 0.5)
  assert.equal(viewWindow(NOW + 72 * HOUR, NOW).share, 1)
  assert.equal(viewWindow(NOW - 1, NOW).share, 0)
})

test('the clock wakes exactly when the reading changes', () => {
  assert.equal(untilNextReading(3 * HOUR + 10 * SECOND), 10 * SECOND)
  assert.equal(untilNextReading(5 * SECOND), 5 * SECOND)
  assert.equal(untilNextReading(3 * MINUTE), MINUTE)
})
