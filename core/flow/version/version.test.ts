import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Definition } from '#core/flow/definition.ts'
import type { Run } from '#core/flow/run.ts'
import { compareFlows, countsOf } from '#core/flow/version/diff.ts'
import { moveRun } from '#core/flow/version/move.ts'
import { detailWords } from '#core/flow/version/words.ts'

const flow = (nodes: object) => Definition.parse({ format: 1, start: 'begin', nodes })
const BEGIN = { kind: 'start', next: { next: 'hello' } }
const HELLO = {
  kind: 'message',
  name: 'Salam',
  text: 'Halo',
  buttons: [
    { id: 'a', title: 'Katalog' },
    { id: 'b', title: 'Tim' },
  ],
  next: { 'button:a': 'team', 'button:b': 'team' },
}
const before = flow({ begin: BEGIN, hello: HELLO, team: { kind: 'handover', name: 'Serahkan' } })

test('what changed is told as texts and ways, before and after, not as JSON', () => {
  const after = flow({
    begin: BEGIN,
    hello: {
      ...HELLO,
      text: 'Halo kak',
      buttons: [
        { id: 'b', title: 'Bicara dengan tim' },
        { id: 'a', title: 'Katalog' },
      ],
      next: { 'button:a': 'wait', 'button:b': 'team' },
    },
    team: { kind: 'handover', name: 'Serahkan' },
    wait: { kind: 'wait', name: 'Sejam', wait: { kind: 'for', length: { amount: 1, unit: 'hour' } } },
  })
  const diffs = compareFlows(before, after)
  assert.deepEqual(
    diffs.map(({ node, change }) => [node, change]),
    [
      ['hello', 'changed'],
      ['wait', 'added'],
    ],
  )
  const around = { before, after, language: 'id' } as const
  const lines = diffs[0]?.details.map((detail) => {
    const words = detailWords(detail, 'hello', around)
    return `${words.what}: ${words.before} → ${words.after}`
  })
  assert.deepEqual(lines?.toSorted(), [
    'Jalur “Katalog”: Serahkan → Sejam',
    'Teks: “Halo” → “Halo kak”',
    'Tombol · Judul: “Tim” → “Bicara dengan tim”',
  ])
  assert.deepEqual(countsOf(compareFlows(after, before)), { added: 0, changed: 1, removed: 1 })
})

test('a drawing is no different from itself, whatever the order of its properties', () => {
  const { kind, text, ...rest } = HELLO
  const after = flow({
    team: { name: 'Serahkan', kind: 'handover' },
    hello: { ...rest, text, kind },
    begin: BEGIN,
  })
  assert.deepEqual(compareFlows(before, after), [])
})

const RUN: Run = {
  frames: [{ version: 'v1', node: 'hello' }],
  waiting: { for: 'tap', token: 't', since: 0, until: null, tries: 0 },
  steps: 2,
}
const OLDER = new Map([['v1', before]])

test('a waiting run moves to the same step of the new version, and keeps its alarm', () => {
  const moved = moveRun(RUN, OLDER, { id: 'v2', definition: before })
  assert.deepEqual(moved, { ...RUN, frames: [{ version: 'v2', node: 'hello' }] })
})

test('a run whose step is gone, or became another kind, is not moved', () => {
  const gone = flow({ begin: BEGIN })
  const other = flow({ begin: BEGIN, hello: { kind: 'handover' } })
  for (const definition of [gone, other]) assert.equal(moveRun(RUN, OLDER, { id: 'v2', definition }), null)
  assert.equal(moveRun(RUN, new Map(), { id: 'v2', definition: before }), null, 'nor one of another flow')
})

test('a team that was exchanged is told by its name, not by its id', () => {
  const assigns = (ref: string, name: string) =>
    flow({ begin: BEGIN, hello: { kind: 'action', actions: [{ do: 'assign', to: 'team', ref, name }] } })
  const [before_, after_] = [assigns('1', 'Penjualan'), assigns('2', 'Gudang')]
  const [diff] = compareFlows(before_, after_)
  const told = diff?.details.map((detail) =>
    detailWords(detail, 'hello', { before: before_, after: after_, language: 'id' }),
  )
  assert.deepEqual(told, [{ what: 'Aksi · Nama', before: '“Penjualan”', after: '“Gudang”' }])
})
