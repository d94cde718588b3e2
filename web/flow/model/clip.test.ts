import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Definition, Layout } from '#core/flow/definition.ts'
import { pasteFragment } from '#core/flow/edit.ts'
import { cardsOf } from '#web/flow/drawing/cards.ts'
import { areasOf } from '#web/flow/drawing/free.ts'
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
  assert.ok(typeof clip === 'object')
  let count = 0
  const paste = pasteAt(
    clip,
    { middle: { x: 1000, y: 500 }, cards: cardsOf(drawing, []) },
    () => `n${++count}`,
  )
  const pasted = pasteFragment(drawing, paste)
  assert.deepEqual(pasted.definition.nodes.n1, { ...definition.nodes.hello, next: { 'button:b1': 'n2' } })
  assert.deepEqual(pasted.definition.nodes.n2, { ...definition.nodes.ask, next: { answered: 'n1' } })
  const { n1, n2 } = pasted.layout.at
  assert.ok(n1 && n2)
  assert.deepEqual([n2.x - n1.x, n2.y - n1.y], [340, -30])
  assert.ok(n1.x < 1000 && n2.x + 256 > 1000, 'they lie around the place')
})

test('what is pasted over cards comes to lie beside them, as often as it is pasted', () => {
  let count = 0
  let now = drawing
  for (let round = 0; round < 3; round++) {
    const clip = readClip(clipOf(drawing, ['hello', 'ask']))
    assert.ok(typeof clip === 'object')
    const canvas = { middle: { x: 460, y: 120 }, cards: cardsOf(now, []) }
    now = pasteFragment(
      now,
      pasteAt(clip, canvas, () => `n${++count}`),
    )
  }
  const boxes = areasOf(cardsOf(now, []).filter(({ id }) => Object.hasOwn(now.layout.at, id)))
  const over = boxes.filter(({ x, y, width, height }, at) =>
    boxes.some(
      (one, other) =>
        other !== at &&
        x < one.x + one.width &&
        one.x < x + width &&
        y < one.y + one.height &&
        one.y < y + height,
    ),
  )
  assert.deepEqual([boxes.length, over], [8, []])
})

test('the start of a flow is never copied', () => assert.equal(clipOf(drawing, ['begin']), ''))

for (const text of ['', 'halo', '{}', '[1,2]', `{"wetalk":"${'x'.repeat(2_000_001)}"}`])
  test(`clipboard text that is not ours is no steps: ${text.slice(0, 20) || 'empty'}`, () =>
    assert.equal(readClip(text), 'foreign'))

const hostile = [
  '{"wetalk":"fragment"}',
  '{"wetalk":"flow","format":1,"nodes":{}}',
  '{"wetalk":"fragment","nodes":{},"at":{}}',
  '{"wetalk":"fragment","nodes":{"a":{"kind":"shell","run":"rm"}},"at":{}}',
  '{"wetalk":"fragment","nodes":{"a":{"kind":"message","text":{}}},"at":{}}',
  '{"wetalk":"fragment","nodes":{"../a":{"kind":"handover"}},"at":{}}',
  '{"wetalk":"fragment","nodes":{"a":{"kind":"handover"}},"at":{"a":{"x":1e999,"y":0}}}',
  '{"wetalk":"fragment","nodes":{"a":{"kind":"handover"}},"at":{"a":{"x":"<img>","y":0}}}',
  `{"wetalk":"fragment","nodes":${'['.repeat(50_000)}`,
]
for (const text of hostile)
  test(`clipboard text that only looks like ours is refused: ${text.slice(0, 70)}`, () =>
    assert.equal(readClip(text), 'broken'))

test('clipboard text cannot reach the prototype of anything', () => {
  const clip = readClip(
    '{"wetalk":"fragment","nodes":{"__proto__":{"kind":"handover"},"a":{"kind":"handover"}},"at":{}}',
  )
  if (typeof clip === 'object') assert.deepEqual(Object.keys(clip.nodes), ['a'])
  assert.equal(({} as { kind?: string }).kind, undefined)
})
