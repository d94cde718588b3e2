import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Definition } from '#core/flow/definition.ts'
import { recordScript } from '#core/flow/trial/record.ts'
import { lengthIn, Script } from '#core/flow/trial/script.ts'
import { coverageOf, tryScript } from '#core/flow/trial/trial.ts'
import { differenceSentence } from '#core/flow/trial/words.ts'
import type { TrialWorld } from '#core/flow/trial/world.ts'

const FLOW = 'flow'
type Nodes = Readonly<Record<string, unknown>>

const LEAD: Nodes = {
  start: { kind: 'start', keywords: ['promo'], next: { next: 'menu' } },
  menu: {
    kind: 'message',
    name: 'Menu',
    text: 'Halo {{ name }}, mau apa?',
    buttons: [
      { id: 'a', title: 'Daftar' },
      { id: 'b', title: 'Nanti' },
    ],
    next: { 'button:a': 'ask', 'button:b': 'later' },
  },
  ask: {
    kind: 'question',
    name: 'Kota',
    text: 'Kota mana?',
    answer: 'text',
    field: 'kota',
    timeout: { amount: 1, unit: 'hour' },
    next: { answered: 'tag', timeout: 'later' },
  },
  tag: { kind: 'action', name: 'Tandai', actions: [{ do: 'addTag', tag: 'lead' }], next: { next: 'thanks' } },
  thanks: { kind: 'message', name: 'Terima kasih', text: 'Tercatat: {{ kota }}' },
  later: {
    kind: 'wait',
    name: 'Besok',
    wait: { kind: 'for', length: { amount: 25, unit: 'hour' } },
    next: { next: 'late' },
  },
  late: { kind: 'message', name: 'Terlambat', text: 'Masih berminat?' },
}

function worldOf(nodes: Nodes = LEAD, more: Partial<TrialWorld> = {}): TrialWorld {
  const definition = Definition.parse({ format: 1, start: 'start', nodes })
  const workspace = { name: 'Kopi Senja', zone: 'Asia/Jakarta', language: 'id' } as const
  return { flow: FLOW, definition, others: [], workspace, ...more }
}

const WHOLE = Script.parse({
  name: 'Mendaftar',
  steps: [
    { says: 'promo', expect: { messages: [{ text: 'Halo Dewi, mau apa?', buttons: ['Daftar', 'Nanti'] }] } },
    { taps: 'Daftar', expect: { messages: [{ node: 'ask', text: 'Kota mana?' }], outcome: 'waiting' } },
    {
      says: 'Bandung',
      expect: {
        messages: [{ node: 'thanks', text: 'Tercatat: Bandung' }],
        fields: { kota: 'Bandung' },
        tags: ['lead', '!lama'],
        way: [
          { node: 'ask', by: 'answered' },
          { node: 'tag', by: 'next' },
          { node: 'thanks', by: 'next' },
        ],
        outcome: 'ended',
        cost: '0',
      },
    },
  ],
})

const sentences = (script: Script, world = worldOf()) =>
  tryScript(script, world).differences.map((one) => differenceSentence(one, world.definition, 'id'))

test('a talk that goes as it should has no differences', () => {
  assert.deepEqual(sentences(WHOLE), [])
})

test('waiting rings alarms on the way, and the gate refuses words of one’s own after 24 hours', () => {
  const script = Script.parse({
    name: 'Diam',
    steps: [
      { says: 'promo' },
      { taps: 'Daftar' },
      { waits: '26h', expect: { messages: [], refused: ['window-closed'], outcome: 'ended' } },
    ],
  })
  assert.deepEqual(sentences(script), [])
  const [, , waited] = tryScript(script, worldOf()).played
  assert.deepEqual(
    waited?.trace.map(({ node, outlet }) => [node, outlet]),
    [
      ['ask', 'timeout'],
      ['later', undefined],
      ['later', 'next'],
      ['late', 'next'],
    ],
  )
})

const BROKEN: readonly [title: string, change: Nodes, sentence: string][] = [
  [
    'another text',
    { thanks: { kind: 'message', name: 'Terima kasih', text: 'Oke' } },
    '“Terima kasih” seharusnya berkata “Tercatat: Bandung”, tetapi berkata “Oke”.',
  ],
  [
    'a way that leads elsewhere',
    {
      tag: {
        kind: 'action',
        name: 'Tandai',
        actions: [{ do: 'addTag', tag: 'lead' }],
        next: { next: 'late' },
      },
    },
    'Sesudah “Tandai” seharusnya ke “Terima kasih”, tetapi ke “Terlambat”.',
  ],
  [
    'a tag that is not given',
    { tag: { kind: 'action', name: 'Tandai', actions: [], next: { next: 'thanks' } } },
    'Label lead seharusnya ada sesudah “Terima kasih”.',
  ],
  [
    'another field',
    {
      ask: {
        kind: 'question',
        name: 'Kota',
        text: 'Kota mana?',
        answer: 'text',
        field: 'asal',
        next: { answered: 'tag' },
      },
    },
    'Kolom kota seharusnya “Bandung”, tetapi “” (“awal”).',
  ],
  [
    'a button that is gone',
    { menu: { kind: 'message', name: 'Menu', text: 'Halo {{ name }}, mau apa?' } },
    'Tombol “Daftar” tidak ada pada pesan mana pun.',
  ],
  [
    'no keyword',
    { start: { kind: 'start', keywords: ['lain'], next: { next: 'menu' } } },
    '“promo” tidak dijawab: tidak ada kata kunci atau langkah yang menerimanya.',
  ],
]
for (const [title, change, sentence] of BROKEN) {
  test(`a flow that was broken by ${title} is told by its step and the difference`, () => {
    assert.ok(
      sentences(WHOLE, worldOf({ ...LEAD, ...change })).includes(sentence),
      sentences(WHOLE, worldOf({ ...LEAD, ...change })).join('\n'),
    )
  })
}

test('a template costs what the published card says, and one that is not approved is refused', () => {
  const template = {
    name: 'kabar',
    language: 'id',
    category: 'MARKETING',
    body: { text: 'Ada promo baru.', examples: [] },
  }
  const nodes = {
    start: { kind: 'start', keywords: ['promo'], next: { next: 'send' } },
    send: { kind: 'template', name: 'Kabar', template },
  }
  const base = worldOf(nodes)
  const node = base.definition.nodes.send
  const held = node?.kind === 'template' && node.template ? node.template : assert.fail()
  const script = (expect: object) =>
    Script.parse({ name: 'x', at: '2026-10-05T03:00:00Z', steps: [{ says: 'promo', expect }] })
  const approved = { ...base, templates: [{ template: held, status: 'APPROVED' as const }] }
  const [played] = tryScript(script({}), approved).played
  assert.match(played?.spoken[0]?.cost ?? '', /^0\.\d+$/)
  assert.deepEqual(sentences(script({ cost: played?.spoken[0]?.cost ?? '' }), approved), [])
  assert.equal(sentences(script({ cost: '9' }), approved).length, 1)
  const pending = { ...base, templates: [{ template: held, status: 'PENDING' as const }] }
  assert.deepEqual(sentences(script({ refused: ['template-not-approved'] }), pending), [])
})

test('a split takes the branch that a test names', () => {
  const branches = [
    { id: 'a', title: 'A', weight: 99 },
    { id: 'b', title: 'B', weight: 1 },
  ]
  const nodes = {
    start: { kind: 'start', keywords: ['promo'], next: { next: 'split' } },
    split: { kind: 'split', branches, next: { 'branch:a': 'a', 'branch:b': 'b' } },
    a: { kind: 'message', text: 'A' },
    b: { kind: 'message', text: 'B' },
  }
  for (const by of ['branch:a', 'branch:b']) {
    const way = [
      { node: 'start', by: 'next' },
      { node: 'split', by },
      { node: by.slice(-1), by: 'next' },
    ]
    const script = Script.parse({ name: 'x', steps: [{ says: 'promo', expect: { way } }] })
    assert.deepEqual(sentences(script, worldOf(nodes)), [])
  }
})

test('coverage counts the ways that tests took, and marks the step that failed', () => {
  const world = worldOf({ ...LEAD, ...BROKEN[0]?.[1] })
  const coverage = coverageOf(FLOW, world.definition, [tryScript(WHOLE, world)])
  assert.equal(coverage.marks.thanks, 'failed')
  assert.equal(coverage.marks.menu, 'passed')
  assert.deepEqual(coverage.missed, ['later', 'late'])
  assert.ok(coverage.taken > 0 && coverage.taken < coverage.all)
})

test('what was played and written down becomes a test that passes on the same drawing', () => {
  const world = worldOf()
  const { played } = tryScript(WHOLE, world)
  const turns = played.map((one) => ({
    at: one.now,
    heard:
      'taps' in one.step
        ? { kind: 'tap', text: one.step.taps }
        : { kind: 'text', text: 'says' in one.step ? one.step.says : '' },
    outcome: one.outcome,
    steps: one.trace.map(({ node, outlet, set = {}, was = {}, tags = [] }) => ({
      ...{ node, outlet: outlet ?? null, set, was, tags },
      sent: one.spoken
        .filter((each) => each.node === node)
        .map(({ text }) => ({ draft: { kind: 'text' as const, text }, refused: null })),
    })),
  }))
  const person = {
    name: 'Dewi',
    phone: '+62 812',
    fields: { kota: 'Bandung', asal: 'x' },
    tags: ['lead', 'lama'],
  }
  const script = recordScript(turns, { name: 'Rekaman', person }, world.definition)
  assert.deepEqual(script?.customer, { name: 'Dewi', phone: '62812', fields: { asal: 'x' }, tags: ['lama'] })
  const differences = script && tryScript(Script.parse(script), world).differences
  assert.deepEqual(
    differences?.map(({ code }) => code),
    ['buttons-other'].slice(1),
  )
})

test('any talk can be recorded: waits of weeks, many tags, long values and a loop of many rounds make a test that can be read', () => {
  const step = (node: string) => ({ node, outlet: 'each', set: {}, was: {}, tags: [], sent: [] })
  const turn = (at: number, heard: object, steps: readonly ReturnType<typeof step>[]) => ({
    ...{ at, outcome: 'waiting', steps },
    heard: { kind: 'text', text: 'halo', ...heard },
  })
  const DAY = 86_400_000
  const turns = [
    turn(0, {}, [step('start')]),
    turn(30 * DAY + 3000, { kind: 'alarm', text: '' }, [step('tunggu')]),
    turn(
      75 * DAY + 4001,
      {},
      Array.from({ length: 450 }, (_, at) => step(`n${at}`)),
    ),
    turn(76 * DAY, { text: 'x'.repeat(5000) }, [step('a')]),
  ]
  const person = {
    name: 'D'.repeat(200),
    phone: '6281234567890',
    fields: { catatan: 'y'.repeat(5000) },
    tags: Array.from({ length: 80 }, (_, at) => `tag ${at}`),
  }
  const script = recordScript(turns, { name: 'Lama', person }, worldOf().definition)
  const read = Script.safeParse(script)
  assert.equal(read.success, true, JSON.stringify(read.error?.issues))
  assert.deepEqual(
    read.data?.steps.flatMap((one) => ('waits' in one ? [lengthIn(one.waits) >= 30 * DAY] : [])),
    [true, true, false],
    'no less than was waited',
  )
  assert.ok(read.data?.steps[3] && !read.data.steps[3].expect?.way, 'a way too long is not looked at')
})

test('1,000 tests of ten turns take at most ten seconds', () => {
  const steps = Array.from({ length: 10 }, (_, at) =>
    at % 3 === 0 ? { says: 'promo' } : at % 3 === 1 ? { taps: 'Daftar' } : { says: 'Bandung' },
  )
  const script = Script.parse({ name: 'banyak', steps })
  const world = worldOf()
  const startedAt = performance.now()
  for (let at = 0; at < 1000; at++) tryScript(script, world)
  const took = performance.now() - startedAt
  assert.ok(took <= 10_000, `${took} ms`)
})
