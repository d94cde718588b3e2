import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Definition } from '#core/flow/definition.ts'
import { diffOf } from '#web/flow/drawing/diff.ts'

const before = Definition.parse({
  format: 1,
  start: 'begin',
  nodes: {
    begin: { kind: 'start', next: { next: 'hello' } },
    hello: { kind: 'message', text: 'Halo' },
    team: { kind: 'handover' },
  },
})

test('steps are told apart as added, changed and removed', () => {
  const after = Definition.parse({
    format: 1,
    start: 'begin',
    nodes: {
      begin: { kind: 'start', next: { next: 'hello' } },
      hello: { kind: 'message', text: 'Halo kak' },
      wait: { kind: 'wait', wait: { kind: 'for', length: { amount: 1, unit: 'hour' } } },
    },
  })
  assert.deepEqual(diffOf(before, after), { hello: 'changed', wait: 'added', team: 'removed' })
})

test('the order in which properties were written is no change', () => {
  const hello = { text: 'Halo', list: undefined, kind: 'message', next: {}, name: '', buttons: [] } as const
  const after = { ...before, nodes: { ...before.nodes, hello: { ...hello, next: {}, buttons: [] } } }
  assert.deepEqual(diffOf(before, Definition.parse(after)), {})
})
