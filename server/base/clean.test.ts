import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cleanInput, DEPTH_MAX, TooDeep } from './clean.ts'

test('texts lose what a database cannot hold, at any depth, and nothing else changes', () => {
  const file = new File(['x'], 'a\u0000.txt')
  const input = { name: 'a\u0000b', list: [{ text: '\ud800x' }], n: 1, no: null, 'k\u0000': true, file }
  assert.deepEqual(cleanInput(input), {
    name: 'ab',
    list: [{ text: '\ufffdx' }],
    n: 1,
    no: null,
    k: true,
    file,
  })
})

test('an object without a prototype of ours is one too', () => {
  const bare = Object.assign(Object.create(Object.create(null)), { search: '\u0000' })
  assert.deepEqual({ ...(cleanInput(bare) as object) }, { search: '' })
})

test('a password stays exactly as it was typed', () => {
  assert.deepEqual(cleanInput({ password: 'a\u0000b' }), { password: 'a\u0000b' })
})

test('an own key named __proto__ stays a key', () => {
  const clean = cleanInput(JSON.parse('{"__proto__":{"polluted":1}}')) as object
  assert.ok(Object.hasOwn(clean, '__proto__'))
  assert.equal(({} as { polluted?: number }).polluted, undefined)
})

test('what is nested too deeply is refused', () => {
  const nested = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)
  assert.ok(cleanInput(nested(DEPTH_MAX)))
  assert.throws(() => cleanInput(nested(DEPTH_MAX + 1)), TooDeep)
  assert.throws(() => cleanInput(nested(100_000)), TooDeep)
})
