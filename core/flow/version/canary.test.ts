import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Advance, Run, TraceStep } from '#core/flow/run.ts'
import { chooseVersion, type Live, placeInHundred, visitsOf } from '#core/flow/version/canary.ts'

const FLOW = '01890000-0000-7000-8000-000000000001'
const live = (share: number): Live => ({
  ...{ version: 'old', number: 1 },
  canary: { version: 'new', number: 2, share },
})
const CONTACTS = Array.from(
  { length: 10_000 },
  (_, at) => `01890000-0000-7000-8000-${at.toString(16).padStart(12, '0')}`,
)

test('without a canary everybody begins with what is published, and nothing has to be explained', () => {
  assert.deepEqual(chooseVersion({ version: 'old', number: 1, canary: null }, FLOW, randomUUID()), {
    version: 'old',
    number: 1,
    because: null,
  })
})

test('a canary gets its share of contacts, give or take a tenth of a hundred, and not the same ones in each flow', () => {
  const isNew = (share: number, flow: string) => (contact: string) =>
    chooseVersion(live(share), flow, contact).version === 'new'
  for (const share of [1, 10, 50, 99]) {
    const many = CONTACTS.filter(isNew(share, FLOW)).length / 100
    assert.ok(Math.abs(many - share) < 2, `${share}: ${many}`)
  }
  const both = CONTACTS.filter(isNew(50, FLOW)).filter(isNew(50, 'another flow')).length / 100
  assert.ok(Math.abs(both - 25) < 2, `${both}`)
})

test('a contact always gets the same, and a share that grows takes nobody out', () => {
  for (const contact of CONTACTS.slice(0, 500)) {
    const place = placeInHundred(contact, FLOW)
    assert.equal(placeInHundred(contact, FLOW), place)
    assert.ok(place >= 0 && place < 100)
    const got = [1, 20, 60, 99].map((share) => chooseVersion(live(share), FLOW, contact))
    const first = got.findIndex(({ because }) => because?.isNew)
    if (first >= 0) assert.ok(got.slice(first).every(({ version }) => version === 'new'))
  }
})

const line = (version: string, node: string): TraceStep => ({
  ...{ version, node, kind: 'message', name: '', effects: [] },
})
const waits = (...versions: string[]): Run => ({
  frames: versions.map((version) => ({ version, node: 'ask' })),
  waiting: { for: 'answer', token: 't', since: 0, until: null, tries: 0 },
  steps: 1,
})
const went = (run: Run | null, outcome: Advance['outcome'], ...trace: TraceStep[]): Advance => ({
  ...{ run, outcome, effects: [], trace },
})

test('a run is counted in each version that it came by: waiting there, gone on, or ended as the run did', () => {
  const begun = visitsOf(null, went(waits('a'), 'waiting', line('a', 'start'), line('a', 'ask')))
  assert.deepEqual(begun, [{ version: 'a', isFresh: true, outcome: 'waiting', node: 'ask' }])
  const called = visitsOf(waits('a'), went(waits('a', 'b'), 'waiting', line('a', 'call'), line('b', 'ask')))
  assert.deepEqual(called, [
    { version: 'a', isFresh: false, outcome: 'waiting', node: 'call' },
    { version: 'b', isFresh: true, outcome: 'waiting', node: 'ask' },
  ])
  const left = visitsOf(waits('a'), went(waits('b'), 'waiting', line('a', 'goto'), line('b', 'ask')))
  assert.deepEqual(
    left.map(({ version, outcome }) => [version, outcome]),
    [
      ['a', 'ended'],
      ['b', 'waiting'],
    ],
  )
  const failed = visitsOf(waits('a', 'b'), went(null, 'failed', line('b', 'end')))
  assert.deepEqual(
    failed.map(({ version, outcome, node }) => [version, outcome, node]),
    [
      ['a', 'failed', null],
      ['b', 'failed', 'end'],
    ],
  )
  assert.deepEqual(visitsOf(waits('a'), went(waits('a'), 'ignored')), [], 'nothing changed')
})
