import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandOf, type InboxCommand } from '#web/chat/keys.ts'

const press = (key: string, rest = {}) =>
  commandOf({ key, shift: false, modified: false, busy: false, ...rest })

test('each key of the inbox does its one thing', () => {
  const table: readonly (readonly [string, InboxCommand])[] = [
    ['j', 'next'],
    ['ArrowDown', 'next'],
    ['k', 'previous'],
    ['ArrowUp', 'previous'],
    ['Enter', 'open'],
    ['r', 'reply'],
    ['n', 'note'],
    ['e', 'resolve'],
    ['a', 'assign'],
    ['i', 'assign-me'],
    ['b', 'bot'],
    [']', 'panel'],
    ['u', 'unread'],
    ['z', 'undo'],
    ['x', 'pick'],
    ['Escape', 'unpick'],
  ]
  for (const [key, command] of table) assert.equal(press(key), command, key)
})

test('Shift E resolves and goes on, Shift J and K pick on the way; other keys with Shift mean nothing', () => {
  assert.equal(press('E', { shift: true }), 'resolve-next')
  assert.equal(press('J', { shift: true }), 'pick-next')
  assert.equal(press('K', { shift: true }), 'pick-previous')
  assert.equal(press('X', { shift: true }), undefined)
})

test('keys are silent while typing and with Ctrl, Alt or Meta', () => {
  assert.equal(press('e', { busy: true }), undefined)
  assert.equal(press('r', { modified: true }), undefined)
  assert.equal(press('q'), undefined)
})
