import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type History, noHistory, record, redo, seal, UNDO_MAX, undo } from '#web/flow/model/history.ts'

const start: History<string> = noHistory
const typed = { key: 'change', name: 'Salam' } as const

test('typing in one field is one step back', () => {
  let history = record(start, '', typed, 'salam.text')
  history = record(history, 'h', typed, 'salam.text')
  history = record(history, 'ha', typed, 'salam.text')
  assert.equal(undo(history, 'hal')?.value, '')
})

test('typing in another field, or in the same one after leaving it, is a new step', () => {
  const one = record(start, 'a', typed, 'salam.text')
  assert.equal(record(one, 'b', typed, 'salam.footer').past.length, 2)
  assert.equal(record(seal(one), 'b', typed, 'salam.text').past.length, 2)
})

test('an edit that is no typing never joins the one before', () => {
  const one = record(start, 'a', { key: 'move' }, null)
  assert.equal(record(one, 'b', { key: 'move' }, null).past.length, 2)
})

test('redo gives back exactly what undo took, with its label', () => {
  const history = record(start, 'before', { key: 'remove', name: 'Salam' }, null)
  const back = undo(history, 'after')
  assert.equal(back?.value, 'before')
  assert.deepEqual(back?.history.future[0]?.label, { key: 'remove', name: 'Salam' })
  const again = redo(back.history, back.value)
  assert.equal(again?.value, 'after')
  assert.deepEqual(again?.history.past, history.past)
})

test('a new edit forgets what was undone', () => {
  const back = undo(record(start, 'a', { key: 'move' }, null), 'b')
  assert.ok(back)
  assert.equal(redo(record(back.history, 'a', { key: 'add' }, null), 'c'), undefined)
})

test('typing after an undo does not join the undone typing', () => {
  const history = record(record(start, 'a', typed, 'x'), 'b', typed, 'y')
  const back = undo(history, 'c')
  assert.ok(back)
  assert.equal(record(back.history, 'b', typed, 'x').past.length, 2)
})

test('a hundred steps are kept, the oldest goes first', () => {
  let history = start
  for (let at = 0; at < UNDO_MAX + 5; at++) history = record(history, String(at), { key: 'move' }, null)
  assert.equal(history.past.length, UNDO_MAX)
  assert.equal(history.past[0]?.value, '5')
})
