import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Definition, FlowNode, Layout } from '#core/flow/definition.ts'
import {
  addNode,
  connect,
  type Drawing,
  disconnect,
  duplicateNodes,
  moveNodes,
  removeNodes,
  setNode,
} from '#core/flow/edit.ts'
import { UNDO_MAX } from '#web/flow/model/history.ts'
import { createFlowStore, edit, redoEdit, undoEdit } from '#web/flow/model/store.ts'

/** Random edits of a drawing: whatever was done, undo leads back to the same definition and layout, and redo forward again. */

const drawing: Drawing = {
  definition: Definition.parse({
    format: 1,
    start: 's',
    nodes: {
      s: { kind: 'start', next: { next: 'a' } },
      a: {
        kind: 'message',
        text: 'Mau apa?',
        buttons: [{ id: 'x', title: 'Kopi' }],
        next: { 'button:x': 'b' },
      },
      b: { kind: 'question', text: 'Berapa gelas?', answer: 'number', next: {} },
      c: { kind: 'wait', wait: { kind: 'for', length: { amount: 1, unit: 'hour' } }, next: {} },
    },
  }),
  layout: Layout.parse({
    at: { s: { x: 0, y: 0 }, a: { x: 400, y: 0 }, b: { x: 800, y: 0 }, c: { x: 0, y: 300 } },
  }),
}

const id = fc.constantFrom('s', 'a', 'b', 'c', 'd', 'gone')
const outlet = fc.constantFrom('next', 'button:x', 'answered', 'invalid', 'other')
const place = fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -500, max: 500 }) })
const goto = FlowNode.parse({ kind: 'goto' })
const act: fc.Arbitrary<(drawing: Drawing) => Drawing> = fc.oneof(
  fc.tuple(id, outlet, id).map(
    ([from, out, to]) =>
      (now: Drawing) =>
        connect(now, { from, outlet: out, to }),
  ),
  fc.tuple(id, outlet).map(
    ([from, out]) =>
      (now: Drawing) =>
        disconnect(now, { from, outlet: out }),
  ),
  id.map((one) => (now: Drawing) => removeNodes(now, { ids: [one] })),
  id.map((one) => (now: Drawing) => duplicateNodes(now, { ids: { [one]: `${one}2` }, by: { x: 20, y: 20 } })),
  fc.tuple(id, place).map(
    ([one, at]) =>
      (now: Drawing) =>
        addNode(now, { id: one, node: goto, at }),
  ),
  fc.tuple(id, place).map(
    ([one, at]) =>
      (now: Drawing) =>
        moveNodes(now, { to: { [one]: at } }),
  ),
  fc.tuple(id, fc.string()).map(
    ([one, name]) =>
      (now: Drawing) =>
        setNode(now, { id: one, patch: { name } }),
  ),
  fc.tuple(id, fc.string()).map(
    ([one, text]) =>
      (now: Drawing) =>
        setNode(now, { id: one, patch: { text } }),
  ),
)
/** With a group the edit is typing on in one field, which is one step of undo. */
const edits = fc.array(fc.tuple(act, fc.option(fc.constantFrom('text', 'title'), { nil: undefined })), {
  maxLength: UNDO_MAX,
  size: 'max',
})

test('random edits followed by undo return to the same drawing, and redo brings each of them back', () => {
  const property = fc.property(edits, (made) => {
    const store = createFlowStore({ flowId: 'f', drawing, revision: 1, canEdit: true })
    for (const [change, group] of made)
      edit(store, { key: 'change' }, change, group === undefined ? {} : { group })
    const edited = JSON.stringify(store.getState().drawing)
    const steps = store.getState().history.past.length
    for (let step = 0; step < steps; step++) undoEdit(store)
    assert.deepEqual(store.getState().drawing, drawing)
    assert.equal(JSON.stringify(store.getState().drawing), JSON.stringify(drawing))
    for (let step = 0; step < steps; step++) redoEdit(store)
    assert.equal(JSON.stringify(store.getState().drawing), edited)
  })
  fc.assert(property, { numRuns: 300, seed: 20_261_127 })
})
