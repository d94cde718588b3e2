import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogueOf, type FieldShape } from '#core/contact/field/catalogue.ts'
import { advance } from '#core/flow/advance.ts'
import { checkFlow } from '#core/flow/check.ts'
import { Definition } from '#core/flow/definition.ts'
import { renameField, renameLocal, usesOf } from '#core/flow/rename.ts'
import type { Advance, Facts } from '#core/flow/run.ts'
import { fieldsOf } from '#core/flow/uses.ts'

const NOW = 1_760_000_000_000
const SUB = '01890000-0000-7000-8000-000000000002'
const FIELDS: FieldShape[] = [
  { id: 'f1', key: 'keranjang', type: 'list', scope: 'contact', former: [] },
  { id: 'f2', key: 'berat', type: 'number', scope: 'contact', former: [] },
  { id: 'f3', key: 'ongkir', type: 'number', scope: 'contact', former: [] },
  { id: 'f4', key: 'lahir', type: 'date', scope: 'contact', former: [] },
]
type Loose = Record<string, unknown>

function flow(nodes: Loose, start: Loose = {}): Definition {
  const first = { kind: 'start', ...start, next: { next: 'a' } }
  return Definition.parse({ format: 1, start: 's', nodes: { s: first, ...nodes } })
}
const text = (words: string) => ({ kind: 'message', text: words })
const set = (field: string, formula: string) => ({ do: 'formula', field, formula })

/** Reckons a delivery: what it is given, and what it gives back. */
const reckon = (more: Loose = {}) =>
  flow(
    {
      a: {
        kind: 'action',
        actions: [set('output_ongkir', 'input_berat * 9000 + count(input_isi) * 500')],
        next: { next: 'b' },
      },
      b: text('{{ input_kota | upcase }}: {{ output_ongkir | rupiah }}'),
      ...more,
    },
    {
      inputs: [
        { key: 'berat', type: 'number' },
        { key: 'kota', type: 'text', value: 'Bandung' },
        { key: 'isi', type: 'list', value: '' },
      ],
      outputs: [{ key: 'ongkir', type: 'number' }],
    },
  )
const call = (more: Loose = {}) =>
  flow({
    a: {
      kind: 'subflow',
      flow: SUB,
      inputs: [
        { input: 'berat', value: '{{ berat }}' },
        { input: 'isi', value: '{{ keranjang }}' },
      ],
      outputs: [{ output: 'ongkir', field: 'ongkir' }],
      next: { next: 'z' },
      ...more,
    },
    z: text('Ongkir {{ ongkir | rupiah }}{{ input_berat }}'),
  })

function facts(main: Definition, called: Definition, fields: Record<string, string>): Facts {
  return {
    now: NOW,
    random: () => 0,
    person: { name: 'Sari', phone: '62812', fields, tags: [], lastInboundAt: NOW },
    workspace: { name: 'Kopi', zone: 'Asia/Jakarta', language: 'id' },
    catalogue: catalogueOf(FIELDS),
    definitionOf: (version) => (version === 'v' ? main : called),
    publishedOf: (id) => id,
  }
}
function play(main: Definition, called: Definition, fields: Record<string, string> = {}): Advance {
  return advance(null, { kind: 'start', version: 'v' }, facts(main, called, fields))
}
function said({ effects }: Advance): unknown[] {
  return effects.flatMap((effect) =>
    effect.kind === 'say' && 'text' in effect.draft ? [effect.draft.text] : [],
  )
}
const codes = (main: Definition, called: Definition) =>
  checkFlow(main, { fields: FIELDS, flows: [{ id: SUB, published: true, definition: called }] }).map(
    ({ node, code }) => `${node} ${code}`.trim(),
  )

test('a called flow is given its inputs, and what it gives back is kept in fields', () => {
  const step = play(call(), reckon(), { f1: '["kopi","roti"]', f2: '1.5' })
  assert.deepEqual(said(step), ['BANDUNG: Rp14.500', 'Ongkir Rp14.500'])
  const kept = step.effects.filter(({ kind }) => kind === 'setField')
  assert.deepEqual(
    kept,
    [{ kind: 'setField', field: 'f3', value: '14500' }],
    'nothing else is kept in the contact',
  )
  assert.deepEqual(step.trace.find(({ local }) => local)?.local, { output_ongkir: '14500' })
  assert.deepEqual(codes(call(), reckon()), ['z merge-unknown'], 'outside, the input is unknown')
  assert.deepEqual(codes(reckon(), reckon()), [])
})

test('a flow begun by itself has its defaults, and the same flow called twice begins afresh', () => {
  assert.deepEqual(said(advance(null, { kind: 'start', version: SUB }, facts(call(), reckon(), {}))), [
    'BANDUNG: ',
  ])
  const twice = flow({
    a: {
      kind: 'subflow',
      flow: SUB,
      inputs: [
        { input: 'berat', value: '1' },
        { input: 'kota', value: 'Solo' },
      ],
      next: { next: 'b' },
    },
    b: { kind: 'subflow', flow: SUB, inputs: [{ input: 'berat', value: '2' }] },
  })
  assert.deepEqual(said(play(twice, reckon())), ['SOLO: Rp9.000', 'BANDUNG: Rp18.000'])
})

test('an output that stays empty empties the field, a value of another type is told and left out', () => {
  const silent = flow({ a: text('hai') }, { outputs: [{ key: 'ongkir', type: 'number' }] })
  const step = play(call({ inputs: [] }), silent, { f3: '7000' })
  assert.deepEqual(said(step), ['hai', 'Ongkir '])
  const odd = call({ inputs: [{ input: 'berat', value: 'dua kilo {{ nama }}' }] })
  const bad = play(odd, reckon())
  assert.equal(
    bad.trace.some(({ node, fault }) => node === 'a' && fault === 'bad-value'),
    true,
  )
})

test('an output that is none of its field’s type empties the field: nothing of an older call stays', () => {
  const called = flow(
    { a: { kind: 'action', actions: [{ do: 'setField', field: 'output_kata', value: 'banyak' }] } },
    { outputs: [{ key: 'kata', type: 'text' }] },
  )
  const step = play(call({ inputs: [], outputs: [{ output: 'kata', field: 'ongkir' }] }), called, {
    f3: '7000',
  })
  assert.deepEqual(said(step), ['Ongkir '])
  assert.equal(step.trace.findLast(({ node }) => node === 'a')?.fault, 'bad-value')
})

test('a jump into a flow that must be given something is warned of', () => {
  const jump = flow({ a: { kind: 'goto', flow: SUB } })
  assert.deepEqual(codes(jump, reckon()), ['a input-lost'])
  assert.deepEqual(
    codes(jump, flow({ a: text('hai') }, { inputs: [{ key: 'x', type: 'text', value: '' }] })),
    [],
  )
})

test('inputs are kept while the called flow waits, and its questions may fill outputs', () => {
  const asks = flow(
    {
      a: {
        kind: 'question',
        text: 'Kirim ke {{ input_kota }}?',
        answer: 'number',
        field: 'output_ongkir',
        next: { answered: 'b' },
      },
      b: text('Ke {{ input_kota }} {{ output_ongkir }}'),
    },
    { inputs: [{ key: 'kota', type: 'text' }], outputs: [{ key: 'ongkir', type: 'number' }] },
  )
  const main = call({ inputs: [{ input: 'kota', value: 'kota {{ first_name }}' }] })
  const first = play(main, asks)
  assert.deepEqual(said(first), ['Kirim ke kota Sari?'])
  const run = JSON.parse(JSON.stringify(first.run))
  const second = advance(
    run,
    { kind: 'message', content: { kind: 'text', text: '5000' } },
    facts(main, asks, {}),
  )
  assert.deepEqual(said(second), ['Ke kota Sari 5000', 'Ongkir Rp5.000'])
  assert.deepEqual(codes(main, asks), ['z merge-unknown'])
})

test('what a call gives and takes is checked against what the flow declares', () => {
  const inputs = (...given: Loose[]) => call({ inputs: given })
  const berat = { input: 'berat', value: '2' }
  const cases: [string, Definition, string][] = [
    ['a missing input', inputs(), 'a input-missing'],
    ['an unknown input', inputs(berat, { input: 'warna', value: 'x' }), 'a input-unknown'],
    ['a text for a number', inputs({ input: 'berat', value: 'dua' }), 'a input-type'],
    ['a date for a number', inputs({ input: 'berat', value: '{{ lahir }}' }), 'a input-type'],
    ['an unknown output', call({ outputs: [{ output: 'x', field: 'ongkir' }] }), 'a output-unknown'],
    ['a number for a date', call({ outputs: [{ output: 'ongkir', field: 'lahir' }] }), 'a output-type'],
  ]
  for (const [name, main, expected] of cases)
    assert.deepEqual(
      codes(main, reckon()).filter((code) => code.startsWith('a ')),
      [expected],
      name,
    )
})

test('what a flow declares is checked where it stands', () => {
  const start = (more: Loose, ...actions: Loose[]) => flow({ a: { kind: 'action', actions } }, more)
  const kota = { key: 'kota', type: 'text' }
  const cases: [string, Definition, string[]][] = [
    ['a name twice', start({ inputs: [kota, kota] }), ['s local-twice']],
    [
      'a default of another type',
      start({ inputs: [{ key: 'n', type: 'number', value: 'x' }] }),
      ['s input-default'],
    ],
    ['an output that nothing fills', start({ outputs: [kota] }), ['s output-unfilled']],
    [
      'an input that is filled',
      start({ inputs: [kota] }, { do: 'setField', field: 'input_kota', value: 'x' }),
      ['a local-fixed'],
    ],
  ]
  for (const [name, definition, expected] of cases)
    assert.deepEqual(codes(definition, definition), expected, name)
  const hidden: FieldShape = { id: 'x', key: 'input_kota', type: 'text', scope: 'contact', former: [] }
  const found = checkFlow(start({ inputs: [kota] }), { fields: [hidden], flows: [] })
  assert.deepEqual(
    found.map(({ code }) => code),
    ['local-hides'],
  )
})

test('an input or output that was renamed is still reached by flows that know its former name', () => {
  const { s, ...nodes } = renameLocal(
    renameLocal(reckon(), 'input_berat', 'input_kilo'),
    'output_ongkir',
    'output_biaya',
  ).nodes
  const renamed = flow(nodes, {
    inputs: [
      { key: 'kilo', type: 'number', former: ['bobot', 'berat'] },
      { key: 'kota', type: 'text', value: 'Bandung' },
      { key: 'isi', type: 'list', value: '' },
    ],
    outputs: [{ key: 'biaya', type: 'number', former: ['ongkir'] }],
  })
  assert.equal(s?.kind, 'start')
  assert.deepEqual(said(play(call(), renamed, { f2: '1.5' })), ['BANDUNG: Rp13.500', 'Ongkir Rp13.500'])
  assert.deepEqual(
    codes(call(), renamed).filter((code) => code.startsWith('a ')),
    [],
  )
  const both = call({
    inputs: [
      { input: 'berat', value: '1' },
      { input: 'kilo', value: '2' },
    ],
  })
  assert.deepEqual(
    said(play(both, renamed)),
    ['BANDUNG: Rp18.000', 'Ongkir Rp18.000'],
    'the present name wins',
  )
})

test('names of the run are no fields: nothing is made or renamed for them, but they can be renamed themselves', () => {
  assert.deepEqual(fieldsOf(reckon()), { fills: [], reads: [], tags: [] })
  assert.deepEqual(
    usesOf(reckon(), (name) => name === 'input_kota'),
    [],
  )
  const own = reckon()
  assert.equal(
    renameField(own, (name) => name === 'input_kota', 'x'),
    own,
  )
  const renamed = renameLocal(reckon(), 'input_berat', 'input_kilo')
  assert.match(JSON.stringify(renamed.nodes.a), /input_kilo \* 9000/)
  assert.deepEqual(
    fieldsOf(call()).fills.map(({ key }) => key),
    ['ongkir'],
  )
})
