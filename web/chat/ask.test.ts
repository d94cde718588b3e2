import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toAsk, toSearch } from '#web/chat/ask.ts'

test('nonsense in the address means the default list', () => {
  const plain = { view: 'all', filter: 'open', search: '' }
  assert.deepEqual(toAsk({ view: undefined, filter: undefined, q: undefined }), plain)
  assert.deepEqual(toAsk({ view: 'everything', filter: 7, q: { a: 1 } }), plain)
  assert.deepEqual(toAsk({ view: 'mine', filter: 'closing', q: 812 }), {
    view: 'mine',
    filter: 'closing',
    search: '812',
  })
  assert.equal(toAsk({ view: 'all', filter: 'open', q: 'x'.repeat(500) }).search.length, 100)
})

test('defaults are left out of the address, and a change touches only what it names', () => {
  assert.deepEqual(toSearch({ view: 'all', filter: 'open', search: '' }), {
    view: undefined,
    filter: undefined,
    q: undefined,
  })
  assert.deepEqual(toSearch({ filter: 'unread' }), { filter: 'unread' })
  assert.deepEqual(toSearch({ view: 'mine', search: 'dewi' }), { view: 'mine', q: 'dewi' })
})
