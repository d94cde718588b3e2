import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldOf, newVerifyToken } from '#web/whatsapp/channel/connect-field.ts'

test('a refused connection points at the field that must be mended', () => {
  assert.equal(fieldOf({ code: 'bad-input', details: { field: 'wabaId' } }), 'wabaId')
  assert.equal(fieldOf({ code: 'graph-unreachable', details: { url: 'https://x' } }), 'graphUrl')
  assert.equal(fieldOf({ code: 'url-forbidden', details: {} }), 'graphUrl')
  assert.equal(fieldOf({ code: 'waba-taken', details: {} }), 'wabaId')
  assert.equal(fieldOf({ code: 'graph-refused', details: { code: 190 } }), 'token')
})

test('a refusal that is about no single field is shown under the form', () => {
  assert.equal(fieldOf({ code: 'graph-refused', details: { code: 100 } }), null)
  assert.equal(fieldOf({ code: 'channel-exists', details: {} }), null)
  assert.equal(fieldOf({ code: 'bad-input', details: { field: 'unheard-of' } }), null)
})

test('a verify token is long, plain, and as random as its bytes', () => {
  const token = newVerifyToken(Uint8Array.from({ length: 18 }, (_, at) => at * 14))
  assert.match(token, /^[A-Za-z0-9_-]{24}$/)
  assert.notEqual(token, newVerifyToken(new Uint8Array(18)))
})
