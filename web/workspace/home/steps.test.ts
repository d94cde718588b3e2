import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fittingSteps, type Step } from '#web/workspace/home/steps.ts'

const STEPS: readonly Step[] = [
  { key: 'stepChat', done: false, to: '/simulator' },
  { key: 'stepEdit', done: false, to: '/flows' },
  { key: 'stepAnswer', done: false, to: '/inbox' },
  { key: 'stepConnect', done: false, to: '/channels' },
  { key: 'stepLink', done: false, to: '/channels' },
]

test('the checklist names only what this workspace can do, and first what the rest waits for', () => {
  const keys = (at: Parameters<typeof fittingSteps>[1]) => fittingSteps(STEPS, at).map(({ key }) => key)
  assert.deepEqual(fittingSteps(STEPS, { playable: true, drawn: true }), STEPS)
  assert.deepEqual(keys({ playable: false, drawn: false }), ['stepConnect', 'stepLink', 'stepAnswer'])
  assert.deepEqual(keys({ playable: false, drawn: true }), [
    'stepEdit',
    'stepAnswer',
    'stepConnect',
    'stepLink',
  ])
})
