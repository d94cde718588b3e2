import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, HOUR } from '#core/base/time.ts'
import { decideEdit, isSendable, REJECTIONS, TEMPLATE_STATUSES } from '#core/whatsapp/template/state.ts'

const NOW = 1_790_000_000_000

test('only approved templates are sent, flagged ones among them', () => {
  assert.deepEqual(TEMPLATE_STATUSES.filter(isSendable), ['APPROVED', 'FLAGGED'])
})

test('an approved template is edited once a day and ten times in thirty days', () => {
  assert.deepEqual(decideEdit('APPROVED', [], NOW), { kind: 'edit' })
  assert.deepEqual(decideEdit('APPROVED', [NOW - 23 * HOUR], NOW), {
    kind: 'wait',
    why: 'day',
    again: NOW + HOUR,
  })
  assert.deepEqual(decideEdit('APPROVED', [NOW - DAY], NOW), { kind: 'edit' })
  const ten = Array.from({ length: 10 }, (_, at) => NOW - (at + 2) * DAY)
  assert.deepEqual(decideEdit('APPROVED', ten, NOW), { kind: 'wait', why: 'month', again: NOW + 19 * DAY })
  assert.deepEqual(decideEdit('APPROVED', ten.slice(1), NOW), { kind: 'edit' })
})

test('a rejected or paused template is edited as often as one likes, one in review not at all', () => {
  assert.deepEqual(decideEdit('REJECTED', [NOW - 1, NOW - 2], NOW), { kind: 'edit' })
  assert.deepEqual(decideEdit('PAUSED', [NOW - 1], NOW), { kind: 'edit' })
  assert.deepEqual(decideEdit('PENDING', [], NOW), { kind: 'status', status: 'PENDING' })
})

test('every reason of a rejection says in both languages what to do', () => {
  for (const [word, { reason, remedy }] of Object.entries(REJECTIONS)) {
    for (const said of [reason.id, reason.en, remedy.id, remedy.en])
      assert.match(said, /^[A-Z].{10,}\.$/, word)
  }
})
