import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAlike, parseForeign, parseJson } from '#core/base/json.ts'

test('a number too long to be held exactly comes as its digits, and nothing else is touched', () => {
  const text =
    '{"id":9128482710552374001,"at":1790000000,"words":"id: 9128482710552374001, ya","part":0.1234567890123456789}'
  assert.deepEqual(parseForeign(text), {
    id: '9128482710552374001',
    at: 1_790_000_000,
    words: 'id: 9128482710552374001, ya',
    part: 0.12345678901234568,
  })
  assert.deepEqual(parseForeign('{"id":9007199254740991}'), { id: 9_007_199_254_740_991 })
  assert.deepEqual(parseForeign('[ 9128482710552374001,\n9128482710552374001]'), [
    '9128482710552374001',
    '9128482710552374001',
  ])
  assert.equal(parseForeign('9128482710552374001'), '9128482710552374001')
  assert.equal(parseForeign('{'), undefined)
  for (const short of ['{"a":[1,2]}', '"x"', 'null']) assert.deepEqual(parseForeign(short), parseJson(short))
})

test('two values say the same in whatever order their keys stand, and differ in any of their parts', () => {
  const one = { at: { start: { x: 1, y: 2 }, hello: null }, groups: [{ id: 'a', title: '' }], note: 'ya' }
  assert.ok(
    isAlike(one, {
      note: 'ya',
      groups: [{ title: '', id: 'a' }],
      at: { hello: null, start: { y: 2, x: 1 } },
    }),
  )
  const others = [
    { ...one, note: 'tidak' },
    { ...one, more: undefined },
    { ...one, groups: [] },
    { ...one, groups: { 0: { id: 'a', title: '' } } },
    { ...one, at: { start: { x: 1, y: 2 } } },
    null,
    [],
  ]
  for (const other of others) assert.ok(!isAlike(one, other) && !isAlike(other, one), JSON.stringify(other))
})
