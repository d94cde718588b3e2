import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contentRangeOf, type Range, rangeOf } from '#core/base/range.ts'

const SIZE = 10
const MARK = '"a1"'

/** What is asked, and what is given of ten bytes. */
const ASKED: readonly (readonly [range: string | undefined, given: Range | 'beyond' | null])[] = [
  [undefined, null],
  ['bytes=0-1', { start: 0, end: 1 }],
  ['Bytes=9-9', { start: 9, end: 9 }],
  ['bytes=5-', { start: 5, end: 9 }],
  ['bytes=5-9999999999999999999999', { start: 5, end: 9 }],
  ['bytes=-3', { start: 7, end: 9 }],
  ['bytes=-10', { start: 0, end: 9 }],
  ['bytes=-9999', { start: 0, end: 9 }],
  ['bytes=10-', 'beyond'],
  ['bytes=9999999999999999999999-', 'beyond'],
  ['bytes=10-20', 'beyond'],
  ['bytes=-0', 'beyond'],
  ['bytes=0-1,4-5', null],
  ['bytes=9-1', null],
  ['bytes=-', null],
  ['bytes=', null],
  ['bytes=1', null],
  ['bytes=+1-2', null],
  ['bytes=0x1-2', null],
  ['bytes=1-2x', null],
  ['lines=0-1', null],
  ['x', null],
]

for (const [range, given] of ASKED)
  test(`of ten bytes ${range ?? 'no range'} is ${JSON.stringify(given)}`, () => {
    assert.deepEqual(rangeOf({ method: 'GET', headers: { range } }, SIZE, MARK), given)
  })

test('an empty file is given whole, whatever is asked of it', () => {
  for (const range of ['bytes=0-', 'bytes=0-1', 'bytes=-3'])
    assert.equal(rangeOf({ method: 'GET', headers: { range } }, 0, MARK), null)
})

test('whoever holds a part of another file is given this one whole, and so is whoever asks for the head alone', () => {
  const range = 'bytes=0-1'
  const of = (validator: string) =>
    rangeOf({ method: 'GET', headers: { range, 'if-range': validator } }, SIZE, MARK)
  assert.deepEqual(of(MARK), { start: 0, end: 1 })
  for (const other of ['"a2"', 'W/"a1"', 'a1', 'Sat, 28 Nov 2026 08:00:00 GMT']) assert.equal(of(other), null)
  assert.equal(rangeOf({ method: 'HEAD', headers: { range } }, SIZE, MARK), null)
})

test('what is given is said in the words of HTTP', () => {
  assert.equal(contentRangeOf({ start: 7, end: 9 }, SIZE), 'bytes 7-9/10')
  assert.equal(contentRangeOf('beyond', SIZE), 'bytes */10')
})
