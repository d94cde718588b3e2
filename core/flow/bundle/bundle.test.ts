import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal, sentenceOf } from '#core/base/refusal.ts'
import { Choices } from '#core/flow/bundle/choice.ts'
import { completed } from '#core/flow/bundle/complete.ts'
import { conflictPlace } from '#core/flow/bundle/conflict.ts'
import { bringsOf, type Here } from '#core/flow/bundle/here.ts'
import { BUNDLE_FLOWS_MAX, BUNDLE_NODES_MAX } from '#core/flow/bundle/limit.ts'
import { planImport } from '#core/flow/bundle/plan.ts'
import { type Read, readBundle } from '#core/flow/bundle/read.ts'
import { settle } from '#core/flow/bundle/settle.ts'
import { type Source, writeBundle } from '#core/flow/bundle/write.ts'
import { Definition, FlowNode } from '#core/flow/definition.ts'
import { recipesOf } from '#core/flow/recipes.ts'
import { Template } from '#core/whatsapp/template/template.ts'
import { cases, fileOf, flowOf } from '../../../test/hostile-flows.ts'

const START = { kind: 'start', next: { next: 'say' } }
const SAY = { kind: 'message', text: 'Halo' }
const drawn = (nodes: object) => ({ format: 1, start: 'start', nodes: { start: START, ...nodes } })
const flow = (key: string, nodes: object = { say: SAY }) => ({
  key,
  name: `Flow ${key}`,
  definition: drawn(nodes),
})
const file = (more: object = {}) => ({ wetalk: 'bot', format: 2, name: 'Bot', flows: [flow('a')], ...more })
const NOTHING: Here = {
  ...{
    bots: [],
    flows: [],
    sequences: [],
    fields: [],
    tags: [],
    templates: [],
    secrets: [],
    teams: [],
    segments: [],
  },
}

function good(raw: unknown): Read {
  const read = readBundle(raw)
  assert(!isRefusal(read), JSON.stringify(read))
  return read
}

function refusedWith(raw: unknown): string {
  const read = readBundle(raw)
  assert(isRefusal(read), 'it was read')
  const [id, en] = (['id', 'en'] as const).map((language) => sentenceOf(read.code, language, read.details))
  assert.notEqual(id, en)
  return `${read.code} ${id} ${en}`
}

test('a file that is none, newer, too large or of a wrong form is refused with its place, in both languages', () => {
  const deep = JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`)
  const proto = JSON.parse('{"wetalk":"bot","format":2,"name":"x","flows":[{"__proto__":{"polluted":true}}]}')
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}`, SAY]))
  const wrong: [string, unknown, RegExp][] = [
    ['text', 'halo', /^bundle-wrong .*Di wetalk: bukan berkas bot/],
    ['list', [], /bukan berkas bot/],
    ['other program', { wetalk: 'template', format: 1 }, /bukan berkas bot/],
    ['newer', file({ format: 3 }), /Di format: lebih baru dari yang dibaca versi ini \(2\)/],
    ['older bot', file({ format: 1 }), /Di format: /],
    ['no flows', file({ flows: [] }), /Di flows: paling sedikit 1 buah.*At flows: must be at least 1 items/],
    ['deep', file({ sequences: deep }), /bersarang terlalu dalam.*nested too deeply/],
    ['prototype', proto, /Di __proto__: nama yang tidak boleh dipakai/],
    [
      'reserved step',
      file({ flows: [flow('a', { constructor: SAY })] }),
      /flows\[0\]\.definition\.nodes\.constructor \(Flow a\)/,
    ],
    [
      'unknown kind',
      file({ flows: [flow('a'), flow('b', { say: { kind: 'shell' } })] }),
      /flows\[1\]\.definition\.nodes\.say\.kind \(Flow b\): /,
    ],
    ['key twice', file({ flows: [flow('a'), flow('a')] }), /Di flows: “a” ada dua kali.*“a” stands twice/],
    ['key of a path', file({ flows: [{ ...flow('a'), key: '../a' }] }), /flows\[0\]\.key/],
    [
      'leads nowhere',
      file({ flows: [flow('a', { say: { kind: 'subflow', flow: 'b' } })] }),
      /nodes\.say\.flow \(Flow a\): “b” tidak ada di berkas ini/,
    ],
    [
      'sequence of nothing',
      file({ sequences: [{ key: 's', name: 'S', steps: [{ id: 'x', delay: null, flow: 'z' }] }] }),
      /sequences\[0\]\.steps\[0\]\.flow: “z”/,
    ],
    [
      'default of no type',
      file({ fields: [{ key: 'n', label: 'N', type: 'number', scope: 'bot', default: 'abc' }] }),
      /fields\[0\]\.default: bukan nilai/,
    ],
    [
      'unknown type',
      file({ fields: [{ key: 'n', label: 'N', type: 'blob' }] }),
      /fields\[0\]\.type: harus salah satu dari: text, number/,
    ],
    ['two flows in one', file({ wetalk: 'flow', flows: [flow('a'), flow('b')] }), /tepat satu flow/],
    ['huge text', file({ name: 'x'.repeat(2_100_000) }), /^bundle-too-large .*paling banyak 2 MB/],
    [
      'many flows',
      file({ flows: Array.from({ length: BUNDLE_FLOWS_MAX + 1 }, (_, at) => flow(`f${at}`)) }),
      /paling banyak 100 flow\..*at most 100 flows/,
    ],
    ['many steps', file({ flows: [flow('a', many(2001))] }), /2000 langkah per flow/],
    [
      'many in all',
      file({
        flows: Array.from({ length: BUNDLE_NODES_MAX / 1900 + 1 }, (_, at) => flow(`f${at}`, many(1900))),
      }),
      /paling banyak 10000 langkah/,
    ],
    [
      'the former form, wrong',
      { wetalk: 'flow', format: 1, name: 'x', definition: {} },
      /^bundle-wrong .*definition\.format/,
    ],
    [
      'the former form, too long a name',
      { wetalk: 'flow', format: 1, name: 'x'.repeat(81), definition: {} },
      /Di name: paling banyak 80 karakter.*At name: must be at most 80 characters/,
    ],
  ]
  for (const [name, raw, told] of wrong) assert.match(refusedWith(raw), told, name)
  assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false)
})

test('every hostile drawing is taken or refused as a flow in a bot just as it is alone, and nothing throws', () => {
  for (const one of cases) {
    const single = fileOf(flowOf(one)) as { definition: object; format: number }
    const alone = readBundle(single)
    if (single.format !== 1) continue
    const { definition } = single
    const nodes = (definition as { nodes?: unknown }).nodes
    // a flow of a file speaks of another by its key
    const text = JSON.stringify({ ...definition, nodes }).replaceAll(
      /01890000-0000-7000-8000-\w{12}/g,
      'hostile',
    )
    const raw = {
      wetalk: 'bot',
      format: 2,
      name: 'x',
      flows: [{ key: 'hostile', name: 'x', definition: JSON.parse(text) }],
    }
    assert.equal(isRefusal(readBundle(raw)), isRefusal(alone), one.id)
  }
})

test('a flow file of format 1 still comes in: its fields are guessed and forbid nothing', () => {
  const [, greeting] = recipesOf('id')
  const lead = recipesOf('id').find(({ key }) => key === 'lead')
  assert(greeting && lead)
  const read = good(JSON.parse(JSON.stringify(lead.file)))
  const brings = bringsOf(read, [])
  assert.deepEqual([brings.kind, brings.told, brings.flows.length], ['flow', false, 1])
  const field = { key: 'budget', label: 'Budget', type: 'list', scope: 'contact', former: [] } as const
  const here: Here = { ...NOTHING, fields: [{ id: 'budget', ...field, former: [] }] }
  const chosen = completed(Choices.parse({}), brings, here)
  assert.deepEqual(planImport(brings, chosen, here).conflicts, [])
})

test('two fields may change names with each other, in texts, formulas and tests', () => {
  const raw = file({
    fields: [
      { key: 'satu', label: 'Satu', type: 'number' },
      { key: 'dua', label: 'Dua', type: 'number' },
    ],
    flows: [
      {
        ...flow('a', {
          say: {
            kind: 'action',
            actions: [
              { do: 'formula', field: 'satu', formula: 'satu + dua' },
              { do: 'note', text: '{{ satu }} {{ dua }}' },
            ],
          },
        }),
        tests: [
          {
            name: 't',
            customer: { fields: { satu: '1', dua: '2' } },
            steps: [{ says: 'x', expect: { fields: { satu: '3' } } }],
          },
        ],
      },
    ],
  })
  const read = good(raw)
  const brings = bringsOf(read, [])
  const choices = Choices.parse({
    fields: [
      { key: 'satu', as: { create: 'dua' } },
      { key: 'dua', as: { create: 'satu' } },
    ],
  })
  const { flows } = settle(read, completed(choices, brings, NOTHING), NOTHING, {
    newId: counter(),
    templates: [],
  })
  assert.deepEqual(
    flows[0]?.definition.nodes.say,
    FlowNode.parse({
      kind: 'action',
      actions: [
        { do: 'formula', field: 'dua', formula: 'dua + satu' },
        { do: 'note', text: '{{ dua }} {{ satu }}' },
      ],
    }),
  )
  const [script] = flows[0]?.tests ?? []
  assert.deepEqual(script?.customer.fields, { dua: '1', satu: '2' })
  assert.deepEqual(script?.steps[0]?.expect?.fields, { dua: '3' })
})

test('what cannot be is told of each thing in the file: types, names, what is gone', () => {
  const raw = file({
    fields: [
      { key: 'total', label: 'Total', type: 'number' },
      { key: 'stok', label: 'Stok', type: 'number', scope: 'bot' },
      { key: 'baru', label: 'Baru', type: 'text' },
    ],
    flows: [
      flow('a', {
        say: {
          kind: 'template',
          template: { name: 'kabar', language: 'id', category: 'UTILITY', body: { text: 'x' } },
        },
      }),
      flow('b'),
    ],
  })
  const brings = bringsOf(good(raw), [])
  const bot = '01890000-0000-7000-8000-000000000001'
  const old = '01890000-0000-7000-8000-000000000002'
  const here: Here = {
    ...NOTHING,
    bots: [{ id: bot, name: 'Bot' }],
    flows: [{ id: old, botId: bot, name: 'Lama', version: 3, changed: true }],
    fields: [
      { id: 'total', key: 'total', label: 'Total', type: 'text', scope: 'contact', former: ['lama'] },
      { id: 'stok', key: 'stok', label: 'Stok', type: 'number', scope: 'contact', former: [] },
    ],
  }
  const told = (choices: object) => {
    const { conflicts } = planImport(brings, completed(Choices.parse(choices), brings, here), here)
    return conflicts.map((one) => `${conflictPlace(one, 'en')} ${one.code}`)
  }
  assert.deepEqual(told({}), ['Field “total” type-differs', 'Field “stok” scope-differs'])
  const fields = [
    { key: 'total', as: { create: 'lama' } },
    { key: 'stok', as: { create: 'stok_2' } },
    { key: 'baru', as: { create: 'stok_2' } },
  ]
  assert.deepEqual(
    told({ fields }),
    ['Field “total” name-taken', 'Field “baru” name-taken'],
    'a former name is taken too',
  )
  const settled = [
    { key: 'total', as: { create: 'total_2' } },
    { key: 'stok', as: { create: 'stok_2' } },
  ]
  assert.deepEqual(told({ fields: settled }), [])
  const twice = [
    { key: 'a', as: { replace: old } },
    { key: 'b', as: { replace: old } },
  ]
  assert.deepEqual(told({ fields: settled, bot: { id: bot }, flows: twice }), [
    'Flow “Flow b” replaced-twice',
  ])
  const templates = [{ name: 'kabar', language: 'id', as: { name: 'tiada', language: 'id' } }]
  assert.deepEqual(told({ fields: settled, templates }), ['Template “kabar (id)” gone'])
  const replaced = completed(
    Choices.parse({ fields: settled, bot: { id: bot }, flows: twice.slice(0, 1) }),
    brings,
    here,
  )
  assert.deepEqual(
    planImport(brings, replaced, here).acts.find(({ act }) => act === 'replace'),
    { part: 'flow', act: 'replace', name: 'Flow a', to: 'Lama', version: 3, changed: true },
  )
})

test('a template of the account stands in for that of the file and keeps the values that it has too', () => {
  const body = [
    { name: '1', text: '{{ name }}' },
    { name: '2', text: 'besok' },
  ]
  const template = { name: 'kabar', language: 'id', category: 'UTILITY', body: { text: '{{1}} {{2}}' } }
  const read = good(file({ flows: [flow('a', { say: { kind: 'template', template, body } })] }))
  const brings = bringsOf(read, [])
  const own = Template.parse({
    name: 'lain',
    language: 'en',
    category: 'UTILITY',
    body: { text: 'Hi {{1}}' },
  })
  const here: Here = { ...NOTHING, templates: [{ name: 'lain', language: 'en', status: 'APPROVED' }] }
  const as = { name: 'lain', language: 'en' }
  const choices = Choices.parse({ templates: [{ name: 'kabar', language: 'id', as }] })
  const means = { newId: counter(), templates: [own] }
  const chosen = settle(read, completed(choices, brings, here), here, means).flows[0]?.definition.nodes.say
  assert(chosen?.kind === 'template')
  assert.deepEqual([chosen.template?.name, chosen.body.map(({ name }) => name)], ['lain', ['1']])
  const open = settle(read, completed(Choices.parse({}), brings, here), here, means).flows[0]?.definition
    .nodes.say
  assert(open?.kind === 'template')
  assert.equal(open.template?.name, 'kabar', 'left open it stays, for the checker to name')
})

test('one more step is one more place in the file: nothing else moves', () => {
  const source = (nodes: object): Source => ({
    ...{ kind: 'flow', name: 'x', sequences: [], fields: [], segments: [], files: [], names: new Map() },
    flows: [
      {
        ...{ id: 'f', name: 'x', tests: [], testsRequired: false, hook: null },
        definition: Definition.parse(drawn(nodes)),
        layout: { at: { say: { x: 1.4, y: 2 }, gone: { x: 0, y: 0 } }, notes: [] },
      },
    ],
  })
  const lines = (nodes: object) => JSON.stringify(writeBundle(source(nodes)), null, 1).split('\n')
  const before = lines({ z: SAY, say: SAY })
  assert.deepEqual(lines({ say: SAY, z: SAY }), before, 'the order in which steps were made tells nothing')
  const after = lines({ say: SAY, z: SAY, m: SAY })
  assert.equal(after.length, before.length + 4)
  assert.ok(
    !before.join().includes('gone') && !before.join().includes('buttons'),
    'no leftovers, no defaults',
  )
})

function counter(): () => string {
  let at = 0
  return () => `01890000-0000-7000-8000-${String(++at).padStart(12, '0')}`
}
