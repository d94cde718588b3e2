import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Definition, Layout } from '#core/flow/definition.ts'
import { cardsOf, edgesOf, isDrawnSame } from '#web/flow/drawing/cards.ts'

const definition = Definition.parse({
  format: 1,
  start: 'begin',
  nodes: {
    begin: { kind: 'start', next: { next: 'hello' } },
    hello: { kind: 'message', text: 'Halo', next: { next: 'gone', 'button:lost': 'begin' } },
  },
})
const layout = Layout.parse({
  at: { hello: { x: 300, y: 40 } },
  notes: [{ id: 'n', x: 5, y: 6, text: 'Cek harga' }],
})

const drawing = { definition, layout }
const shapes = [{ text: 'Hai' }, { text: 'Halo\nApa kabar?' }, { buttons: [{ id: 'a', title: 'Ya' }] }]
const edited = (patch: object) => {
  const { hello } = Definition.parse({
    ...definition,
    nodes: { hello: { kind: 'message', text: 'Halo', ...patch } },
  }).nodes
  assert.ok(hello)
  return {
    definition: {
      ...definition,
      nodes: { ...definition.nodes, hello: { ...hello, next: definition.nodes.hello?.next ?? {} } },
    },
    layout,
  }
}

test('after an edit only a card that has another size or other exits is new', () => {
  const before = cardsOf(drawing, [])
  assert.deepEqual(
    shapes.map((patch) => cardsOf(edited(patch), before).map((card, at) => card === before[at])),
    [
      [true, true, true],
      [true, false, true],
      [true, false, true],
    ],
  )
})

test('a letter that leaves the size, the exits and the ways of its step alone moves nothing on the canvas', () => {
  assert.deepEqual(
    shapes.map((patch) => isDrawnSame(drawing, edited(patch))),
    [true, false, false],
  )
  const { hello, ...without } = definition.nodes
  assert.ok(hello)
  const led = { ...definition, nodes: { ...without, hello: { ...hello, next: { next: 'hello' } } } }
  for (const other of [
    led,
    { ...definition, nodes: without },
    { ...definition, nodes: { ...without, more: hello } },
  ])
    assert.equal(isDrawnSame(drawing, { definition: other, layout }), false)
  assert.equal(isDrawnSame(drawing, { definition, layout: { ...layout } }), false)
})

test('a step that was moved keeps its choice and its size', () => {
  const before = cardsOf({ definition, layout }, []).map((card) => ({
    ...card,
    selected: card.id === 'hello',
  }))
  const moved = { ...layout, at: { hello: { x: 900, y: 90 } } }
  const hello = cardsOf({ definition, layout: moved }, before).find(({ id }) => id === 'hello')
  assert.deepEqual(hello?.position, { x: 900, y: 90 })
  assert.equal(hello?.selected, true)
  assert.deepEqual(hello?.handles, before[1]?.handles)
})

test('only ways that leave by an exit and arrive at a step are drawn', () => {
  assert.deepEqual(
    edgesOf(definition, []).map(({ id, target }) => [id, target]),
    [['begin/next', 'hello']],
  )
})

test('a way that did not change stays the same object', () => {
  const before = edgesOf(definition, [])
  assert.equal(edgesOf(definition, before)[0], before[0])
})

test('a copy that is the same object under another name has ways of its own', () => {
  const { begin } = definition.nodes
  assert.ok(begin)
  const twice = { ...definition, nodes: { ...definition.nodes, again: begin } }
  assert.deepEqual(
    edgesOf(twice, edgesOf(definition, [])).map(({ id }) => id),
    ['begin/next', 'again/next'],
  )
})
