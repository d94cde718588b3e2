import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { climb, MESSAGE_STATES, type MessageState, RUNGS } from '#core/chat/status.ts'

test('a report climbs the ladder and never goes down', () => {
  const cases: readonly [MessageState, MessageState, MessageState][] = [
    ['queued', 'sending', 'sending'],
    ['sending', 'accepted', 'accepted'],
    ['accepted', 'sent', 'sent'],
    ['sent', 'read', 'read'],
    ['read', 'delivered', 'read'],
    ['read', 'sent', 'read'],
    ['delivered', 'delivered', 'delivered'],
    ['read', 'played', 'played'],
    ['sending', 'sent', 'sent'],
    ['uncertain', 'delivered', 'delivered'],
    ['held', 'sent', 'sent'],
    ['accepted', 'failed', 'failed'],
    ['uncertain', 'failed', 'failed'],
    ['delivered', 'failed', 'delivered'],
    ['read', 'failed', 'read'],
    ['failed', 'sent', 'failed'],
    ['failed', 'accepted', 'failed'],
    ['failed', 'delivered', 'delivered'],
    ['failed', 'read', 'read'],
  ]
  for (const [state, report, then] of cases) assert.equal(climb(state, report), then, `${state} + ${report}`)
})

test('reports in any order and any number end at the same state', () => {
  const reports = fc.array(fc.constantFrom<MessageState>('sent', 'delivered', 'read', 'played', 'failed'), {
    maxLength: 8,
  })
  fc.assert(
    fc.property(reports, fc.array(fc.nat(), { maxLength: 8 }), (list, seeds) => {
      const shuffled = list
        .map((report, at) => ({ report, by: seeds[at] ?? 0 }))
        .sort((a, b) => a.by - b.by)
        .map(({ report }) => report)
      const end = list.reduce(climb, 'accepted')
      assert.equal(shuffled.reduce(climb, 'accepted'), end)
      assert.equal([...shuffled, ...shuffled].reduce(climb, 'accepted'), end)
    }),
  )
})

test('every state has its rung', () => {
  for (const state of MESSAGE_STATES) assert.equal(typeof RUNGS[state], 'number')
})
