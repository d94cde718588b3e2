import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { World } from '#core/flow/check/world.ts'
import { checkFlow } from '#core/flow/check.ts'
import { Definition, Layout } from '#core/flow/definition.ts'
import type { Drawing } from '#core/flow/edit.ts'
import { fixOf } from '#core/flow/fix/fix.ts'
import { FIXES } from '#core/flow/fix/words.ts'
import { Template } from '#core/whatsapp/template/template.ts'

const SELF = '01890000-0000-7000-8000-000000000001'
const SUB = '01890000-0000-7000-8000-000000000002'
const TEMPLATE = Template.parse({
  name: 'info',
  language: 'id',
  category: 'UTILITY',
  body: { text: 'Pesanan siap.' },
  buttons: [{ kind: 'reply', text: 'Oke' }],
})
const NOW_HELD = { ...TEMPLATE, body: { text: 'Pesanan Anda siap.', examples: [] } }
const ONE = Definition.parse({
  format: 1,
  start: 's',
  nodes: { s: { kind: 'start', next: { next: 'a' } }, a: { kind: 'message', text: 'Halo' } },
})
const WORLD: World = {
  flow: SELF,
  fields: [],
  flows: [{ id: SUB, published: true, definition: ONE }],
  templates: [{ template: NOW_HELD, status: 'APPROVED' }],
}

function drawing(nodes: Record<string, unknown>): Drawing {
  const all = { s: { kind: 'start', next: { next: 'a' } }, ...nodes }
  const at = Object.fromEntries(Object.keys(all).map((id, place) => [id, { x: place * 360, y: 0 }]))
  return {
    definition: Definition.parse({ format: 1, start: 's', nodes: all }),
    layout: Layout.parse({ at }),
  }
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
const buttons = (count: number, title = 'Pilihan') =>
  Array.from({ length: count }, (_, at) => ({ id: `b${at}`, title: `${title} ${at}` }))
const tapped = (count: number) => Object.fromEntries(buttons(count).map(({ id }) => [`button:${id}`, 'b']))

test('each fix mends its problem by one edit, and brings no other', () => {
  const cases: [string, string, Record<string, unknown>][] = [
    ['guardWindow', 'window-leak', { a: wait(25, 'hour', 'b'), b: text('x') }],
    ['guardWindow', 'window-leak-inside', { a: wait(25, 'hour', 'b'), b: { kind: 'subflow', flow: SUB } }],
    ['cutWay', 'way-dangling', { a: text('x', 'ghost') }],
    ['cutWay', 'way-unknown', { a: { ...text('x'), next: { yes: 'a' } } }],
    ['removeStep', 'start-twice', { a: text('x'), t: { kind: 'start', next: { next: 'a' } } }],
    ['removeStep', 'unreachable', { a: text('x'), b: text('y') }],
    ['handOver', 'way-missing', { a: { ...text('x'), buttons: buttons(1) } }],
    ['handOver', 'way-missing', { a: { ...text('x', 'p'), buttons: buttons(1) }, p: { kind: 'handover' } }],
    [
      'waitBetween',
      'loop-endless',
      { a: { kind: 'action', next: { next: 'b' } }, b: { kind: 'action', next: { next: 'a' } } },
    ],
    ['waitBetween', 'loop-short', { a: { kind: 'action', next: { next: 'b' } }, b: wait(1, 'minute', 'a') }],
    ['limitTime', 'question-endless', { a: { kind: 'question', text: 'x' } }],
    ['dropPart', 'mix-impossible', { a: { ...text('x'), location: { latitude: 1, longitude: 2 } } }],
    [
      'splitEvenly',
      'split-empty',
      { a: { kind: 'split', branches: ['p', 'q'].map((id) => ({ id, title: '', weight: 0 })) } },
    ],
    [
      'swapLimits',
      'range-empty',
      { a: { kind: 'question', text: 'x', min: 9, max: 1, timeout: { amount: 1, unit: 'hour' } } },
    ],
    [
      'makeList',
      'draft-refused',
      { a: { ...text('x'), buttons: buttons(5), next: tapped(5) }, b: text('y') },
    ],
    [
      'cutText',
      'draft-refused',
      {
        a: { ...text('x'), buttons: buttons(1, 'Saya mau pesan sekarang juga'), next: tapped(1) },
        b: text('y'),
      },
    ],
    [
      'cutText',
      'draft-refused',
      {
        a: {
          ...text('x'),
          list: {
            button: 'Pilih',
            sections: [{ rows: [{ id: 'r', title: 'Kopi', description: 'y'.repeat(99) }] }],
          },
          next: { 'row:r': 'b' },
        },
        b: text('y'),
      },
    ],
    ['takeTemplate', 'template-changed', { a: { kind: 'template', template: TEMPLATE } }],
  ]
  for (const [name, code, nodes] of cases) {
    const before = drawing(nodes)
    const problems = checkFlow(before.definition, WORLD)
    const problem = problems.find((each) => each.code === code)
    assert.ok(problem, `${name}: ${problems.map((each) => each.code)}`)
    const fix = fixOf(problem, before.definition, { language: 'id', templates: WORLD.templates })
    assert.equal(fix?.name, name, code)
    const after = fix.apply(before, () => 'fresh')
    const left = checkFlow(after.definition, WORLD)
    assert.ok(left.length < problems.length, `${name}: ${JSON.stringify(left)}`)
    assert.ok(!left.some((each) => each.code === code && each.node === problem.node), name)
    Definition.parse(after.definition)
    for (const id of Object.keys(after.definition.nodes)) assert.ok(after.layout.at[id], `${name} ${id}`)
  }
})

test('a guard takes the place of the late message and lets everything to the right make room', () => {
  const before = drawing({ a: wait(25, 'hour', 'b'), b: text('x', 'c'), c: text('y') })
  const [problem] = checkFlow(before.definition, WORLD)
  assert.ok(problem)
  assert.deepEqual([problem.code, problem.path], ['window-leak', ['a', 'b']])
  const { definition, layout } =
    fixOf(problem, before.definition, { language: 'id' })?.apply(before, () => 'g') ?? before
  assert.deepEqual(definition.nodes.a?.next, { next: 'g' })
  assert.deepEqual(definition.nodes.g?.next, { yes: 'b' })
  assert.deepEqual([layout.at.a?.x, layout.at.g?.x, layout.at.b?.x, layout.at.c?.x], [360, 720, 1080, 1440])
})

test('what only a person can mend has no fix', () => {
  const cases = { a: { kind: 'message', text: ' ' }, b: { kind: 'subflow' } }
  const before = drawing({ ...cases, a: { ...cases.a, next: { next: 'b' } } })
  for (const problem of checkFlow(before.definition, WORLD)) {
    assert.equal(fixOf(problem, before.definition, { language: 'id' }), null, problem.code)
  }
  const field = drawing({
    a: { ...text('x'), footer: `{{ name }}${'y'.repeat(70)}`, buttons: buttons(1), next: tapped(1) },
    b: text('y'),
  })
  const [problem] = checkFlow(field.definition, WORLD).filter(({ code }) => code === 'draft-refused')
  assert.ok(problem)
  assert.equal(fixOf(problem, field.definition, { language: 'id' }), null, 'merge fields are not cut')
})

test('every fix is called something in both languages', () => {
  for (const { id, en } of Object.values(FIXES)) assert.ok(id.length > 5 && en.length > 5)
})
