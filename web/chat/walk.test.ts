import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextChat } from '#web/chat/walk.ts'

const order = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]

test('J and K walk the list and stop at its ends', () => {
  assert.equal(nextChat(order, null, 1), 'a')
  assert.equal(nextChat(order, 'a', 1), 'b')
  assert.equal(nextChat(order, 'b', -1), 'a')
  assert.equal(nextChat(order, 'c', 1), null)
  assert.equal(nextChat(order, 'a', -1), null)
  assert.equal(nextChat(order, 'gone', 1), 'a')
  assert.equal(nextChat([], 'a', 1), null)
})
