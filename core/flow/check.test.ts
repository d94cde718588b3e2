import assert from 'node:assert/strict'
import { test } from 'node:test'
import { textField } from '#core/contact/field/catalogue.ts'
import type { World } from '#core/flow/check/world.ts'
import { checkFlow } from '#core/flow/check.ts'
import { Definition } from '#core/flow/definition.ts'
import { PROBLEMS, problemSentence } from '#core/flow/problem.ts'

const SELF = '01890000-0000-7000-8000-000000000001'
const SUB = '01890000-0000-7000-8000-000000000002'
const WORLD: World = { flow: SELF, fields: [textField('city')], flows: [] }

function flow(nodes: Record<string, unknown>, start: object = {}): Definition {
  const begin = { kind: 'start', next: { next: 'a' }, ...start }
  return Definition.parse({ format: 1, start: 's', nodes: { s: begin, ...nodes } })
}
function codes(definition: Definition, world: World = WORLD): string[] {
  return checkFlow(definition, world).map(({ node, code }) => `${node} ${code}`)
}
const text = (said: string, next?: string) => ({
  kind: 'message',
  text: said,
  ...(next ? { next: { next } } : {}),
})
const wait = (amount: number, unit: string, next: string) => ({
  kind: 'wait',
  wait: { kind: 'for', length: { amount, unit } },
  next: { next },
})
const HOURS = { amount: 10, unit: 'hour' }
const windowRule = (is: string) => ({
  kind: 'condition',
  when: { match: 'all', groups: [{ match: 'all', rules: [{ fact: 'window', is }] }] },
})

test('each mistake in a drawing is named at its step', () => {
  const cases: [string, Record<string, unknown>, string[]][] = [
    ['nothing wrong', { a: text('Halo {{ first_name }} di {{ city }}') }, []],
    ['an exit to nowhere', { a: text('x', 'ghost') }, ['a way-dangling']],
    ['an exit that the step has not', { a: { ...text('x'), next: { yes: 's' } } }, ['a way-unknown']],
    ['two starts', { a: text('x'), t: { kind: 'start', next: { next: 'a' } } }, ['t start-twice']],
    [
      'an unconnected button',
      { a: { ...text('x'), buttons: [{ id: 'y', title: 'Ya' }] } },
      ['a way-missing'],
    ],
    ['no text', { a: text(' ') }, ['a text-empty']],
    ['too long', { a: text('x'.repeat(4097)) }, ['a draft-refused']],
    ['a ring of messages', { a: text('x', 'b'), b: text('y', 'a') }, ['a loop-endless']],
    ['a step that goes to itself', { a: { kind: 'goto', next: { next: 'a' } } }, ['a loop-endless']],
    ['a short ring', { a: text('x', 'b'), b: wait(1, 'second', 'a') }, ['a loop-short', 'a window-leak']],
    ['an island', { a: text('x'), b: text('y') }, ['b unreachable']],
    ['a message too late', { a: wait(20, 'hour', 'b'), b: text('x') }, ['b window-leak']],
    ['a merge field unknown', { a: text('{{ nope }}') }, ['a merge-unknown']],
    ['a merge field broken', { a: text('{{ name | }}') }, ['a merge-invalid']],
    ['a format unknown', { a: text('{{ name | upper }}') }, ['a filter-unknown']],
    ['a sub-flow not chosen', { a: { kind: 'subflow' } }, ['a flow-unchosen']],
    ['a sub-flow that is gone', { a: { kind: 'subflow', flow: SUB } }, ['a flow-missing']],
    ['a sub-flow of itself', { a: { kind: 'subflow', flow: SELF } }, ['a flow-recursive']],
    ['a flow that goes to itself', { a: { kind: 'goto', flow: SELF } }, ['a loop-between-flows']],
  ]
  for (const [name, nodes, expected] of cases) assert.deepEqual(codes(flow(nodes)), expected, name)
})

test('a question may go round; one without a time limit is warned of', () => {
  const ask = { kind: 'question', text: 'menu?', next: { answered: 'a' } }
  assert.deepEqual(codes(flow({ a: ask })), ['a question-endless'])
  const timed = { ...ask, timeout: HOURS, next: { answered: 'a', timeout: 'a' } }
  assert.deepEqual(codes(flow({ a: timed })), ['a window-leak'])
})

test('an open window that was checked makes a late message safe', () => {
  const late = (is: string, way: string) =>
    flow({
      a: wait(2, 'day', 'c'),
      c: { ...windowRule(is), next: { [way]: 'b' } },
      b: text('x'),
    })
  assert.deepEqual(codes(late('open', 'yes')), [])
  assert.deepEqual(codes(late('closed', 'no')), [])
  assert.deepEqual(codes(late('open', 'no')), ['b window-leak'])
  assert.deepEqual(codes(late('closed', 'yes')), ['b window-leak'])
})

test('time adds up over waits, time limits and called flows', () => {
  const waits = flow({ a: wait(10, 'hour', 'b'), b: wait(10, 'hour', 'c'), c: text('x') })
  assert.deepEqual(codes(waits), ['c window-leak'])
  const caller = flow({ a: { kind: 'subflow', flow: SUB, next: { next: 'b' } }, b: text('x') })
  const sub = (definition: Definition) => ({ ...WORLD, flows: [{ id: SUB, published: true, definition }] })
  assert.deepEqual(codes(caller, sub(flow({ a: wait(2, 'day', 'b'), b: { kind: 'action' } }))), [
    'b window-leak',
  ])
  assert.deepEqual(codes(caller, sub(flow({ a: wait(1, 'hour', 'b'), b: { kind: 'action' } }))), [])
  const asks = flow({ a: wait(2, 'day', 'b'), b: { kind: 'question', text: 'x' } })
  assert.deepEqual(codes(caller, sub(asks)), [])
})

test('the path of a late message begins where the customer was last heard', () => {
  const menu = {
    kind: 'message',
    text: 'Mau?',
    buttons: [{ id: 'y', title: 'Ya' }],
    next: { 'button:y': 'b' },
  }
  const drawn = flow({
    a: menu,
    b: wait(25, 'hour', 'c'),
    c: { kind: 'action', next: { next: 'd' } },
    d: text('x'),
  })
  const [late] = checkFlow(drawn, WORLD)
  assert.deepEqual([late?.code, late?.path], ['window-leak', ['a', 'b', 'c', 'd']])
})

test('flows that call each other are found, and rings through them', () => {
  const back = flow({ a: { kind: 'subflow', flow: SELF } })
  const world = { ...WORLD, flows: [{ id: SUB, published: true, definition: back }] }
  assert.deepEqual(codes(flow({ a: { kind: 'subflow', flow: SUB } }), world), ['a flow-recursive'])
  const ring = flow({ a: { kind: 'subflow', flow: SUB, next: { next: 'a' } } })
  const silent = {
    ...WORLD,
    flows: [{ id: SUB, published: true, definition: flow({ a: { kind: 'action' } }) }],
  }
  assert.deepEqual(codes(ring, silent), ['a loop-endless'])
  const unpublished = { ...WORLD, flows: [{ id: SUB, published: false }] }
  assert.deepEqual(codes(flow({ a: { kind: 'subflow', flow: SUB } }), unpublished), ['a flow-unpublished'])
})

test('ways that leave customers without a word are dead ends, when others of the step lead on', () => {
  const choice = (next: object, more: object = {}) => ({
    kind: 'question',
    text: 'Pilih',
    answer: 'choice',
    options: [
      { id: 'x', title: 'Kopi' },
      { id: 'y', title: 'Teh' },
    ],
    timeout: HOURS,
    next,
    ...more,
  })
  const dead = (node: object) =>
    codes(flow({ a: node, b: text('x') })).filter((code) => code !== 'b unreachable')
  assert.deepEqual(dead(choice({ 'option:x': 'b' })), ['a dead-end'])
  assert.deepEqual(dead(choice({ 'option:x': 'b', 'option:y': 'b' })), [])
  assert.deepEqual(dead(choice({ answered: 'b' })), ['a dead-end'])
  assert.deepEqual(dead(choice({ answered: 'b', invalid: 'b' })), [])
  assert.deepEqual(dead(choice({})), [])
  const split = (second: number, next: object) => ({
    kind: 'split',
    branches: [
      { id: 'p', title: 'P', weight: 1 },
      { id: 'q', title: 'Q', weight: second },
    ],
    next,
  })
  assert.deepEqual(dead(split(1, { 'branch:p': 'b' })), ['a dead-end'])
  assert.deepEqual(dead(split(0, { 'branch:p': 'b' })), [])
})

test('more messages or steps than one happening may bring are errors, also through called flows', () => {
  const chain = (count: number, node: (next: object) => object) => {
    const ids = Array.from({ length: count }, (_, at) => (at === 0 ? 'a' : `n${at}`))
    return flow(
      Object.fromEntries(ids.map((id, at) => [id, node(ids[at + 1] ? { next: { next: ids[at + 1] } } : {})])),
    )
  }
  const says = (count: number) => chain(count, (next) => ({ ...text('x'), ...next }))
  assert.deepEqual(codes(says(40)), [])
  assert.deepEqual(codes(says(41)), [' messages-many'])
  const acts = (count: number) => chain(count, (next) => ({ kind: 'action', ...next }))
  assert.deepEqual(codes(acts(199)), [])
  assert.deepEqual(codes(acts(200)), [' steps-many'])
  const caller = flow({ a: { kind: 'subflow', flow: SUB, next: { next: 'b' } }, b: text('x') })
  const world = (definition: Definition) => ({ ...WORLD, flows: [{ id: SUB, published: true, definition }] })
  assert.deepEqual(codes(caller, world(says(39))), [])
  assert.deepEqual(codes(caller, world(says(40))), [' messages-many'])
})

test('a called flow that asks is no ring, and one that goes on to its caller at once is one', () => {
  const asks = flow({ a: { kind: 'question', text: 'x' } })
  const world = (definition: Definition) => ({ ...WORLD, flows: [{ id: SUB, published: true, definition }] })
  const round = flow({
    a: { kind: 'subflow', flow: SUB, next: { next: 'b' } },
    b: { kind: 'goto', flow: SELF },
  })
  assert.deepEqual(codes(round, world(asks)), [])
  const caller = flow({ a: { kind: 'subflow', flow: SUB } })
  const back = flow({ a: { kind: 'goto', flow: SELF } })
  assert.deepEqual(codes(caller, world(back)), ['a loop-between-flows'])
})

test('a thousand steps are checked in a blink', () => {
  const nodes: Record<string, unknown> = {}
  for (let at = 0; at < 998; at++) {
    nodes[at === 0 ? 'a' : `n${at}`] = {
      kind: 'question',
      text: `Halo {{ first_name }} ${at}`,
      answer: 'choice',
      options: ['Satu', 'Dua', 'Tiga', 'Empat'].map((title, id) => ({ id: `o${id}`, title })),
      timeout: HOURS,
      next: { answered: `n${at + 1}`, 'option:o1': 'a', 'option:o2': `n${Math.floor(at / 2) + 1}` },
    }
  }
  nodes.n998 = text('selesai')
  const definition = flow(nodes)
  const times = Array.from({ length: 10 }, () => {
    const began = process.cpuUsage()
    checkFlow(definition, WORLD)
    return process.cpuUsage(began).user / 1000
  })
  assert(Math.min(...times) < 50, `${times} ms`)
})

test('every problem has a sentence in both languages, with every value filled in', () => {
  for (const code of Object.keys(PROBLEMS) as (keyof typeof PROBLEMS)[]) {
    const names = [...`${PROBLEMS[code].id} ${PROBLEMS[code].en}`.matchAll(/\{(\w+)\}/g)].map(
      ([, name = '']) => name,
    )
    const details = Object.fromEntries(names.map((name) => [name, 'x']))
    for (const language of ['id', 'en'] as const) {
      const said = problemSentence({ severity: 'error', node: '', code, details }, language)
      assert.match(said, /^.{10,}[.]$/, code)
      assert.doesNotMatch(said, /[–{]/, code)
    }
  }
})

test('a condition that leaves a customer’s message without any answer is named, unless something was said before', () => {
  const asks = { ...windowRule('open'), next: { yes: 'b' } }
  const keywords = { keywords: ['kopi'] }
  const nodes = { a: asks, b: text('Halo') }
  assert.deepEqual(codes(flow(nodes, keywords)), ['a dead-end'])
  assert.deepEqual(codes(flow(nodes, { welcome: true })), ['a dead-end'])
  assert.deepEqual(codes(flow(nodes)), [], 'a flow that no message begins owes no answer')
  const later = { a: { kind: 'action', next: { next: 'c' } }, c: asks, b: text('Halo') }
  assert.deepEqual(codes(flow(later, keywords)), ['c dead-end'])
  const greeted = { a: text('Sebentar', 'c'), c: asks, b: text('Halo') }
  assert.deepEqual(codes(flow(greeted, keywords)), [])
  const both = { a: { ...asks, next: { yes: 'b', no: 'b' } }, b: text('Halo') }
  assert.deepEqual(codes(flow(both, keywords)), [])
})
