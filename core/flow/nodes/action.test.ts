import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogueOf, type FieldShape } from '#core/contact/field/catalogue.ts'
import { advance } from '#core/flow/advance.ts'
import { checkFlow } from '#core/flow/check.ts'
import { Definition } from '#core/flow/definition.ts'
import type { Facts } from '#core/flow/run.ts'

const field = (id: string, type: FieldShape['type'], more: Partial<FieldShape> = {}): FieldShape => ({
  id,
  key: id,
  type,
  scope: 'contact',
  former: [],
  ...more,
})
const FIELDS = [
  field('jumlah', 'number', { key: 'banyak', former: ['qty'] }),
  field('total', 'number'),
  field('acara', 'date'),
  field('belanja', 'list'),
  field('antrean', 'number', { scope: 'bot' }),
]

function run(
  actions: readonly object[],
  fields: Record<string, string> = {},
  bot: Record<string, string> = {},
) {
  const definition = flow(actions)
  const facts: Facts = {
    now: 1_760_000_000_000,
    random: () => 0,
    person: { name: 'Sari', phone: '628', fields, tags: [], lastInboundAt: 1_760_000_000_000 },
    workspace: { name: 'Kopi', zone: 'Asia/Jakarta', language: 'id' },
    catalogue: catalogueOf(FIELDS),
    bot,
    definitionOf: () => definition,
    publishedOf: () => undefined,
  }
  const step = advance(null, { kind: 'start', version: 'v' }, facts)
  return { effects: step.effects, faults: step.trace.flatMap(({ fault }) => fault ?? []) }
}

function flow(actions: readonly object[]): Definition {
  return Definition.parse({
    format: 1,
    start: 's',
    nodes: {
      s: { kind: 'start', next: { next: 'a' } },
      a: { kind: 'action', actions, next: { next: 'b' } },
      b: { kind: 'message', text: 'Total {{ total | rupiah }} {{ antrean }}' },
    },
  })
}

const set = (name: string, value: string) => ({ kind: 'setField', field: name, value })

test('actions keep values in the form of their field, under its id, whatever name is used', () => {
  const cases: [object, Record<string, string>, object][] = [
    [{ do: 'setField', field: 'banyak', value: 'Rp 45.000' }, {}, set('jumlah', '45000')],
    [{ do: 'setField', field: 'qty', value: '1.5' }, {}, set('jumlah', '1.5')],
    [{ do: 'setField', field: 'acara', value: '5 Oktober 2026' }, {}, set('acara', '2026-10-05')],
    [{ do: 'copyField', field: 'acara', source: 'today' }, {}, set('acara', '2025-10-09')],
    [{ do: 'formula', field: 'total', formula: 'banyak * 15000' }, { jumlah: '4' }, set('total', '60000')],
    [{ do: 'addNumber', field: 'total', way: 'plus', by: '0.1' }, { total: '0.2' }, set('total', '0.3')],
    [{ do: 'addNumber', field: 'total', way: 'minus', by: '{{ qty }}' }, { jumlah: '2' }, set('total', '-2')],
    [
      { do: 'addToList', field: 'belanja', value: 'roti' },
      { belanja: '["kopi"]' },
      set('belanja', '["kopi","roti"]'),
    ],
    [{ do: 'removeFromList', field: 'belanja', value: 'KOPI' }, { belanja: '["kopi"]' }, set('belanja', '')],
    [{ do: 'clearField', field: 'qty' }, { jumlah: '2' }, { kind: 'clearField', field: 'jumlah' }],
    [{ do: 'setLanguage', language: 'en' }, {}, { kind: 'setLanguage', language: 'en' }],
    [{ do: 'marketing', is: 'stop' }, {}, { kind: 'setMarketing', stopped: true }],
    [{ do: 'setZone', zone: 'Asia/Makassar' }, {}, { kind: 'setZone', zone: 'Asia/Makassar' }],
  ]
  for (const [action, fields, effect] of cases) {
    const { effects, faults } = run([action], fields)
    assert.deepEqual([effects[0], faults], [effect, []], JSON.stringify(action))
  }
})

test('what cannot be kept changes nothing, is said in the trace, and the flow goes on', () => {
  const cases: [object, string][] = [
    [{ do: 'setField', field: 'total', value: 'banyak sekali' }, 'bad-value'],
    [{ do: 'formula', field: 'total', formula: 'banyak / 0' }, 'bad-formula'],
    [{ do: 'formula', field: 'total', formula: 'nothing + 1' }, 'bad-formula'],
    [{ do: 'addNumber', field: 'total', way: 'plus', by: 'x' }, 'bad-value'],
  ]
  for (const [action, fault] of cases) {
    const { effects, faults } = run([action], { jumlah: '1' })
    assert.deepEqual([effects.map(({ kind }) => kind), faults], [['say'], [fault]], JSON.stringify(action))
  }
})

test('later steps see what earlier ones set, for the contact and for the bot', () => {
  const { effects } = run(
    [
      { do: 'formula', field: 'total', formula: 'banyak * 15000' },
      { do: 'addNumber', field: 'antrean', way: 'plus', by: '1' },
    ],
    { jumlah: '4' },
    { antrean: '7' },
  )
  assert.deepEqual(effects.slice(0, 2), [
    set('total', '60000'),
    { kind: 'setBotField', field: 'antrean', value: '8' },
  ])
  const [, , said] = effects
  assert.equal(said?.kind === 'say' && said.draft.kind === 'text' && said.draft.text, 'Total Rp60.000 8')
})

test('the checker reads formulas against the fields, and the result against the field that takes it', () => {
  const codes = (action: object) =>
    checkFlow(flow([action]), { fields: FIELDS, flows: [] }).map(({ code, details }) => [
      code,
      details.reason,
    ])
  assert.deepEqual(codes({ do: 'formula', field: 'total', formula: 'banyak * 2' }), [])
  assert.deepEqual(codes({ do: 'formula', field: 'acara', formula: 'banyak * 2' }), [
    [
      'formula-invalid',
      { id: 'Hasil rumus harus tanggal, bukan angka', en: 'The result must be date, not number' },
    ],
  ])
  assert.equal(codes({ do: 'formula', field: 'total', formula: 'banyk * 2' })[0]?.[0], 'formula-invalid')
  assert.equal(codes({ do: 'addNumber', field: 'total', way: 'plus', by: 'dua' })[0]?.[0], 'amount-invalid')
})

test('what happens beside fields is asked for, and a sequence that was never chosen is a fault', () => {
  const sequence = '01890000-0000-7000-8000-000000000009'
  const cases: [object, object | string][] = [
    [
      { do: 'event', event: 'pesanan.dibuat' },
      { kind: 'event', name: 'pesanan.dibuat' },
    ],
    [
      { do: 'sequence', sequence, is: 'in' },
      { kind: 'subscribe', sequence, on: true },
    ],
    [
      { do: 'sequence', sequence, is: 'out' },
      { kind: 'subscribe', sequence, on: false },
    ],
    [{ do: 'sequence', sequence: '', is: 'in' }, 'bad-value'],
    [
      { do: 'chat', is: 'resolved' },
      { kind: 'setStatus', status: 'resolved' },
    ],
    [
      { do: 'chat', is: 'open' },
      { kind: 'setStatus', status: 'open' },
    ],
    [
      { do: 'setZone', zone: null },
      { kind: 'setZone', zone: null },
    ],
  ]
  for (const [action, asked] of cases) {
    const { effects, faults } = run([action])
    assert.deepEqual(typeof asked === 'string' ? faults[0] : effects[0], asked, JSON.stringify(action))
  }
})

test('an action that has not chosen its field, tag or event changes nothing, and is not published', () => {
  const blank = [
    { do: 'clearField', field: '' },
    { do: 'setField', field: '', value: 'x' },
    { do: 'addNumber', field: '', way: 'plus', by: '1' },
    { do: 'addTag', tag: '' },
    { do: 'event', event: '' },
  ]
  const told = run(blank)
  assert.deepEqual(
    told.effects.filter(({ kind }) => kind !== 'say'),
    [],
  )
  assert.deepEqual(told.faults, ['bad-value'])
  const found = checkFlow(flow(blank), { fields: FIELDS, flows: [] }).filter(({ node }) => node === 'a')
  assert.deepEqual(
    found.map(({ code, severity }) => `${severity} ${code}`),
    [...Array(3).fill('error field-unchosen'), 'error tag-unchosen', 'error event-unchosen'],
  )
})
