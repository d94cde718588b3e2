import assert from 'node:assert/strict'
import { test } from 'node:test'
import { frameAround, insideOf } from '#web/flow/drawing/frame.ts'

const card = (id: string, x: number, y: number, type = 'step') => ({
  ...{ id, type, position: { x, y }, width: 256, height: 100 },
})

test('what lies in a frame by its middle moves with it; other frames do not', () => {
  const frame = { ...card('f', 0, 0, 'frame'), width: 600, height: 400 }
  const cards = [
    frame,
    card('in', 30, 60),
    card('half', 500, 60),
    card('note', 300, 300, 'note'),
    card('g', 10, 10, 'frame'),
  ]
  assert.deepEqual(insideOf(frame, cards), ['in', 'note'])
})

test('a frame goes around its cards with room for its title, and holds them all', () => {
  const cards = [card('a', 0, 0), card('b', 403, 207)]
  const around = frameAround(cards)
  assert.deepEqual(around, { x: -30, y: -60, width: 720, height: 400 })
  assert.deepEqual(insideOf({ id: 'f', position: around ?? { x: 0, y: 0 }, ...around }, cards), ['a', 'b'])
  assert.equal(frameAround([]), null)
})
