import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LANES } from '#server/chat/compose.ts'
import { PATIENCE, settleOf } from '#server/chat/sweep.ts'

const open = { lane: LANES.reply, age: 95, quiet: 95, outage: false, reported: true }
const cases = [
  {
    say: 'quiet long enough, and later messages are reported: it did not go out, so it goes again',
    row: open,
    is: 'again',
  },
  { say: 'too early: the report may still come', row: { ...open, quiet: 89 }, is: 'wait' },
  { say: 'without proof that reports arrive nobody knows', row: { ...open, reported: false }, is: 'wait' },
  { say: 'after an outage of ours reports come later still', row: { ...open, outage: true }, is: 'wait' },
  {
    say: 'a bot’s answer that came two minutes late is worse than none',
    row: { ...open, age: 121 },
    is: 'hold',
  },
  { say: 'an agent is there to decide', row: { ...open, lane: LANES.agent, age: 200 }, is: 'hold' },
  {
    say: 'a template may wait for proof',
    row: { ...open, lane: LANES.transactional, age: 500, quiet: 500, reported: false },
    is: 'wait',
  },
  {
    say: 'after ten minutes we stop asking and let the chat go on',
    row: { ...open, lane: LANES.broadcast, age: 601, quiet: 601, reported: false },
    is: 'hold',
  },
] as const

for (const { say, row, is } of cases) test(say, () => assert.equal(settleOf(row, PATIENCE), is))
