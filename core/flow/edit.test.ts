import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkFlow } from '#core/flow/check.ts'
import { Definition, FlowNode, Layout } from '#core/flow/definition.ts'
import {
  addGroup,
  addNode,
  addNote,
  connect,
  copyFragment,
  type Drawing,
  disconnect,
  duplicateNodes,
  foldGroup,
  moveNodes,
  pasteFragment,
  removeGroups,
  removeNodes,
  removeNotes,
  setGroup,
  setNode,
  setNote,
} from '#core/flow/edit.ts'
import { CARD_WIDTH, tidy } from '#core/flow/layout.ts'
import { sampleFlow } from '#core/flow/sample.ts'

function node(raw: unknown): FlowNode {
  return FlowNode.parse(raw)
}
const MENU = {
  kind: 'message',
  text: 'Pilih',
  buttons: [
    { id: 'x', title: 'X' },
    { id: 'y', title: 'Y' },
  ],
  next: { 'button:x': 'b', 'button:y': 'b' },
}

function drawing(): Drawing {
  return {
    definition: Definition.parse({
      format: 1,
      start: 's',
      nodes: {
        s: { kind: 'start', next: { next: 'a' } },
        a: MENU,
        b: { kind: 'message', text: 'kopi' },
      },
    }),
    layout: Layout.parse({ at: { s: { x: 0, y: 0 }, a: { x: 360, y: 0 }, b: { x: 720, y: 0 } } }),
  }
}
const ways = ({ definition }: Drawing) =>
  Object.entries(definition.nodes).flatMap(([id, { next }]) =>
    Object.entries(next).map(([outlet, to]) => `${id} ${outlet} ${to}`),
  )

test('a step is added where it was dropped, and connected to the exit it was drawn from', () => {
  const added = addNode(drawing(), {
    id: 'c',
    node: node({ kind: 'message', text: 'baru' }),
    at: { x: 1, y: 2 },
    from: { node: 'b', outlet: 'next' },
  })
  assert.deepEqual(added.layout.at.c, { x: 1, y: 2 })
  assert(ways(added).includes('b next c'))
  const same = drawing()
  for (const id of ['a', 'constructor', '<b>', '']) {
    assert.equal(addNode(same, { id, node: node({ kind: 'goto' }), at: { x: 0, y: 0 } }), same, id)
  }
})

test('a step goes with every way that led to it; the start stays', () => {
  const left = removeNodes(drawing(), { ids: ['b', 's', 'ghost'] })
  assert.deepEqual(Object.keys(left.definition.nodes), ['s', 'a'])
  assert.deepEqual(ways(left), ['s next a'])
  assert.deepEqual(Object.keys(left.layout.at), ['s', 'a'])
  const codes = checkFlow(left.definition, { fields: [], flows: [] }).map(({ code }) => code)
  assert.deepEqual(codes, ['way-missing', 'way-missing'])
})

test('an exit has one way, only real exits connect, and nothing leads into the start', () => {
  const back = connect(drawing(), { from: 'b', outlet: 'next', to: 'a' })
  assert(ways(back).includes('b next a'))
  assert(ways(connect(back, { from: 'b', outlet: 'next', to: 'b' })).includes('b next b'))
  const same = drawing()
  for (const wrong of [
    { from: 'b', outlet: 'yes', to: 'a' },
    { from: 'b', outlet: 'next', to: 's' },
    { from: 'b', outlet: 'next', to: 'ghost' },
    { from: 'ghost', outlet: 'next', to: 'a' },
  ]) {
    assert.equal(connect(same, wrong), same)
  }
  assert.deepEqual(ways(disconnect(drawing(), { from: 'a', outlet: 'button:x' })), [
    's next a',
    'a button:y b',
  ])
})

test('a deleted button takes its way along; a patch that breaks the step changes nothing', () => {
  const fewer = setNode(drawing(), { id: 'a', patch: { buttons: [{ id: 'x', title: 'Z' }] } })
  assert.deepEqual(ways(fewer), ['s next a', 'a button:x b'])
  const same = drawing()
  assert.equal(setNode(same, { id: 'a', patch: { buttons: 'none' } }), same)
  const kind = setNode(same, { id: 'a', patch: { kind: 'goto', footer: 'kaki' } })
  assert.equal(kind.definition.nodes.a?.kind, 'message')
  const gone = setNode(kind, { id: 'a', patch: { footer: undefined } })
  assert.equal('footer' in (gone.definition.nodes.a ?? {}), false)
  assert.equal(setNode(same, { id: 'a', patch: { name: 'Menu' } }).definition.nodes.a?.name, 'Menu')
})

test('cards and notes are moved together', () => {
  const noted = addNote(drawing(), { note: { id: 'n1', x: 0, y: 0, text: 'catatan' } })
  const moved = moveNodes(noted, { to: { a: { x: 5, y: 6 }, n1: { x: 7, y: 8 }, ghost: { x: 0, y: 0 } } })
  assert.deepEqual(moved.layout.at, { ...drawing().layout.at, a: { x: 5, y: 6 } })
  assert.deepEqual(moved.layout.notes, [{ id: 'n1', x: 7, y: 8, text: 'catatan' }])
  assert.equal(setNote(moved, { id: 'n1', text: 'lain' }).layout.notes[0]?.text, 'lain')
  assert.deepEqual(removeNotes(moved, { ids: ['n1'] }).layout.notes, [])
})

test('pasted steps keep the ways between them and lose the others', () => {
  const fragment = copyFragment(drawing(), ['s', 'a', 'b'])
  assert.deepEqual(Object.keys(fragment.nodes), ['a', 'b'])
  const empty = removeNodes(drawing(), { ids: ['a', 'b'] })
  const pasted = pasteFragment(empty, { fragment, ids: { a: 'a2', b: 'b2' }, by: { x: 10, y: 20 } })
  assert.deepEqual(ways(pasted), ['a2 button:x b2', 'a2 button:y b2'])
  assert.deepEqual(pasted.layout.at.b2, { x: 730, y: 20 })
  const alone = duplicateNodes(drawing(), { ids: { a: 'a2' }, by: { x: 0, y: 300 } })
  assert.deepEqual(ways(alone), ways(drawing()))
  const same = drawing()
  assert.equal(duplicateNodes(same, { ids: { a: 'b' }, by: { x: 0, y: 0 } }), same)
  assert.equal(pasteFragment(same, { fragment, ids: { a: 'a2' }, by: { x: 0, y: 0 } }), same)
})

const FRAME = { id: 'f', x: 0, y: 0, width: 700, height: 400, title: 'Sapaan', tone: 'slate' } as const

test('a frame is folded over what lies in it, opened again, and copied folded over its copies', () => {
  const framed = addGroup(drawing(), { group: FRAME })
  const folded = foldGroup(framed, { id: 'f', folded: ['a', 'f', 'nothing'] })
  assert.deepEqual(folded.layout.groups?.[0]?.folded, ['a'], 'only what is there, and not itself')
  assert.equal(foldGroup(folded, { id: 'f', folded: ['b'] }), folded, 'it is folded already')
  assert.equal(folded.definition, framed.definition, 'the flow is the same')
  assert.deepEqual(foldGroup(folded, { id: 'f', folded: null }), framed)
  assert.equal(foldGroup(framed, { id: 'f', folded: null }), framed)
  const copied = duplicateNodes(folded, { ids: { a: 'a2', f: 'f2' }, by: { x: 10, y: 10 } })
  assert.deepEqual(copied.layout.groups?.[1]?.folded, ['a2'])
  const alone = duplicateNodes(folded, { ids: { f: 'f3' }, by: { x: 10, y: 10 } })
  assert.equal(alone.layout.groups?.[1]?.folded, undefined, 'a copy without its steps is open')
})

test('a frame is drawn, titled, sized, moved, copied with its steps and taken away without them', () => {
  const framed = addGroup(drawing(), { group: FRAME })
  assert.equal(addGroup(framed, { group: FRAME }), framed, 'an id that is taken')
  const titled = setGroup(framed, { id: 'f', patch: { title: 'Menu', tone: 'teal', width: 900 } })
  assert.deepEqual(titled.layout.groups, [{ ...FRAME, title: 'Menu', tone: 'teal', width: 900 }])
  assert.equal(setGroup(titled, { id: 'f', patch: { width: 3 } }), titled, 'too small for a frame')
  assert.equal(setGroup(titled, { id: 'f', patch: { title: 'Menu' } }), titled, 'nothing changed')
  const moved = moveNodes(titled, { to: { f: { x: 50, y: 60 }, a: { x: 410, y: 60 } } })
  assert.deepEqual([moved.layout.groups?.[0]?.x, moved.layout.at.a?.x], [50, 410])
  const fragment = copyFragment(moved, ['a', 'f'])
  const pasted = pasteFragment(moved, { fragment, ids: { a: 'a2', f: 'f2' }, by: { x: 0, y: 500 } })
  assert.deepEqual(
    pasted.layout.groups?.map(({ id, y }) => [id, y]),
    [
      ['f', 60],
      ['f2', 560],
    ],
  )
  const bare = removeGroups(pasted, { ids: ['f', 'f2'] })
  assert.deepEqual(bare.layout.groups, [])
  assert.deepEqual(bare.definition, pasted.definition)
  assert.deepEqual(Layout.parse(pasted.layout), pasted.layout)
})

test('no edit ever changes the drawing it began from, and every outcome is still a definition', () => {
  const id = fc.constantFrom('s', 'a', 'b', 'c', 'ghost')
  const outlet = fc.constantFrom('next', 'button:x', 'button:y', 'other')
  const edit = fc.oneof(
    fc.tuple(id, outlet, id).map(
      ([from, out, to]) =>
        (d: Drawing) =>
          connect(d, { from, outlet: out, to }),
    ),
    fc.tuple(id, outlet).map(
      ([from, out]) =>
        (d: Drawing) =>
          disconnect(d, { from, outlet: out }),
    ),
    id.map((one) => (d: Drawing) => removeNodes(d, { ids: [one] })),
    id.map((one) => (d: Drawing) => duplicateNodes(d, { ids: { [one]: `${one}2` }, by: { x: 1, y: 1 } })),
    id.map(
      (one) => (d: Drawing) => addNode(d, { id: one, node: node({ kind: 'goto' }), at: { x: 0, y: 0 } }),
    ),
    id.map((one) => (d: Drawing) => setNode(d, { id: one, patch: { buttons: [], text: 'y' } })),
  )
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
      let now = drawing()
      for (const change of edits) {
        const before = JSON.stringify(now)
        const after = change(now)
        assert.equal(JSON.stringify(now), before)
        assert.deepEqual(Definition.parse(after.definition), after.definition)
        const problems = checkFlow(after.definition, { fields: [], flows: [] })
        assert.equal(
          problems.some(({ code }) => code === 'way-dangling' || code === 'way-unknown'),
          false,
        )
        now = after
      }
    }),
  )
})

test('tidying gives every card a place of its own, without changing the flow', () => {
  const { definition } = sampleFlow('id')
  const places = Object.entries(tidy(definition))
  assert.equal(places.length, Object.keys(definition.nodes).length)
  for (const [index, [one, at]] of places.entries()) {
    for (const [other, place] of places.slice(index + 1)) {
      const apart = Math.abs(at.x - place.x) >= CARD_WIDTH || Math.abs(at.y - place.y) >= 100
      assert(apart, `${one} lies on ${other}`)
    }
  }
})
