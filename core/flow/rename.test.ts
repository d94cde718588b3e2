import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Definition } from '#core/flow/definition.ts'
import { renameField, usesOf } from '#core/flow/rename.ts'

const FLOW = Definition.parse({
  format: 1,
  start: 's',
  nodes: {
    s: { kind: 'start', keywords: ['jumlah'], next: { next: 'ask' } },
    ask: {
      kind: 'question',
      name: 'Tanya',
      text: 'Berapa jumlah?',
      field: 'jumlah',
      next: { answered: 'set' },
    },
    set: {
      kind: 'action',
      actions: [
        { do: 'formula', field: 'total', formula: 'jumlah * 15000' },
        { do: 'copyField', field: 'lama', source: 'jumlah' },
        { do: 'note', text: '{{ jumlah | number }} "jumlah"' },
      ],
      next: { next: 'when' },
    },
    when: {
      kind: 'condition',
      when: {
        match: 'all',
        groups: [
          { match: 'all', rules: [{ fact: 'field', field: 'total', is: 'more', value: '{{ jumlah }}' }] },
          { match: 'all', rules: [{ fact: 'formula', formula: 'jumlah > 1' }] },
        ],
      },
      next: { yes: 'end' },
    },
    end: { kind: 'message', text: 'Terima kasih', buttons: [{ id: 'jumlah', title: 'jumlah' }] },
  },
})
const isQty = (name: string) => name === 'jumlah'

test('every use of a field is found: filled, read, merged, reckoned with', () => {
  assert.deepEqual(
    usesOf(FLOW, isQty).map(({ node, way }) => `${node} ${way}`),
    ['ask fills', 'set reads', 'when reads'],
  )
})

test('a rename follows every use and touches no words that only look like it; renaming back undoes it', () => {
  const renamed = renameField(FLOW, isQty, 'banyak')
  assert.deepEqual(usesOf(renamed, isQty), [])
  assert.equal(usesOf(renamed, (name) => name === 'banyak').length, 3)
  const { ask, set, s, end } = renamed.nodes
  assert(ask?.kind === 'question' && ask.text === 'Berapa jumlah?')
  assert.deepEqual([s, end], [FLOW.nodes.s, FLOW.nodes.end])
  assert.match(JSON.stringify(set), /banyak \* 15000.*\{\{ banyak \| number \}\} \\"jumlah\\"/)
  assert.deepEqual(
    renameField(renamed, (name) => name === 'banyak', 'jumlah'),
    FLOW,
  )
  assert.equal(
    renameField(FLOW, (name) => name === 'other', 'x'),
    FLOW,
  )
})
