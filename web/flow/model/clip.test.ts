import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Definition, Layout } from '#core/flow/definition.ts'
import { pasteFragment } from '#core/flow/edit.ts'
import { clipOf, pasteAt, readClip } from '#web/flow/model/clip.ts'

const definition = Definition.parse({
  format: 1,
  start: 'begin',
  nodes: {
    begin: { kind: 'start', next: { next: 'hello' } },
    hello: {
      kind: 'message',
      name: 'Salam',
      text: 'Halo {{first_name}} ☕',
      buttons: [{ id: 'b1', title: 'Menu' }],
      next: { 'button:b1': 'ask', other: 'team' },
    },
    ask: { kind: 'question', text: 'Nama?', next: { answered: 'hello' } },
    team: { kind: 'handover' },
  },
})
const layout = Layout.parse({ at: { hello: { x: 300, y: 40 }, ask: { x: 640, y: 10 } } })
const drawing = { definition, layout }

test('steps copied in one tab and pasted in another keep their words and the ways between them', () => {
  const clip = readClip(clipOf(drawing, ['hello', 'ask']))
  assert.ok(clip)
  let count = 0
  const paste = pasteAt(clip, { x: 1000, y: 500 }, () => `n${++count}`)
  const pasted = pasteFragment(drawing, paste)
  assert.deepEqual(pasted.definition.nodes.n1, { ...definition.nodes.hello, next: { 'button:b1': 'n2' } })
  assert.deepEqual(pasted.definition.nodes.n2, { ...definition.nodes.ask, next: { answered: 'n1' } })
  assert.deepEqual(pasted.layout.at.n1, { x: 1000, y: 530 })
  assert.deepEqual(pasted.layout.at.n2, { x: 1340, y: 500 })
})

test('the start of a flow is never copied', () => assert.equal(clipOf(drawing, ['begin']), ''))

const foreign = [
  '',
  'halo',
  '{}',
  '{"wetalk":"fragment"}',
  '[1,2]',
  '{"wetalk":"flow","format":1,"nodes":{}}',
]
for (const text of foreign)
  test(`clipboard text that is not ours is no steps: ${text || 'empty'}`, () =>
    assert.equal(readClip(text), undefined))
