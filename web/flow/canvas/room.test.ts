import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freeHeight, shiftInto } from '#web/flow/canvas/room.ts'

const MAP = { left: 600, right: 780, top: 700 }

test('an opened step moves up until it is clear of the small map, where it stands in the same columns', () => {
  const card = { left: 500, right: 740 }
  assert.equal(freeHeight(830, card, [MAP]), 700)
  assert.equal(shiftInto(690, 80, freeHeight(830, card, [MAP])), -94)
  assert.equal(freeHeight(830, { left: 100, right: 340 }, [MAP]), 830, 'beside it the height is free')
})

test('a step that is seen whole does not move, and one that is too tall shows its head', () => {
  assert.equal(shiftInto(300, 200, 700), 0)
  assert.equal(shiftInto(-50, 200, 700), 74)
  assert.equal(shiftInto(300, 900, 700), 0)
  assert.equal(shiftInto(720, 900, 700), -696)
})
