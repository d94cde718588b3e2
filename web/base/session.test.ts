import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextPath } from '#web/base/session.ts'

const after = (next: string) => nextPath(`?next=${encodeURIComponent(next)}`)

test('after signing in one is where one wanted to go', () => {
  for (const path of ['/inbox', '/settings?tab=members', '/flows/1?run=2#3', '/undangan/01a2'])
    assert.equal(after(path), path)
  assert.equal(nextPath('?next=/inbox/1?filter=unread'), '/inbox/1?filter=unread')
  assert.equal(nextPath(''), '/home')
})

test('no link to the sign-in page leads to another site afterwards', () => {
  const elsewhere = [
    'https://jahat.example',
    '//jahat.example',
    '/\\jahat.example',
    '\\/jahat.example',
    // a browser drops tabs and line ends out of an address before it reads it
    '/\t/jahat.example',
    '/\n/jahat.example',
    '\t//jahat.example',
    '/\t\\jahat.example',
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'https:jahat.example',
    '',
    'home',
  ]
  for (const next of elsewhere) assert.equal(after(next), '/home', JSON.stringify(next))
  // what is left of a path when its dots are taken away is read again
  for (const next of ['/.//jahat.example', '/a/..//jahat.example'])
    assert.equal(new URL(after(next), 'https://toko.id').origin, 'https://toko.id', next)
})
