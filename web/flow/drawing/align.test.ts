import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arranged } from '#web/flow/drawing/align.ts'

const cards = [
  { id: 'a', position: { x: 0, y: 40 }, width: 256, height: 100 },
  { id: 'b', position: { x: 900, y: 0 }, width: 256, height: 200 },
  { id: 'c', position: { x: 300, y: 700 }, width: 256, height: 100 },
]

test('cards are put on one left edge or one upper edge', () => {
  assert.deepEqual(
    Object.values(arranged(cards, 'left')).map(({ x }) => x),
    [0, 0, 0],
  )
  assert.deepEqual(
    Object.values(arranged(cards, 'top')).map(({ y }) => y),
    [0, 0, 0],
  )
})

test('gaps become equal while the first and the last card stay', () => {
  const { a, b, c } = arranged(cards, 'across')
  assert.deepEqual([a?.x, c?.x, b?.x], [0, 450, 900])
  assert.deepEqual([a?.y, c?.y, b?.y], [40, 700, 0], 'the other direction is left alone')
})

test('cards that lay over one another are put side by side', () => {
  const heap = cards.map((card) => ({ ...card, position: { x: 0, y: 0 } }))
  const tops = Object.values(arranged(heap, 'down')).map(({ y }) => y)
  assert.deepEqual(tops, [0, 120, 340])
})
