import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { NO_FIELDS } from '#core/contact/field/catalogue.ts'
import { advance } from '#core/flow/advance.ts'
import { Definition } from '#core/flow/definition.ts'
import { StartNode } from '#core/flow/nodes/start.ts'
import { route, type Trigger } from '#core/flow/route.ts'
import type { Advance, Facts, Run } from '#core/flow/run.ts'
import type { Content } from '#core/whatsapp/heard.ts'

const NOW = 1_760_000_000_000
const SUB = '01890000-0000-7000-8000-000000000002'

function flow(nodes: Record<string, unknown>): Definition {
  const start = { kind: 'start', next: { next: 'a' } }
  return Definition.parse({ format: 1, start: 's', nodes: { s: start, ...nodes } })
}
const text = (words: string, next?: string) => ({ kind: 'message', text: words, next: next ? { next } : {} })
const loop = (as: string, items: readonly string[], next: object) => ({
  kind: 'foreach',
  over: { kind: 'formula', formula: JSON.stringify(items) },
  as,
  next,
})
const buttons = [
  { id: 'yes', title: 'Ambil' },
  { id: 'no', title: 'Lewati' },
]
const offer = {
  kind: 'message',
  text: '{{ item_barang }}?',
  buttons,
  next: { 'button:yes': 'taken', 'button:no': 'skipped' },
}
/** Offers each item with two buttons; then asks for a name. */
const shop = flow({
  a: { kind: 'message', text: 'Menu', buttons: [{ id: 'go', title: 'Mulai' }], next: { 'button:go': 'l' } },
  l: loop('barang', ['kopi', 'roti', 'teh'], { each: 'offer', done: 'name' }),
  offer,
  taken: text('{{ item_barang }} diambil'),
  skipped: text('{{ item_barang }} dilewati'),
  name: { kind: 'question', text: 'Nama?', retries: 5, retryText: 'Namanya?', next: { answered: 'end' } },
  end: text('Selesai'),
})
const FALLBACK: Trigger = {
  flow: 'bye',
  version: 'bye',
  start: StartNode.parse({ kind: 'start', fallback: true, keywords: ['Ambil'] }),
}

function talkWith(main: Definition, called?: Definition) {
  const facts: Facts = {
    now: NOW,
    random: () => 0,
    person: { name: 'Sari', phone: '62812', fields: {}, tags: [], lastInboundAt: NOW },
    workspace: { name: 'Kopi', zone: 'Asia/Jakarta', language: 'id' },
    catalogue: NO_FIELDS,
    definitionOf: (version) => (version === SUB ? called : version === 'v' ? main : undefined),
    publishedOf: (id) => id,
  }
  let run: Run | null = null
  /** Every button that was shown, by the message's words and its own. */
  const shown = new Map<string, string>()
  const take = (step: Advance): string[] => {
    run = step.run && (JSON.parse(JSON.stringify(step.run)) as Run)
    return step.effects.flatMap((effect) => {
      if (effect.kind !== 'say' || !('text' in effect.draft)) return []
      const { draft } = effect
      if (draft.kind === 'buttons')
        for (const { id, title } of draft.buttons) shown.set(`${draft.text} ${title}`, id)
      return [draft.text ?? '']
    })
  }
  const hear = (content: Content) => {
    const own = { flow: 'main', version: 'v', start: StartNode.parse({ kind: 'start' }) }
    const found = route(run, content, [own, FALLBACK], { facts, age: 0, firstMessage: false })
    if (found.kind === 'none') return found.why
    if (found.kind === 'start' && found.version === 'bye') return 'begins another flow'
    return take(advance(found.kind === 'start' ? null : run, found.happening, facts))
  }
  const tap = (words: string) => {
    const id = shown.get(words)
    assert(id, words)
    return hear({ kind: 'tap', from: 'button', id, title: words.slice(words.indexOf('?') + 2) || words })
  }
  return {
    shown,
    begin: () => take(advance(null, { kind: 'start', version: 'v' }, facts)),
    hear,
    tap,
  }
}

test('a button of a loop counts for the item under which it stands, and for no later one', () => {
  const talk = talkWith(shop)
  talk.begin()
  talk.hear({ kind: 'text', text: 'Mulai' })
  assert.deepEqual(talk.tap('kopi? Ambil'), ['kopi diambil', 'roti?'])
  assert.equal(talk.tap('kopi? Ambil'), 'stale', 'tapped twice: the second says nothing of the bread')
  assert.equal(talk.tap('kopi? Lewati'), 'stale')
  assert.deepEqual(talk.tap('roti? Lewati'), ['roti dilewati', 'teh?'], 'the talk goes on where it was')
})

test('a button of a loop that is over neither goes back into it nor answers what is asked now', () => {
  const talk = talkWith(shop)
  talk.begin()
  talk.hear({ kind: 'text', text: 'Mulai' })
  for (const item of ['kopi', 'roti', 'teh']) talk.tap(`${item}? Ambil`)
  assert.deepEqual(talk.tap('teh? Ambil'), ['Namanya?'], 'it is no name, and begins nothing else')
  assert.deepEqual(talk.hear({ kind: 'text', text: 'Sari' }), ['Selesai'])
  assert.equal(talk.tap('teh? Ambil'), 'begins another flow', 'afterwards it is a word like any other')
})

test('a question of a loop takes no answer that was tapped for an earlier item', () => {
  const options = [
    { id: 'good', title: 'Bagus' },
    { id: 'bad', title: 'Kurang' },
  ]
  const talk = talkWith(
    flow({
      a: loop('barang', ['kopi', 'roti'], { each: 'ask' }),
      ask: {
        ...{ kind: 'question', text: '{{ item_barang }}?', answer: 'choice', options },
        ...{ retryText: 'Pilih satu?', next: { answered: 'note' } },
      },
      note: { kind: 'question', text: 'Catatan {{ item_barang }}?', next: { answered: 'thanks' } },
      thanks: text('Dicatat'),
    }),
  )
  talk.begin()
  assert.deepEqual(talk.tap('kopi? Bagus'), ['Catatan kopi?'])
  assert.deepEqual(talk.tap('kopi? Kurang'), ['Catatan kopi?'], 'within its round one may change one’s mind')
  assert.deepEqual(talk.hear({ kind: 'text', text: 'enak' }), ['Dicatat', 'roti?'])
  assert.deepEqual(talk.tap('kopi? Bagus'), ['Pilih satu?'])
  assert.deepEqual(talk.tap('roti? Bagus'), ['Catatan roti?'])
  const [said] = talk.tap('kopi? Bagus')
  assert.match(said ?? '', /./, 'it asks again')
  assert.notEqual(said, 'Dicatat')
})

test('a button outside of the rounds works from within, and one of an outer round from an inner one', () => {
  const talk = talkWith(
    flow({
      ...shop.nodes,
      taken: loop('ukuran', ['kecil', 'besar'], { each: 'size' }),
      size: {
        kind: 'message',
        text: '{{ item_barang }} {{ item_ukuran }}?',
        buttons,
        next: { 'button:yes': 'skipped', 'button:no': 'skipped' },
      },
    }),
  )
  talk.begin()
  talk.hear({ kind: 'text', text: 'Mulai' })
  assert.deepEqual(talk.tap('kopi? Ambil'), ['kopi kecil?'])
  assert.deepEqual(talk.tap('kopi? Lewati'), ['kopi dilewati', 'roti?'])
  assert.deepEqual(talk.tap('roti? Ambil'), ['roti kecil?'])
  assert.equal(talk.tap('kopi kecil? Ambil'), 'stale')
  assert.deepEqual(talk.hear({ kind: 'text', text: 'Ambil' }), ['roti dilewati', 'roti besar?'])
  assert.equal(talk.tap('roti kecil? Ambil'), 'stale')
})

test('the rounds of a loop that calls a flow are told apart inside that flow', () => {
  const called = flow({ a: { ...offer, text: 'Yakin?' }, taken: text('ya'), skipped: text('tidak') })
  const talk = talkWith(
    flow({
      a: loop('barang', ['kopi', 'roti'], { each: 'call' }),
      call: { kind: 'subflow', flow: SUB, next: { next: 'said' } },
      said: text('{{ item_barang }}'),
    }),
    called,
  )
  talk.begin()
  const old = talk.shown.get('Yakin? Ambil') ?? ''
  assert.deepEqual(talk.tap('Yakin? Ambil'), ['ya', 'kopi', 'Yakin?'])
  assert.equal(talk.hear({ kind: 'tap', from: 'button', id: old, title: 'Ambil' }), 'stale')
  assert.deepEqual(talk.tap('Yakin? Ambil'), ['ya', 'roti'])
})

test('whatever old and new buttons are tapped, each speaks of the item under which it stands, or of none', () => {
  const nested = flow({
    a: loop('luar', ['A', 'B', 'C'], { each: 'first' }),
    first: {
      kind: 'message',
      text: '{{ item_luar }}?',
      buttons,
      next: { 'button:yes': 'inner', 'button:no': 'left' },
    },
    left: text('{{ item_luar }} dilewati'),
    inner: loop('dalam', ['1', '2'], { each: 'second' }),
    second: {
      kind: 'message',
      text: '{{ item_luar }}{{ item_dalam }}?',
      buttons,
      next: { 'button:yes': 'call', 'button:no': 'both' },
    },
    both: text('{{ item_luar }}{{ item_dalam }} dilewati'),
    call: {
      kind: 'subflow',
      flow: SUB,
      inputs: [{ input: 'apa', value: '{{ item_luar }}{{ item_dalam }}' }],
    },
  })
  const called = Definition.parse({
    format: 1,
    start: 's',
    nodes: {
      s: { kind: 'start', inputs: [{ key: 'apa', type: 'text', value: '' }], next: { next: 'a' } },
      a: {
        kind: 'message',
        text: '{{ input_apa }}, yakin?',
        buttons,
        next: { 'button:yes': 'taken', 'button:no': 'skipped' },
      },
      taken: text('{{ input_apa }} diambil'),
      skipped: text('{{ input_apa }} batal'),
    },
  })
  let stale = 0
  const played = fc.property(fc.array(fc.nat(), { minLength: 5, maxLength: 25 }), (picks) => {
    const talk = talkWith(nested, called)
    talk.begin()
    for (const pick of picks) {
      const words = [...talk.shown.keys()][pick % talk.shown.size] ?? ''
      const heard = talk.tap(words)
      if (typeof heard === 'string') stale++
      else
        assert.ok(
          heard[0]?.startsWith(words.replace(/(, yakin)?\?.*/, '')),
          `${words} → ${heard.join(' · ')}`,
        )
    }
  })
  fc.assert(played, { numRuns: 300, seed: 20_261_127 })
  assert.ok(stale > 300, 'many of them were of rounds that are over')
})
