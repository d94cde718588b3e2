import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Area, freeBy } from '#web/flow/drawing/free.ts'

const card = (x: number, y: number, isOpen = false): Area => ({ x, y, width: 200, height: 100, isOpen })
const none = { x: 0, y: 0 }

test('pieces stay where they are wished when nothing lies there', () => {
  assert.deepEqual(freeBy([card(0, 0)], [card(500, 0)], { x: 10, y: 20 }), { x: 10, y: 20 })
})

test('pieces move as little as they must, together, and keep a gap', () => {
  assert.deepEqual(freeBy([card(0, 0)], [card(0, 50)], none), { x: 0, y: 174 })
  assert.deepEqual(freeBy([card(0, 0)], [card(-190, 0)], none), { x: 34, y: 0 })
  const pair = [card(0, 0), card(300, 0)]
  assert.deepEqual(freeBy(pair, [card(300, 10), card(0, 200)], none), { x: 0, y: 324 })
})

test('new steps only go down, past one card after the other', () => {
  const column = Array.from({ length: 80 }, (_, at) => card(0, at * 120))
  assert.deepEqual(freeBy([card(0, 0)], column, none, ['down']), { x: 0, y: 79 * 120 + 124 })
})

test('a step may lie in an open frame, a frame lies on nothing and takes nothing in', () => {
  const frame = { x: -50, y: -50, width: 600, height: 400, isOpen: true }
  assert.deepEqual(freeBy([card(0, 0)], [frame], none), none)
  assert.deepEqual(freeBy([card(0, 0)], [{ ...frame, isOpen: false }], none), { x: 0, y: 374 })
  assert.notDeepEqual(freeBy([frame], [card(0, 0)], none), none)
  assert.notDeepEqual(freeBy([frame], [frame], none), none)
})
