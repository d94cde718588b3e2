import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brokenCalls } from '#core/flow/check/callers.ts'
import { Definition } from '#core/flow/definition.ts'

const CALLED = '0190a000-0000-7000-8000-000000000001'

function called(...inputs: object[]): Definition {
  const start = { kind: 'start', inputs, outputs: [{ key: 'total', type: 'number' }] }
  return Definition.parse({ format: 1, start: 's', nodes: { s: start } })
}
function caller(node: object): Definition {
  const nodes = { s: { kind: 'start', keywords: ['x'], next: { next: 'c' } }, c: { flow: CALLED, ...node } }
  return Definition.parse({ format: 1, start: 's', nodes })
}
const CALL = caller({
  ...{ kind: 'subflow', inputs: [{ input: 'alamat', value: 'Jl. Melati' }] },
  outputs: [{ output: 'total', field: 'jumlah' }],
})
const ADDRESS = { key: 'alamat', type: 'text' }
const codes = (before: Definition | null, after: Definition, by = CALL) =>
  brokenCalls(by, { flow: CALLED, before, after }, []).map(({ node, code }) => `${node} ${code}`)

test('a flow that asks for more, for less or for another type breaks those that call it', () => {
  const before = called(ADDRESS)
  assert.deepEqual(codes(before, called(ADDRESS, { key: 'kota', type: 'text' })), ['c input-missing'])
  assert.deepEqual(codes(before, called()), ['c input-unknown'])
  assert.deepEqual(codes(before, called({ ...ADDRESS, type: 'number' })), ['c input-type'])
  const nothingBack = Definition.parse({
    ...{ format: 1, start: 's' },
    nodes: { s: { kind: 'start', inputs: [ADDRESS] } },
  })
  assert.deepEqual(codes(before, nothingBack), ['c output-unknown'])
})

test('a value of its own, a former name and what was broken before are no news', () => {
  const before = called(ADDRESS)
  assert.deepEqual(codes(before, called(ADDRESS, { key: 'kota', type: 'text', value: 'Bandung' })), [])
  assert.deepEqual(codes(before, called({ key: 'jalan', type: 'text', former: ['alamat'] })), [])
  assert.deepEqual(codes(called(), called()), [], 'it is broken already')
  assert.deepEqual(codes(null, called()), ['c input-unknown'], 'nobody met it yet')
})

test('a jump gives nothing: an input that becomes due is lost on it', () => {
  const jump = caller({ kind: 'goto' })
  assert.deepEqual(codes(called(), called(ADDRESS), jump), ['c input-lost'])
})
