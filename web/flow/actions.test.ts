import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Definition, Layout } from '#core/flow/definition.ts'
import { arrangeSelected, duplicateSelected, settleMove, showFolded, toggleFold } from '#web/flow/actions.ts'
import { loadEdits } from '#web/flow/edits.ts'
import {
  createFlowStore,
  type FlowStore,
  onCardChanges,
  selectOnly,
  undoEdit,
} from '#web/flow/model/store.ts'

before(() => loadEdits())

/** Two steps in a frame, one beside it. */
function opened(canEdit = true): FlowStore {
  const nodes = {
    start: { kind: 'start', next: { next: 'a' } },
    a: { kind: 'message', text: 'A' },
    b: { kind: 'message', text: 'B' },
  }
  const drawing = {
    definition: Definition.parse({ format: 1, start: 'start', nodes }),
    layout: Layout.parse({
      at: { start: { x: 100, y: 200 }, a: { x: 400, y: 200 }, b: { x: 1500, y: 600 } },
      groups: [{ id: 'f', x: 50, y: 100, width: 700, height: 400, title: 'F' }],
    }),
  }
  return createFlowStore({ flowId: 'x', drawing, revision: 1, canEdit })
}
const places = (store: FlowStore) => {
  const { at, groups } = store.getState().drawing.layout
  return { ...at, f: { x: groups?.[0]?.x ?? 0, y: groups?.[0]?.y ?? 0 } }
}
const shown = (store: FlowStore) => store.getState().cards.flatMap(({ id, hidden }) => (hidden ? [] : [id]))

for (const isFolded of [false, true])
  test(`a ${isFolded ? 'folded ' : ''}frame is aligned and moved with what lies in it`, () => {
    const store = opened()
    if (isFolded) toggleFold(store, 'f')
    selectOnly(store, ['f', 'b'])
    arrangeSelected(store, 'top')
    assert.deepEqual(places(store), {
      ...{ start: { x: 100, y: 200 }, a: { x: 400, y: 200 } },
      ...{ b: { x: 1500, y: 100 }, f: { x: 50, y: 100 } },
    })
    onCardChanges(store, [{ type: 'position', id: 'f', position: { x: 150, y: 120 } }])
    settleMove(store)
    const { start, a, b, f } = places(store)
    assert.deepEqual(
      [start, a, b, f],
      [
        { x: 200, y: 220 },
        { x: 500, y: 220 },
        { x: 1500, y: 100 },
        { x: 150, y: 120 },
      ],
    )
    undoEdit(store)
    assert.deepEqual(places(store).start, { x: 100, y: 200 })
  })

test('a fold is one step of undo, and a card that is brought beside a folded frame does not vanish into it', () => {
  const store = opened()
  toggleFold(store, 'f')
  assert.deepEqual(shown(store), ['b', 'f'])
  onCardChanges(store, [{ type: 'position', id: 'b', position: { x: 420, y: 220 } }])
  settleMove(store)
  assert.deepEqual(shown(store), ['b', 'f'])
  undoEdit(store)
  undoEdit(store)
  assert.deepEqual(shown(store), ['start', 'a', 'b', 'f'])
})

test('what is looked for in a folded frame is shown without a change of the drawing, also to who may not change it', () => {
  for (const canEdit of [true, false]) {
    const store = opened()
    toggleFold(store, 'f')
    store.setState({ canEdit })
    const { drawing } = store.getState()
    showFolded(store, 'a')
    assert.ok(shown(store).includes('a'))
    toggleFold(store, 'f')
    assert.ok(!shown(store).includes('a'))
    assert.equal(store.getState().drawing, drawing)
  }
})

test('a step that was taken out of a frame while somebody looked into it stays out when it is folded again', () => {
  const store = opened()
  toggleFold(store, 'f')
  showFolded(store, 'a')
  onCardChanges(store, [{ type: 'position', id: 'a', position: { x: 2000, y: 0 } }])
  settleMove(store)
  toggleFold(store, 'f')
  assert.deepEqual(shown(store), ['a', 'b', 'f'])
})

test('a copy lies beside its original and over nothing, is chosen, and is one step of undo', () => {
  const store = opened()
  selectOnly(store, ['a', 'start'])
  duplicateSelected(store)
  const { cards, drawing } = store.getState()
  const [copy, ...others] = cards.filter(({ selected }) => selected)
  const a = cards.find(({ id }) => id === 'a')
  assert.ok(copy && a && others.length === 0)
  assert.equal(copy.position.x, 440)
  assert.ok(copy.position.y >= a.position.y + (a.height ?? 0) + 20)
  assert.deepEqual(drawing.definition.nodes[copy.id], { ...drawing.definition.nodes.a, next: {} })
  undoEdit(store)
  assert.deepEqual(shown(store), ['start', 'a', 'b', 'f'])
})
