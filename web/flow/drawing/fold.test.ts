import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Definition, Layout } from '#core/flow/definition.ts'
import { cardsOf, edgesOf } from '#web/flow/drawing/cards.ts'
import { foldEdges, foldsOf } from '#web/flow/drawing/fold.ts'

const say = (next: object = {}) => ({ kind: 'message', text: 'x', next })
const definition = Definition.parse({
  ...{ format: 1, start: 'start' },
  nodes: {
    start: { kind: 'start', next: { next: 'a' } },
    a: say({ next: 'b' }),
    b: say({ next: 'c' }),
    c: say({ next: 'a' }),
    d: say({ next: 'b' }),
  },
})
const frame = (id: string, folded?: string[]) => ({
  ...{ id, x: 0, y: 0, width: 800, height: 400, title: id },
  ...(folded && { folded }),
})
const drawn = (...groups: object[]) => ({
  definition,
  layout: Layout.parse({ notes: [{ id: 'n', x: 0, y: 0, text: '' }], groups }),
})
const ways = (groups: object[]) => {
  const { layout } = drawn(...groups)
  return foldEdges(edgesOf(definition, []), foldsOf(layout.groups, new Set())).map(
    ({ source, target, sourceHandle, targetHandle }) => `${source}.${sourceHandle} ${target}.${targetHandle}`,
  )
}

test('what is folded away is not shown, is chosen no more, and comes back as it was', () => {
  const open = cardsOf(drawn(frame('f')), [])
  assert.equal(open.filter(({ hidden }) => hidden).length, 0)
  const chosen = open.map((card) => ({ ...card, selected: true }))
  const folded = cardsOf(drawn(frame('f', ['a', 'b', 'n', 'gone'])), chosen)
  const hidden = folded.filter((card) => card.hidden)
  assert.deepEqual(
    hidden.map(({ id, selected }) => [id, selected]),
    [
      ['a', false],
      ['b', false],
      ['n', false],
    ],
  )
  const card = folded.find(({ id }) => id === 'f')
  assert.ok((card?.height ?? 0) < 100 && (card?.width ?? 0) < 300, 'small')
  assert.equal(cardsOf(drawn(frame('f')), folded).filter((one) => one.hidden).length, 0)
  const peeked = cardsOf(drawn(frame('f', ['a'])), folded, new Set(['f']))
  assert.equal(peeked.find(({ id }) => id === 'a')?.hidden, false, 'somebody who may not edit looks into it')
})

test('ways lead to the frame and from it, each once; those inside are not drawn', () => {
  assert.deepEqual(ways([frame('f', ['a', 'b'])]), [
    'start.next f.frame-in',
    'f.frame-out c.in',
    'c.next f.frame-in',
    'd.next f.frame-in',
  ])
  assert.deepEqual(
    ways([frame('f', ['a', 'b']), frame('g', ['c', 'd'])]),
    ['start.next f.frame-in', 'f.frame-out g.frame-in', 'g.frame-out f.frame-in'],
    'between two folded frames one way each way',
  )
  assert.deepEqual(ways([frame('f')]).length, 5)
})

test('a folded frame in a folded frame: the outer one stands for all', () => {
  const groups = [frame('inner', ['a']), frame('outer', ['inner', 'b'])]
  assert.deepEqual([...foldsOf(drawn(...groups).layout.groups, new Set())].toSorted(), [
    ['a', 'outer'],
    ['b', 'outer'],
    ['inner', 'outer'],
  ])
  const ring = [frame('one', ['two', 'a']), frame('two', ['one', 'b'])]
  assert.ok(foldsOf(drawn(...ring).layout.groups, new Set()).size > 0, 'and a ring of them ends')
})
