import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepPicks, nothingPicked, type Picked, pickAll, pickTo, togglePick } from '#web/chat/pick.ts'

const order = ['a', 'b', 'c', 'd', 'e']
const ids = (picked: Picked) => [...picked.ids].sort()

test('a press picks a chat or lets it go; with Shift all from the one that was pressed last', () => {
  const one = togglePick(nothingPicked, 'b')
  assert.deepEqual(ids(pickTo(one, 'd', order)), ['b', 'c', 'd'])
  assert.deepEqual(ids(pickTo(togglePick(one, 'e'), 'c', order)), ['b', 'c', 'd', 'e'])
  assert.deepEqual(ids(togglePick(one, 'b')), [])
  assert.deepEqual(ids(pickTo(nothingPicked, 'c', order)), ['c'], 'nothing was pressed before')
})

test('no more are picked than one call changes', () => {
  const many = Array.from({ length: 130 }, (_, at) => `c${at}`)
  const all = pickAll(many)
  assert.equal(all.ids.size, 100)
  assert.equal(togglePick(all, 'x'), all)
  assert.equal(togglePick(all, 'c0').ids.size, 99)
})

test('what has left the list is picked no longer, and takes nobody the place', () => {
  const all = pickAll(Array.from({ length: 100 }, (_, at) => `c${at}`))
  const left = keepPicks(all, ['c0', 'c1', 'x'])
  assert.deepEqual(ids(left), ['c0', 'c1'])
  assert.deepEqual(ids(togglePick(left, 'x')), ['c0', 'c1', 'x'])
  assert.equal(keepPicks(left, ['c0', 'c1']), left)
})
