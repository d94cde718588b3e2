import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FlowNode } from '#core/flow/definition.ts'
import { newNode } from '#web/flow/drawing/new-node.ts'
import { CARD_WIDTH, EXIT_HEIGHT, HEAD_HEIGHT, sayingLines, stepBox } from '#web/flow/drawing/step-box.ts'

let made = 0
const freshId = () => `id${++made}`
const message = (patch: object): FlowNode => ({ ...newNode('message', freshId), ...patch }) as FlowNode
const bottomOf = ({ handles }: ReturnType<typeof stepBox>) => Math.max(...handles.map(({ y }) => y))

test('every exit has a handle at the right edge, inside the card, one row below the other', () => {
  const buttons = ['a', 'b', 'c'].map((id) => ({ id, title: id }))
  const box = stepBox(message({ text: 'Halo', buttons }))
  const exits = box.handles.filter(({ type }) => type === 'source')
  assert.deepEqual(
    exits.map(({ id }) => id),
    ['button:a', 'button:b', 'button:c', 'other'],
  )
  for (const { x, width = 0 } of exits) assert.equal(x + width / 2, CARD_WIDTH)
  const rows = exits.map(({ y }) => y)
  assert.deepEqual(
    rows.slice(1).map((y, at) => y - (rows[at] ?? 0)),
    [EXIT_HEIGHT, EXIT_HEIGHT, EXIT_HEIGHT],
  )
  assert.ok(bottomOf(box) < box.height)
})

test('a start has no entry, every other step has one at its head', () => {
  const entries = (node: FlowNode) => stepBox(node).handles.filter(({ type }) => type === 'target')
  assert.equal(entries(newNode('start', freshId)).length, 0)
  const [entry] = entries(newNode('handover', freshId))
  assert.ok(entry && entry.x < 0 && entry.y < HEAD_HEIGHT)
})

const lines: readonly { name: string; text: string; lines: number }[] = [
  { name: 'nothing said takes no line', text: '', lines: 0 },
  { name: 'a short text takes one', text: 'Halo', lines: 1 },
  { name: 'line breaks count', text: 'Halo\nApa kabar?', lines: 2 },
  { name: 'marks are not counted', text: `*${'a'.repeat(34)}*`, lines: 1 },
  {
    name: 'a word goes to the next line whole',
    text: ['a', 'b', 'c'].map((one) => one.repeat(20)).join(' '),
    lines: 3,
  },
  { name: 'a word longer than a line is broken', text: `Halo ${'a'.repeat(60)}`, lines: 3 },
  { name: 'a merge field has an edge', text: 'Halo {{first_name}}, ada promo pocketd', lines: 2 },
  {
    name: 'the fallback of a merge field is not shown',
    text: 'Halo {{ first_name | default: "Kakak" }}, apa kabar?',
    lines: 1,
  },
  { name: 'a long text stops at three', text: 'panjang '.repeat(200), lines: 3 },
]
for (const { name, text, lines: count } of lines) test(name, () => assert.equal(sayingLines(text), count))

test('a card grows with what it shows, and an own picture is shown larger than a file', () => {
  const bare = stepBox(message({ text: 'Halo' })).height
  const media = (kind: string, source: object) =>
    stepBox(message({ text: 'Halo', media: { media: kind, source } })).height
  assert.ok(media('document', { file: 'f' }) > bare)
  assert.ok(media('image', { file: 'f' }) > media('document', { file: 'f' }))
  assert.equal(media('image', { link: 'https://example.com/a.jpg' }), media('document', { file: 'f' }))
})
