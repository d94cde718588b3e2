import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Turn } from '#core/chat/api.ts'
import { linesOf, markOf, wordsOf } from '#web/whatsapp/trace/lines.ts'

const step = (node: string): Turn['steps'][number] => ({
  node,
  kind: 'message',
  name: node,
  heard: null,
  outlet: 'next',
  set: {},
  was: {},
  tags: [],
  fault: null,
  sent: [],
})
const turn = (id: string, nodes: readonly string[]): Turn => ({
  id,
  at: 0,
  heard: { kind: 'text', text: id },
  flow: { id: 'flow', name: 'Menu', version: 1 },
  outcome: 'waiting',
  ms: 1,
  steps: nodes.map(step),
})

test('the trace is read from the top: oldest turn first, its steps numbered through', () => {
  const lines = linesOf([turn('second', ['c']), turn('first', ['a', 'b'])])
  assert.deepEqual(
    lines.map((line) => (line.kind === 'turn' ? line.turn.id : `${line.number} ${line.step.node}`)),
    ['first', '1 a', '2 b', 'second', '3 c'],
  )
})

test('a line leads on only within its own turn', () => {
  const lines = linesOf([turn('second', ['c']), turn('first', ['a', 'b'])])
  assert.deepEqual(
    lines.flatMap((line) => (line.kind === 'step' ? [line.goesOn] : [])),
    [true, false, false],
  )
})

test('a canvas is told flow, node and the way out', () => {
  const marks = linesOf([turn('only', ['a'])]).flatMap((line) => (line.kind === 'step' ? [markOf(line)] : []))
  assert.deepEqual(marks, [{ flowId: 'flow', node: 'a', outlet: 'next', fault: null }])
})

test('a sent message is shown by its words, whatever its form', () => {
  assert.equal(wordsOf({ type: 'text', text: { body: 'Halo *Dewi*' } }), 'Halo Dewi')
  assert.equal(
    wordsOf({ type: 'interactive', interactive: { body: { text: 'Pilih' }, action: {} } }),
    'Pilih',
  )
  assert.equal(wordsOf({ type: 'image', image: { id: '1', caption: 'Kopi' } }), 'Kopi')
  assert.equal(wordsOf({ type: 'location', location: { latitude: 1 } }), '')
  assert.equal(wordsOf(null), '')
})
