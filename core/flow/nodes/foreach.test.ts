import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogueOf, type FieldShape } from '#core/contact/field/catalogue.ts'
import { advance } from '#core/flow/advance.ts'
import { checkFlow } from '#core/flow/check.ts'
import { Definition } from '#core/flow/definition.ts'
import type { Advance, Facts, Happening } from '#core/flow/run.ts'

const NOW = 1_760_000_000_000
const FIELDS: FieldShape[] = [
  { id: 'f1', key: 'keranjang', type: 'list', scope: 'contact', former: [] },
  { id: 'f2', key: 'warna', type: 'list', scope: 'contact', former: [] },
  { id: 'f3', key: 'kota', type: 'text', scope: 'contact', former: [] },
]

function flow(nodes: Record<string, unknown>): Definition {
  const start = { kind: 'start', next: { next: 'a' } }
  return Definition.parse({ format: 1, start: 's', nodes: { s: start, ...nodes } })
}
function facts(definition: Definition, fields: Record<string, string> = {}): Facts {
  return {
    now: NOW,
    random: () => 0,
    person: { name: 'Sari', phone: '62812', fields, tags: [], lastInboundAt: NOW },
    workspace: { name: 'Kopi', zone: 'Asia/Jakarta', language: 'id' },
    catalogue: catalogueOf(FIELDS),
    definitionOf: () => definition,
    publishedOf: () => undefined,
  }
}
function begin(definition: Definition, fields: Record<string, string>): Advance {
  return advance(null, { kind: 'start', version: 'v' }, facts(definition, fields))
}
function said({ effects }: Advance): unknown[] {
  return effects.flatMap((effect) =>
    effect.kind === 'say' ? ['text' in effect.draft ? effect.draft.text : effect.draft.kind] : [],
  )
}
const codes = (definition: Definition) =>
  checkFlow(definition, { fields: FIELDS, flows: [] }).map(({ node, code }) => `${node} ${code}`.trim())
const list = (...items: string[]) => JSON.stringify(items)
const loop = (more: object = {}) => ({
  kind: 'foreach',
  over: { kind: 'field', field: 'keranjang' },
  as: 'barang',
  next: { each: 'b', done: 'c' },
  ...more,
})
const text = (words: string, next?: string) => ({ kind: 'message', text: words, next: next ? { next } : {} })

test('each item of the list is said with its number, and then the way goes on', () => {
  const definition = flow({
    a: loop(),
    b: text('{{ index_barang }}. {{ item_barang }}'),
    c: text('Selesai{{ item_barang }}'),
  })
  const step = begin(definition, { f1: list('kopi', 'roti') })
  assert.deepEqual(said(step), ['1. kopi', '2. roti', 'Selesai'])
  assert.equal(step.outcome, 'ended')
  const rounds = step.trace.filter(({ node }) => node === 'a').map(({ outlet, heard }) => [outlet, heard])
  assert.deepEqual(rounds, [
    ['each', '1/2 · kopi'],
    ['each', '2/2 · roti'],
    ['done', '2'],
  ])
  assert.deepEqual(said(begin(definition, {})), ['Selesai'], 'an empty list has no round')
  assert.deepEqual(codes(definition), ['c item-outside'])
})

test('a round may also be led back to the loop, and a formula may make the list', () => {
  const over = { kind: 'formula', formula: 'keranjang.filter(x, x != "roti")' }
  const definition = flow({ a: loop({ over }), b: text('{{ item_barang }}', 'a'), c: text('Selesai') })
  assert.deepEqual(said(begin(definition, { f1: list('kopi', 'roti', 'teh') })), ['kopi', 'teh', 'Selesai'])
  assert.deepEqual(codes(definition), [], 'the ring is known to end')
  const broken = flow({
    a: loop({ over: { kind: 'formula', formula: '1 + 1' } }),
    b: text('x'),
    c: text('y'),
  })
  assert.deepEqual(codes(broken), ['a formula-invalid'])
  assert.deepEqual(said(begin(broken, {})), ['y'])
})

test('loops stand inside each other, each with its own item', () => {
  const inner = loop({
    over: { kind: 'field', field: 'warna' },
    ...{ as: 'warna', rounds: 5, next: { each: 'd' } },
  })
  const definition = flow({
    a: loop({ rounds: 5 }),
    b: inner,
    d: text('{{ item_barang }} {{ item_warna }} {{ index_barang }}{{ index_warna }}'),
    c: text('Selesai'),
  })
  const step = begin(definition, { f1: list('kaus', 'topi'), f2: list('biru', 'merah') })
  assert.deepEqual(said(step), ['kaus biru 11', 'kaus merah 12', 'topi biru 21', 'topi merah 22', 'Selesai'])
  assert.deepEqual(codes(definition), [])
  const alike = flow({ a: loop({ rounds: 5 }), b: { ...inner, as: 'barang' }, d: text('x'), c: text('y') })
  assert.deepEqual(codes(alike), ['b loop-name-twice'])
})

test('a round may ask and wait: the run keeps its place, and the list as it was', () => {
  const definition = flow({
    a: loop(),
    b: {
      kind: 'question',
      text: 'Berapa {{ item_barang }}?',
      answer: 'number',
      field: 'jumlah',
      next: { answered: 'd' },
    },
    d: { kind: 'wait', wait: { kind: 'for', length: { amount: 5, unit: 'minute' } }, next: { next: 'e' } },
    e: { kind: 'action', actions: [{ do: 'setField', field: 'keranjang', value: '' }] },
    c: text('Selesai'),
  })
  let step = begin(definition, { f1: list('kopi', 'roti') })
  const heard: unknown[] = said(step)
  const hear = (happening: Happening) => {
    step = advance(JSON.parse(JSON.stringify(step.run)), happening, facts(definition, {}))
    heard.push(...said(step))
  }
  const alarm = (): Happening => ({ kind: 'alarm', token: step.run?.waiting?.token ?? '' })
  hear({ kind: 'message', content: { kind: 'text', text: '2' } })
  hear(alarm())
  hear({ kind: 'message', content: { kind: 'text', text: '3' } })
  hear(alarm())
  assert.deepEqual(heard, ['Berapa kopi?', 'Berapa roti?', 'Selesai'])
  assert.equal(step.run, null)
})

test('a tap on an old button outside of the rounds leaves the loop', () => {
  const buttons = [{ id: 'x', title: 'Menu' }]
  const definition = flow({
    a: { kind: 'message', text: 'Menu?', buttons, next: { 'button:x': 'l' } },
    l: loop({ next: { each: 'b', done: 'c' } }),
    b: { kind: 'question', text: '{{ item_barang }}?', field: 'jumlah', next: { answered: 'd' } },
    d: text('ya'),
    c: text('Selesai'),
  })
  const tap: Happening = {
    kind: 'message',
    content: { kind: 'tap', from: 'button', id: 'a:x', title: 'Menu' },
  }
  const fields = { f1: list('kopi', 'roti') }
  let step = begin(definition, fields)
  step = advance(step.run, tap, facts(definition, fields))
  step = advance(
    step.run,
    { kind: 'message', content: { kind: 'text', text: '1' } },
    facts(definition, fields),
  )
  assert.deepEqual(said(step), ['ya', 'roti?'])
  step = advance(step.run, tap, facts(definition, fields))
  assert.deepEqual(said(step), ['kopi?'], 'it begins anew')
  assert.equal(step.run?.frames[0]?.loops?.length, 1)
})

test('a loop makes no more rounds than it says, and says how many it left out', () => {
  const definition = flow({ a: loop({ rounds: 2 }), b: text('{{ item_barang }}'), c: text('Selesai') })
  const step = begin(definition, { f1: list('a', 'b', 'c', 'd', 'e') })
  assert.deepEqual(said(step), ['a', 'b', 'Selesai'])
  assert.equal(step.trace.find(({ outlet }) => outlet === 'done')?.heard, '2/5')
})

test('what the rounds do at once counts as often as they are made', () => {
  const talkative = (rounds: number) =>
    flow({ a: loop({ rounds, next: { each: 'b' } }), b: text('satu', 'd'), d: text('dua') })
  assert.deepEqual(codes(talkative(20)), [])
  assert.deepEqual(codes(talkative(21)), ['messages-many'])
  const asks = {
    kind: 'question',
    text: '{{ item_barang }}?',
    field: 'x',
    timeout: { amount: 1, unit: 'hour' },
  }
  assert.deepEqual(codes(flow({ a: loop({ rounds: 15, next: { each: 'b' } }), b: asks })), [])
})

test('the silence of a loop that waits is its rounds together, not for ever', () => {
  const waiting = (minutes: number) =>
    flow({
      a: loop({ rounds: 10 }),
      b: {
        kind: 'wait',
        wait: { kind: 'for', length: { amount: minutes, unit: 'minute' } },
        next: { next: 'd' },
      },
      d: text('{{ item_barang }}'),
      c: text('Selesai'),
    })
  assert.deepEqual(codes(waiting(60)), [])
  assert.deepEqual(codes(waiting(180)), ['d window-leak', 'c window-leak'])
})

test('what is wrong with a loop is said', () => {
  const cases: [string, object, string[]][] = [
    ['no list', loop({ over: { kind: 'field' } }), ['a list-unchosen']],
    ['a text', loop({ over: { kind: 'field', field: 'kota' } }), ['a list-wanted']],
    ['no round', loop({ next: { done: 'c' } }), ['a way-missing', 'b unreachable']],
  ]
  for (const [name, a, expected] of cases)
    assert.deepEqual(codes(flow({ a, b: text('x'), c: text('y') })), expected, name)
  const fills = { kind: 'action', actions: [{ do: 'setField', field: 'item_barang', value: 'x' }] }
  assert.deepEqual(codes(flow({ a: loop(), b: fills, c: text('y') })), ['b local-fixed'])
  assert.equal(
    begin(flow({ a: loop(), b: fills, c: text('y') }), { f1: list('k') }).trace.some(
      ({ fault }) => fault === 'bad-value',
    ),
    true,
  )
})

test('a drawing of nothing but loops is judged at once, and told to be split', () => {
  const names = Array.from({ length: 1990 }, (_, at) => `n${at}`)
  const chain = names.map((name, at) => [
    name,
    loop({ as: 'x', next: { each: names[at + 1] ?? 'c', done: 'c' } }),
  ])
  const definition = flow({ a: text('x', 'n0'), ...Object.fromEntries(chain), c: text('y') })
  const began = process.cpuUsage().user
  assert.ok(codes(definition).includes('loops-many'))
  assert.ok(
    process.cpuUsage().user - began < 2_000_000,
    'within two seconds of work, mostly of reading the code',
  )
})

test('loops that lead into each other without end are found, those that end are not', () => {
  const ring = flow({ a: loop({ next: { each: 'b', done: 'a' } }), b: text('x') })
  assert.deepEqual(codes(ring), ['a loop-endless'])
  assert.equal(begin(ring, {}).trace.at(-1)?.fault, 'step-limit')
})

test('a loop in a called flow in a loop goes through each list in its place, an empty one too', () => {
  const called = Definition.parse({
    format: 1,
    start: 's',
    nodes: {
      s: { kind: 'start', inputs: [{ key: 'isi', type: 'list', value: '' }], next: { next: 'a' } },
      a: loop({ over: { kind: 'field', field: 'input_isi' }, next: { each: 'b' } }),
      b: { kind: 'question', text: '{{ item_barang }}?', field: 'jumlah' },
    },
  })
  const main = flow({
    a: loop({ over: { kind: 'formula', formula: '["x", "", "y"]' }, next: { each: 'b', done: 'c' } }),
    b: {
      kind: 'subflow',
      flow: '01890000-0000-7000-8000-000000000002',
      inputs: [{ input: 'isi', value: '{{ warna }}' }],
      next: { next: 'd' },
    },
    d: { ...text('{{ index_barang }} {{ item_barang }}'), next: { next: 'e' } },
    e: { kind: 'action', actions: [{ do: 'clearField', field: 'warna' }] },
    c: text('Selesai'),
  })
  const world = (fields: Record<string, string>): Facts => ({
    ...facts(main, fields),
    definitionOf: (version) => (version === 'v' ? main : called),
    publishedOf: (id) => id,
  })
  let step = advance(null, { kind: 'start', version: 'v' }, world({ f2: list('biru', 'merah') }))
  const heard = said(step)
  for (const answer of ['1', '2']) {
    const run = JSON.parse(JSON.stringify(step.run))
    step = advance(
      run,
      { kind: 'message', content: { kind: 'text', text: answer } },
      world({ f2: list('biru', 'merah') }),
    )
    heard.push(...said(step))
  }
  assert.deepEqual(heard, ['biru?', 'merah?', '1 x', '2 y', 'Selesai'])
  assert.equal(step.run, null)
})

test('a list of thousands is cut to the rounds of the loop; a formula may not come to one', () => {
  const over = { kind: 'formula', formula: 'keranjang + keranjang + keranjang' }
  const items = Array.from({ length: 100 }, (_, at) => `b${at}`)
  const definition = flow({ a: loop({ over, rounds: 3 }), b: text('{{ item_barang }}'), c: text('Selesai') })
  const step = begin(definition, { f1: list(...items) })
  assert.deepEqual([said(step), step.trace[1]?.fault], [['Selesai'], 'bad-formula'], 'as for any field')
  const foreign = JSON.stringify(Array.from({ length: 10_000 }, (_, at) => `b${at}`))
  const byField = flow({ a: loop({ rounds: 3 }), b: text('{{ item_barang }}'), c: text('Selesai') })
  assert.deepEqual(said(begin(byField, { f1: foreign })), ['b0', 'b1', 'b2', 'Selesai'])
})
