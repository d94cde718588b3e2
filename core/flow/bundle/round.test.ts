import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#core/base/refusal.ts'
import { Choices } from '#core/flow/bundle/choice.ts'
import { completed } from '#core/flow/bundle/complete.ts'
import type { Bundle } from '#core/flow/bundle/form.ts'
import { bringsOf, type Here } from '#core/flow/bundle/here.ts'
import { planImport } from '#core/flow/bundle/plan.ts'
import { type Read, readBundle } from '#core/flow/bundle/read.ts'
import { type Settled, settle } from '#core/flow/bundle/settle.ts'
import { filesOf, type Source, writeBundle } from '#core/flow/bundle/write.ts'
import { Definition, Layout } from '#core/flow/definition.ts'

const id = (at: number) => `01890000-0000-7000-8000-${String(at).padStart(12, '0')}`
const HERE: Here = {
  ...{ bots: [], flows: [], sequences: [], fields: [], tags: [], templates: [] },
  ...{ secrets: [], teams: [], segments: [] },
}
const field = (key: string, type: 'text' | 'list' | 'number', now = key): Source['fields'][number] => ({
  ...{ id: key, key: now, label: key, type, scope: 'contact', former: now === key ? [] : [key] },
  ...{ folder: '', description: '', default: '' },
})
const picture = (source: object) => ({ media: 'image', source })

/** A flow with a loop, a call with inputs and outputs, a segment, a picture in a message and frames; and the flow that it calls. */
const SOURCE: Source = {
  ...{ kind: 'bot', name: 'Pesanan' },
  names: new Map([
    [id(80), 'Tim gudang'],
    [id(81), 'Pelanggan Setia'],
  ]),
  flows: [
    {
      ...{ id: id(1), name: 'Hitung ongkir', tests: [], testsRequired: false, hook: null },
      definition: Definition.parse({
        ...{ format: 1, start: 'mulai' },
        nodes: {
          mulai: {
            kind: 'start',
            inputs: [{ key: 'kota', type: 'text', value: 'Bogor' }],
            outputs: [{ key: 'ongkir', type: 'number' }],
            next: { next: 'isi' },
          },
          isi: {
            kind: 'action',
            actions: [{ do: 'setField', field: 'output_ongkir', value: '{{ input_kota }}' }],
          },
        },
      }),
      layout: Layout.parse({}),
    },
    {
      ...{ id: id(2), name: 'Pesan', testsRequired: false, hook: null, tests: [] },
      definition: Definition.parse({
        ...{ format: 1, start: 'start' },
        nodes: {
          start: { kind: 'start', keywords: ['pesan'], next: { next: 'ulang' } },
          ulang: {
            ...{ kind: 'foreach', over: { kind: 'field', field: 'belanja' }, as: 'barang', rounds: 7 },
            next: { each: 'sebut', done: 'hitung' },
          },
          sebut: {
            kind: 'message',
            text: '{{ index_barang }}. {{ item_barang }} untuk {{ kota_lama }}',
            media: picture({ file: id(90) }),
            next: { next: 'ulang' },
          },
          hitung: {
            ...{ kind: 'subflow', flow: id(1) },
            inputs: [{ input: 'kota', value: '{{ kota_lama }}' }],
            outputs: [{ output: 'ongkir', field: 'ongkir' }],
            next: { next: 'siapa', failed: 'siapa' },
          },
          siapa: {
            kind: 'condition',
            when: {
              match: 'all',
              groups: [
                {
                  match: 'any',
                  rules: [
                    { fact: 'segment', is: 'in', ref: id(81), name: 'nama dulu' },
                    { fact: 'agent', is: 'online', of: 'team', ref: id(80), name: 'Gudang lama' },
                  ],
                },
              ],
            },
            next: { yes: 'foto', no: 'foto' },
          },
          foto: { kind: 'message', text: 'Tokonya', media: picture({ file: id(91) }) },
        },
      }),
      layout: Layout.parse({
        at: { start: { x: 0.4, y: 0 }, foto: { x: 900, y: 12.6 } },
        notes: [{ id: 'n1', x: 3, y: 4, text: 'Ingat stok' }],
        groups: [
          {
            ...{ id: 'g1', x: -40.2, y: -40, width: 640, height: 320.7 },
            ...{ title: 'Keranjang', tone: 'teal' },
          },
        ],
      }),
    },
  ],
  sequences: [
    {
      ...{ id: id(70), name: 'Susulan', enabled: true, endsOnReply: false, window: null },
      steps: [
        { id: 's1', delay: null, flow: id(2) },
        { id: 's2', delay: null, flow: id(66) },
      ],
    },
  ],
  fields: [
    field('belanja', 'list'),
    field('kota_lama', 'text', 'kota'),
    field('ongkir', 'number'),
    field('poin', 'number'),
    field('tak_dipakai', 'text'),
  ],
  segments: [
    {
      ...{ id: id(81), name: 'Pelanggan Setia' },
      rule: {
        match: 'all',
        rules: [
          { fact: 'field', field: 'poin', is: 'more', value: '100' },
          { fact: 'field', field: 'kota_lama', is: 'equal', value: 'Bogor' },
          { fact: 'tag', tag: 'setia', is: 'has' },
        ],
      },
    },
    { id: id(82), name: 'Lain', rule: { match: 'all', rules: [{ fact: 'tag', tag: 'lain', is: 'has' }] } },
  ],
  files: [{ id: id(90), name: 'Keranjang.JPG', mime: 'image/jpeg' }],
}

function written(source: Source): Bundle {
  const bundle = writeBundle(source)
  assert(!isRefusal(bundle), JSON.stringify(bundle))
  return bundle
}

function readOf(raw: unknown): Read {
  const read = readBundle(raw)
  assert(!isRefusal(read), JSON.stringify(read))
  return read
}

let made = 500
function broughtIn(read: Read, choices: object, here: Here = HERE): Settled {
  const chosen = completed(Choices.parse(choices), bringsOf(read, []), here)
  assert.deepEqual(planImport(bringsOf(read, []), chosen, here).conflicts, [])
  return settle(read, chosen, here, { newId: () => id(++made), templates: [] })
}

/** What was brought in, as the workspace would then hold it. */
function heldAs({ flows, sequences, fields, segments }: Settled, files: Source['files']): Source {
  return {
    ...{ kind: 'bot', name: SOURCE.name, names: new Map(), files, segments, sequences, flows },
    fields: fields.map((one) => ({ ...one, id: one.key, former: [] })),
  }
}

test('loops, inputs and outputs, frames, segments and pictures come out again letter by letter', () => {
  const file = written(SOURCE)
  const text = JSON.stringify(file)
  assert.doesNotMatch(text, /[0-9a-f]{8}-[0-9a-f]{4}-/, 'no id')
  const [, order] = file.flows
  const nodes = order?.definition.nodes as Record<string, Record<string, unknown>>
  assert.deepEqual(nodes.ulang, {
    ...{ kind: 'foreach', next: { done: 'hitung', each: 'sebut' } },
    ...{ over: { kind: 'field', field: 'belanja' }, as: 'barang', rounds: 7 },
  })
  assert.deepEqual(nodes.hitung?.inputs, [{ input: 'kota', value: '{{ kota }}' }])
  assert.deepEqual(nodes.sebut?.media, picture({ file: 'keranjang-jpg' }))
  assert.deepEqual(order?.layout.groups, [
    { id: 'g1', x: -40, y: -40, width: 640, height: 321, title: 'Keranjang', tone: 'teal' },
  ])
  assert.deepEqual(
    file.fields.map(({ key }) => key),
    ['belanja', 'kota', 'ongkir', 'poin'],
    'the fields of the segment too, the names of the run never',
  )
  assert.deepEqual([file.tags, file.segments.map(({ name }) => name)], [['setia'], ['Pelanggan Setia']])
  assert.deepEqual(file.files, [{ key: 'keranjang-jpg', name: 'Keranjang.JPG', mime: 'image/jpeg' }])
  assert.deepEqual(file.toFill, [{ what: 'media', flow: 'pesan', step: 'foto' }], 'a file that is gone')
  assert.deepEqual(file.outside.flows, [{ key: 'gone', name: '' }], 'a sequence whose flow was put away')
  assert.deepEqual(filesOf(SOURCE.flows), [id(91), id(90)])

  const read = readOf(JSON.parse(text))
  const settled = broughtIn(read, { files: [{ key: 'keranjang-jpg', as: id(95) }] })
  const sent = settled.flows[1]?.definition.nodes.sebut
  assert(sent?.kind === 'message')
  assert.deepEqual(sent.media, picture({ file: id(95) }))
  const when = settled.flows[1]?.definition.nodes.siapa
  assert(when?.kind === 'condition')
  const [segment, team] = when.when.groups[0]?.rules ?? []
  assert.deepEqual(segment, {
    fact: 'segment',
    is: 'in',
    ref: settled.segments[0]?.id,
    name: 'Pelanggan Setia',
  })
  assert.deepEqual(team, { fact: 'agent', is: 'online', of: 'team', ref: '', name: 'Tim gudang' })
  const files = [{ id: id(95), name: 'Keranjang.JPG', mime: 'image/jpeg' }]
  assert.equal(JSON.stringify(written(heldAs(settled, files))), text)
})

test('a segment of the same name is the one that is here; else it is made with the chosen fields and tags', () => {
  const read = readOf(written(SOURCE))
  const here: Here = { ...HERE, segments: [{ id: id(83), name: 'pelanggan setia' }] }
  const met = broughtIn(read, {}, here)
  assert.deepEqual(met.segments, [])
  const when = met.flows[1]?.definition.nodes.siapa
  assert(when?.kind === 'condition')
  const [asked] = when.when.groups[0]?.rules ?? []
  assert.equal(asked?.fact === 'segment' && asked.ref, id(83))
  const plan = planImport(bringsOf(read, []), completed(Choices.parse({}), bringsOf(read, []), here), here)
  assert.deepEqual(
    plan.acts.filter(({ part }) => part === 'segment'),
    [{ part: 'segment', act: 'use', name: 'Pelanggan Setia', to: 'Pelanggan Setia' }],
  )
  const choices = {
    fields: [{ key: 'poin', as: { create: 'nilai' } }],
    tags: [{ tag: 'setia', as: 'loyal' }],
  }
  const [made] = broughtIn(read, choices).segments
  assert.deepEqual(made?.rule.rules, [
    { fact: 'field', field: 'nilai', is: 'more', value: '100' },
    { fact: 'field', field: 'kota', is: 'equal', value: 'Bogor' },
    { fact: 'tag', tag: 'loyal', is: 'has' },
  ])
})

test('a picture that did not come with the file is asked for, and never found by an id that is written in it', () => {
  const file = written(SOURCE)
  const nodes = file.flows[1]?.definition.nodes as Record<string, object>
  nodes.foto = { kind: 'message', text: 'x', media: picture({ file: id(91) }) }
  const { sebut, foto } = broughtIn(readOf(file), {}).flows[1]?.definition.nodes ?? {}
  assert(sebut?.kind === 'message' && foto?.kind === 'message')
  assert.deepEqual([sebut.media, foto.media], [picture({ link: '' }), picture({ link: '' })])
})

test('a name that lives in the run of one flow is no field of another that bears it', () => {
  const calls = { do: 'note', text: '{{ input_kota }}' }
  const file = {
    ...{ wetalk: 'bot', format: 2, name: 'x' },
    fields: [{ key: 'input_kota', label: 'Kota', type: 'text' }],
    flows: [
      {
        ...{ key: 'a', name: 'A' },
        definition: {
          ...{ format: 1, start: 's' },
          nodes: {
            s: { kind: 'start', inputs: [{ key: 'kota', type: 'text' }], next: { next: 'n' } },
            n: { kind: 'action', actions: [calls] },
          },
        },
      },
      {
        ...{ key: 'b', name: 'B' },
        definition: {
          ...{ format: 1, start: 's' },
          nodes: { s: { kind: 'start', next: { next: 'n' } }, n: { kind: 'action', actions: [calls] } },
        },
      },
    ],
  }
  const settled = broughtIn(readOf(file), { fields: [{ key: 'input_kota', as: { create: 'kota' } }] })
  const said = settled.flows.map(({ definition: { nodes } }) => JSON.stringify(nodes.n))
  assert.match(said[0] ?? '', /input_kota/)
  assert.match(said[1] ?? '', /\{\{ kota \}\}/)
})
