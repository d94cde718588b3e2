import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Definition } from '#core/flow/definition.ts'
import { renameDeclared, renameField, renameLoop, usesOf } from '#core/flow/rename.ts'

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

const loop = (field: string, next: object) => ({
  kind: 'foreach',
  as: 'daftar',
  over: { kind: 'field', field },
  next,
})
const says = (text: string) => ({ kind: 'message', text })

test('a loop is called otherwise in its own rounds, and another of the same name keeps its own', () => {
  const definition = Definition.parse({
    format: 1,
    start: 's',
    nodes: {
      s: { kind: 'start', next: { next: 'one' } },
      one: loop('keranjang', { each: 'a', done: 'two' }),
      a: says('{{ item_daftar }}'),
      two: loop('warna', { each: 'b' }),
      b: says('{{ index_daftar }}. {{ item_daftar }}'),
    },
  })
  const { nodes } = renameLoop(definition, 'two', 'warna')
  const words = ['a', 'b'].map((id) => nodes[id]?.kind === 'message' && nodes[id].text)
  assert.deepEqual(words, ['{{ item_daftar }}', '{{ index_warna }}. {{ item_warna }}'])
  assert.equal(renameLoop(definition, 'a', 'x'), definition)
})

test('an input keeps the names that it had, so that flows which call it go on', () => {
  const definition = Definition.parse({
    format: 1,
    start: 's',
    nodes: {
      s: {
        kind: 'start',
        inputs: [
          { key: 'berat', type: 'number' },
          { key: 'kota', type: 'text' },
        ],
        outputs: [{ key: 'berat', type: 'number' }],
        next: { next: 'a' },
      },
      a: says('{{ input_berat }} {{ input_kota }} {{ output_berat }}'),
    },
  })
  const rename = (now: Definition, at: number, to: string) => renameDeclared(now, { side: 'inputs', at, to })
  const once = rename(definition, 0, 'bobot')
  const twice = rename(once, 0, 'kilo')
  const inputs = (now: Definition) => now.nodes.s?.kind === 'start' && now.nodes.s.inputs?.[0]
  assert.deepEqual(inputs(twice), { key: 'kilo', type: 'number', former: ['bobot', 'berat'] })
  assert.deepEqual(inputs(rename(twice, 0, 'berat')), {
    key: 'berat',
    type: 'number',
    former: ['kilo', 'bobot'],
  })
  assert.match(JSON.stringify(twice.nodes.a), /input_kilo \}\} \{\{ input_kota \}\} \{\{ output_berat/)
  assert.equal(rename(definition, 0, 'kota'), definition, 'a name that another has is not taken from it')
  assert.equal(rename(definition, 7, 'x'), definition)
})
