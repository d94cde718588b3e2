import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Definition, Layout } from '#core/flow/definition.ts'
import { type Drawing, EDITS } from '#core/flow/edit.ts'
import { deltaOf, partsOf, rebase } from '#core/flow/rebase.ts'

const base: Drawing = {
  definition: Definition.parse({
    format: 1,
    start: 'begin',
    nodes: {
      begin: { kind: 'start', next: { next: 'hello' } },
      hello: {
        kind: 'message',
        name: 'Salam',
        text: 'Halo',
        buttons: [{ id: 'b1', title: 'Menu' }],
        next: { 'button:b1': 'ask' },
      },
      ask: { kind: 'question', text: 'Nama?', next: { answered: 'team' } },
      team: { kind: 'handover', note: 'Baru' },
    },
  }),
  layout: Layout.parse({ at: { hello: { x: 0, y: 0 }, ask: { x: 400, y: 0 } } }),
}
const say = (drawing: Drawing, id: string, patch: Record<string, unknown>) =>
  EDITS.setNode(drawing, { id, patch })
const meet = (mine: Drawing, theirs: Drawing) => rebase(mine, deltaOf(base, theirs))

test('two people who change different steps keep both changes', () => {
  const { drawing, clashes } = meet(
    say(base, 'hello', { text: 'Halo Kak' }),
    say(base, 'ask', { text: 'Siapa nama Kakak?' }),
  )
  const { hello, ask } = drawing.definition.nodes
  assert.ok(hello?.kind === 'message' && ask?.kind === 'question')
  assert.deepEqual([hello.text, ask.text, clashes], ['Halo Kak', 'Siapa nama Kakak?', []])
})

test('two people who change different parts of one step keep both parts', () => {
  const { drawing, clashes } = meet(
    say(base, 'hello', { text: 'Halo Kak' }),
    say(base, 'hello', { name: 'Sapaan' }),
  )
  const { hello } = drawing.definition.nodes
  assert.ok(hello?.kind === 'message')
  assert.deepEqual([hello.text, hello.name, clashes], ['Halo Kak', 'Sapaan', []])
})

test('of the same field the one who saves last wins, and is told', () => {
  const { drawing, clashes } = meet(
    say(base, 'hello', { text: 'Punya saya' }),
    say(base, 'hello', { text: 'Punya dia' }),
  )
  const { hello } = drawing.definition.nodes
  assert.equal(hello?.kind === 'message' && hello.text, 'Punya saya')
  assert.deepEqual(clashes, [{ node: 'hello', part: 'text' }])
})

test('two people who lead two exits of one step keep both ways', () => {
  const mine = EDITS.connect(base, { from: 'hello', outlet: 'other', to: 'team' })
  const theirs = EDITS.connect(base, { from: 'hello', outlet: 'button:b1', to: 'team' })
  const { drawing, clashes } = meet(mine, theirs)
  assert.deepEqual(drawing.definition.nodes.hello?.next, { 'button:b1': 'team', other: 'team' })
  assert.deepEqual(clashes, [])
})

test('a step that only they took away goes, with the ways that led to it', () => {
  const { drawing } = meet(
    say(base, 'hello', { text: 'Halo Kak' }),
    EDITS.removeNodes(base, { ids: ['ask'] }),
  )
  assert.deepEqual(Object.keys(drawing.definition.nodes), ['begin', 'hello', 'team'])
  assert.deepEqual(drawing.definition.nodes.hello?.next, {})
  assert.equal(drawing.layout.at.ask, undefined)
})

test('a step that they took away while we changed it stays, and we are told', () => {
  const { drawing, clashes } = meet(
    say(base, 'ask', { text: 'Lain' }),
    EDITS.removeNodes(base, { ids: ['ask'] }),
  )
  assert.equal(drawing.definition.nodes.ask?.kind, 'question')
  assert.deepEqual(clashes, [{ node: 'ask', part: '' }])
})

test('a step that we took away while they changed it comes back, and we are told', () => {
  const { drawing, clashes } = meet(
    EDITS.removeNodes(base, { ids: ['ask'] }),
    say(base, 'ask', { text: 'Lain' }),
  )
  assert.equal(drawing.definition.nodes.ask?.kind, 'question')
  assert.deepEqual(clashes, [{ node: 'ask', part: '' }])
})

test('places and notes of both stay; a card that both moved stays where we put it', () => {
  const mine = EDITS.addNote(EDITS.moveNodes(base, { to: { hello: { x: 10, y: 10 } } }), {
    note: { id: 'n1', x: 0, y: 0, text: 'saya' },
  })
  const theirs = EDITS.addNote(
    EDITS.moveNodes(base, { to: { hello: { x: 90, y: 90 }, ask: { x: 500, y: 50 } } }),
    { note: { id: 'n2', x: 0, y: 0, text: 'dia' } },
  )
  const { layout } = meet(mine, theirs).drawing
  assert.deepEqual(
    [layout.at.hello, layout.at.ask],
    [
      { x: 10, y: 10 },
      { x: 500, y: 50 },
    ],
  )
  assert.deepEqual(layout.notes.map(({ text }) => text).toSorted(), ['dia', 'saya'])
})

test('frames of both stay, one that both changed stays as we have it, one that they took away goes', () => {
  const frame = (id: string) => ({
    id,
    x: 0,
    y: 0,
    width: 300,
    height: 300,
    title: id,
    tone: 'slate' as const,
  })
  const framed = EDITS.addGroup(EDITS.addGroup(base, { group: frame('f1') }), { group: frame('f2') })
  const mine = EDITS.addGroup(EDITS.setGroup(framed, { id: 'f1', patch: { title: 'saya' } }), {
    group: frame('f3'),
  })
  const other = EDITS.removeGroups(EDITS.setGroup(framed, { id: 'f1', patch: { title: 'dia' } }), {
    ids: ['f2'],
  })
  const theirs = EDITS.addGroup(other, { group: frame('f4') })
  const { layout } = rebase(mine, deltaOf(framed, theirs)).drawing
  assert.deepEqual(
    layout.groups?.map(({ title }) => title),
    ['saya', 'f3', 'f4'],
  )
})

test('a note and a frame that both changed are put together part by part; of words that both wrote ours stand, and it is told', () => {
  const note = { id: 'n', x: 0, y: 0, text: 'Ingat' }
  const group = { id: 'f', x: 0, y: 0, width: 300, height: 300, title: 'Menu', tone: 'slate' as const }
  const drawn = EDITS.addGroup(EDITS.addNote(base, { note }), { group })
  const mine = EDITS.setGroup(EDITS.setNote(drawn, { id: 'n', text: 'Ingat stok' }), {
    ...{ id: 'f', patch: { title: 'Menu kopi' } },
  })
  const moved = EDITS.moveNodes(drawn, { to: { n: { x: 70, y: 80 } } })
  const theirs = EDITS.foldGroup(EDITS.setGroup(moved, { id: 'f', patch: { tone: 'teal' } }), {
    ...{ id: 'f', folded: ['hello'] },
  })
  const met = rebase(mine, deltaOf(drawn, theirs))
  assert.deepEqual(met.drawing.layout.notes, [{ ...note, x: 70, y: 80, text: 'Ingat stok' }])
  assert.deepEqual(met.drawing.layout.groups, [
    { ...group, title: 'Menu kopi', tone: 'teal', folded: ['hello'] },
  ])
  assert.deepEqual(met.clashes, [])

  const other = EDITS.setGroup(EDITS.setNote(drawn, { id: 'n', text: 'Lain' }), {
    ...{ id: 'f', patch: { title: 'Lain' } },
  })
  const clashed = rebase(mine, deltaOf(drawn, other))
  assert.equal(clashed.drawing.layout.notes[0]?.text, 'Ingat stok')
  assert.deepEqual(clashed.clashes, [
    { node: 'f', part: 'title' },
    { node: 'n', part: 'text' },
  ])
  assert.deepEqual(
    partsOf(deltaOf(drawn, other)).map(({ node, part }) => `${node} ${part}`),
    ['n text', 'f title'],
  )
})

test('a step that nobody touched is the very same object, so that its card is not drawn again', () => {
  const { drawing } = meet(base, say(base, 'ask', { text: 'Lain' }))
  assert.equal(drawing.definition.nodes.hello, base.definition.nodes.hello)
})

test('a delta names the parts that it touches', () => {
  const theirs = EDITS.removeNodes(say(base, 'hello', { text: 'Lain', name: 'Baru' }), { ids: ['team'] })
  const parts = partsOf(deltaOf(base, theirs)).map(({ node, part }) => `${node} ${part}`)
  assert.deepEqual(parts.toSorted(), ['ask next.answered', 'hello name', 'hello text', 'team '])
})
