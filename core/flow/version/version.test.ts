import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Language } from '#core/base/language.ts'
import { advance } from '#core/flow/advance.ts'
import { Definition } from '#core/flow/definition.ts'
import type { Facts, Run } from '#core/flow/run.ts'
import { compareFlows, countsOf } from '#core/flow/version/diff.ts'
import { moveRun } from '#core/flow/version/move.ts'
import { detailWords } from '#core/flow/version/words.ts'

const flow = (nodes: object) => Definition.parse({ format: 1, start: 'begin', nodes })
const BEGIN = { kind: 'start', next: { next: 'hello' } }
const HELLO = {
  kind: 'message',
  name: 'Salam',
  text: 'Halo',
  buttons: [
    { id: 'a', title: 'Katalog' },
    { id: 'b', title: 'Tim' },
  ],
  next: { 'button:a': 'team', 'button:b': 'team' },
}
const before = flow({ begin: BEGIN, hello: HELLO, team: { kind: 'handover', name: 'Serahkan' } })

test('what changed is told as texts and ways, before and after, not as JSON', () => {
  const after = flow({
    begin: BEGIN,
    hello: {
      ...HELLO,
      text: 'Halo kak',
      buttons: [
        { id: 'b', title: 'Bicara dengan tim' },
        { id: 'a', title: 'Katalog' },
      ],
      next: { 'button:a': 'wait', 'button:b': 'team' },
    },
    team: { kind: 'handover', name: 'Serahkan' },
    wait: { kind: 'wait', name: 'Sejam', wait: { kind: 'for', length: { amount: 1, unit: 'hour' } } },
  })
  const diffs = compareFlows(before, after)
  assert.deepEqual(
    diffs.map(({ node, change }) => [node, change]),
    [
      ['hello', 'changed'],
      ['wait', 'added'],
    ],
  )
  const around = { before, after, language: 'id' } as const
  const lines = diffs[0]?.details.map((detail) => {
    const words = detailWords(detail, 'hello', around)
    return `${words.what}: ${words.before} → ${words.after}`
  })
  assert.deepEqual(lines?.toSorted(), [
    'Jalur “Katalog”: Serahkan → Sejam',
    'Teks: “Halo” → “Halo kak”',
    'Tombol · Judul: “Tim” → “Bicara dengan tim”',
  ])
  assert.deepEqual(countsOf(compareFlows(after, before)), { added: 0, changed: 1, removed: 1 })
})

test('a drawing is no different from itself, whatever the order of its properties', () => {
  const { kind, text, ...rest } = HELLO
  const after = flow({
    team: { name: 'Serahkan', kind: 'handover' },
    hello: { ...rest, text, kind },
    begin: BEGIN,
  })
  assert.deepEqual(compareFlows(before, after), [])
})

const RUN: Run = {
  frames: [{ version: 'v1', node: 'hello' }],
  waiting: { for: 'tap', token: 't', since: 0, until: null, tries: 0 },
  steps: 2,
}
const OLDER = new Map([['v1', before]])

test('a waiting run moves to the same step of the new version, and keeps its alarm', () => {
  const moved = moveRun(RUN, OLDER, { id: 'v2', definition: before })
  assert.deepEqual(moved, { ...RUN, frames: [{ version: 'v2', node: 'hello' }] })
})

test('a run whose step is gone, or became another kind, is not moved', () => {
  const gone = flow({ begin: BEGIN })
  const other = flow({ begin: BEGIN, hello: { kind: 'handover' } })
  for (const definition of [gone, other]) assert.equal(moveRun(RUN, OLDER, { id: 'v2', definition }), null)
  assert.equal(moveRun(RUN, new Map(), { id: 'v2', definition: before }), null, 'nor one of another flow')
})

const loop = (as: string, each: string) => ({
  ...{ kind: 'foreach', as, over: { kind: 'formula', formula: '["kopi","roti"]' } },
  next: { each, done: 'end' },
})
const ask = (text: string) => ({ kind: 'question', text, next: { answered: 'said' } })
const END = { kind: 'message', text: 'Selesai' }
const looped = (nodes: object) =>
  flow({ begin: { kind: 'start', next: { next: 'loop' } }, end: END, ...nodes })

/** What is said when somebody who waits in the first round of `was` is moved to `is` and answers. */
function saidAfterMove(was: Definition, is: Definition): unknown[] {
  const facts: Facts = {
    now: 1,
    random: () => 0,
    person: { name: 'Sari', phone: '', fields: {}, tags: [], lastInboundAt: 1 },
    workspace: { name: 'Kopi', zone: 'Asia/Jakarta', language: 'id' },
    definitionOf: (version) => (version === 'v1' ? was : is),
    publishedOf: () => undefined,
  }
  const { run } = advance(null, { kind: 'start', version: 'v1' }, facts)
  const moved = run && moveRun(run, new Map([['v1', was]]), { id: 'v2', definition: is })
  const answer = { kind: 'message', content: { kind: 'text', text: 'dua' } } as const
  return advance(moved, answer, facts).effects.flatMap((effect) =>
    effect.kind === 'say' && 'text' in effect.draft ? [effect.draft.text] : [],
  )
}

test('whoever is moved inside a loop goes on in the same round, by the names that the new version has for it', () => {
  const was = looped({ loop: loop('barang', 'ask'), ask: ask('{{ item_barang }}?'), said: END })
  const is = looped({
    ...{ loop: loop('produk', 'ask'), ask: ask('{{ index_produk }}. {{ item_produk }}?') },
    said: { kind: 'message', text: '{{ item_produk }} dicatat{{ item_barang }}' },
  })
  assert.deepEqual(saidAfterMove(was, is), ['kopi dicatat', '2. roti?'])
})

test('whoever is moved to a step that stands outside of the loop now is in no round any more', () => {
  const was = looped({ loop: loop('barang', 'ask'), ask: ask('{{ item_barang }}?'), said: END })
  const is = looped({
    loop: loop('barang', 'note'),
    note: { kind: 'message', text: '{{ item_barang }}' },
    end: ask('Sudah?'),
    ask: ask('Sudah?'),
    said: { kind: 'message', text: 'Terima kasih' },
  })
  assert.deepEqual(saidAfterMove(was, is), ['Terima kasih'])
})

test('an input that became of another type keeps what can be read so, else its default', () => {
  const takes = (type: string, value: string) =>
    flow({
      begin: { kind: 'start', inputs: [{ key: 'berat', type, value }], next: { next: 'ask' } },
      ask: ask('Kirim?'),
      said: {
        kind: 'action',
        actions: [{ do: 'formula', field: 'x', formula: 'input_berat + 1' }],
        next: { next: 'end' },
      },
      end: { kind: 'message', text: '{{ x }}' },
    })
  assert.deepEqual(saidAfterMove(takes('text', '4'), takes('number', '7')), ['5'])
  assert.deepEqual(saidAfterMove(takes('text', 'dua kilo'), takes('number', '7')), ['8'])
})

test('loops, inputs and outputs are compared in words', () => {
  const start = (more: object) => ({ kind: 'start', ...more, next: { next: 'loop' } })
  const call = (more: object) => ({ kind: 'subflow', name: 'Ongkir', ...more })
  const was = flow({
    begin: start({
      inputs: [{ key: 'berat', type: 'text' }],
      outputs: [{ key: 'ongkir', type: 'number' }],
    }),
    loop: { kind: 'foreach', over: { kind: 'field', field: 'keranjang' }, next: { each: 'call' } },
    call: call({
      inputs: [{ input: 'kota', value: 'Solo' }],
      outputs: [{ output: 'biaya', field: 'ongkir' }],
    }),
    end: END,
  })
  const is = flow({
    begin: start({
      inputs: [{ key: 'kilo', type: 'number', value: '1', former: ['berat'] }],
      outputs: [
        { key: 'ongkir', type: 'number' },
        { key: 'hari', type: 'number' },
      ],
    }),
    loop: {
      ...{ kind: 'foreach', over: { kind: 'formula', formula: 'keranjang' }, as: 'barang', rounds: 5 },
      next: { each: 'call', done: 'end' },
    },
    call: call({
      inputs: [{ input: 'kota', value: '{{ kota }}' }],
      outputs: [{ output: 'biaya', field: 'tarif' }],
    }),
    end: END,
  })
  const lines = (language: Language) =>
    compareFlows(was, is).flatMap(({ node, details }) =>
      details.map((detail) => {
        const { what, before, after } = detailWords(detail, node, { before: was, after: is, language })
        return `${node} ${what}: ${before} → ${after}`
      }),
    )
  assert.deepEqual(lines('id'), [
    'begin Masukan berat · Nama: “berat” → “kilo”',
    'begin Masukan berat · Jenis: “Teks” → “Angka”',
    'begin Masukan berat · Nilai: tidak ada → “1”',
    'begin Keluaran hari · Nama: tidak ada → “hari”',
    'begin Keluaran hari · Jenis: tidak ada → “Angka”',
    'loop Daftar · Asal: “Field” → “Rumus”',
    'loop Daftar · Field: “keranjang” → tidak ada',
    'loop Sebutan: “daftar” → “barang”',
    'loop Putaran: “20” → “5”',
    'loop Daftar · Rumus: tidak ada → “keranjang”',
    'loop Jalur “Selesai”: tidak ada → Kirim pesan: Selesai',
    'call Masukan kota · Nilai: “Solo” → “{{ kota }}”',
    'call Keluaran biaya · Simpan ke: “ongkir” → “tarif”',
  ])
  assert.deepEqual(lines('en').slice(-8), [
    'loop List · Taken from: “Field” → “Formula”',
    'loop List · Field: “keranjang” → nothing',
    'loop Called: “daftar” → “barang”',
    'loop Rounds: “20” → “5”',
    'loop List · Formula: nothing → “keranjang”',
    'loop Way “Done”: nothing → Send message: Selesai',
    'call Input kota · Value: “Solo” → “{{ kota }}”',
    'call Output biaya · Saved to: “ongkir” → “tarif”',
  ])
})

test('what is chosen from a list is told as the builder calls it, but words that people wrote stay', () => {
  const step = (answer: string, text: string, welcome: boolean) =>
    flow({
      begin: { ...BEGIN, welcome },
      hello: { kind: 'question', text, answer },
      team: { kind: 'handover' },
    })
  const [was, is] = [step('text', 'text', false), step('email', 'email', true)]
  const told = compareFlows(was, is).flatMap(({ node, details }) =>
    details.map((detail) => {
      const { what, before, after } = detailWords(detail, node, { before: was, after: is, language: 'id' })
      return `${what}: ${before} → ${after}`
    }),
  )
  assert.deepEqual(told, ['Sambutan: “tidak” → “ya”', 'Teks: “text” → “email”', 'Jawaban: “Teks” → “Email”'])
})

test('an input that was renamed and named back is no difference', () => {
  const takes = (former: string[]) =>
    flow({ begin: { ...BEGIN, inputs: [{ key: 'berat', type: 'text', former }] } })
  assert.deepEqual(compareFlows(takes([]), takes(['kilo'])), [])
  assert.deepEqual(compareFlows(takes(['bobot']), takes(['kilo', 'bobot'])), [])
})

test('a team that was exchanged is told by its name, not by its id', () => {
  const assigns = (ref: string, name: string) =>
    flow({ begin: BEGIN, hello: { kind: 'action', actions: [{ do: 'assign', to: 'team', ref, name }] } })
  const [before_, after_] = [assigns('1', 'Penjualan'), assigns('2', 'Gudang')]
  const [diff] = compareFlows(before_, after_)
  const told = diff?.details.map((detail) =>
    detailWords(detail, 'hello', { before: before_, after: after_, language: 'id' }),
  )
  assert.deepEqual(told, [{ what: 'Aksi · Nama', before: '“Penjualan”', after: '“Gudang”' }])
})
