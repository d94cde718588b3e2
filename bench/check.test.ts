import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkHistory, type History, lineOf, type SentMessage, type Verdict } from './check.ts'

const EMPTY: History = {
  sent: [],
  heard: [],
  waiting: [],
  quarantined: [],
  turns: [],
  meant: [],
  reached: [],
  kills: [],
}

function sent(wamid: string, postedAt: number, ackedAt: number | null, webhook = postedAt): SentMessage {
  return { wamid, contact: 'ani', toldAt: 0, webhook, place: 0, postedAt, ackedAt }
}
const heard = (wamid: string, at: number) => ({ wamid, contact: 'ani', at })
const meant = (id: string, state = 'read', reason = '') => ({ id, contact: 'ani', state, reason })
const reached = (id: string | undefined) => ({ contact: 'ani', id })

type Case = readonly [string, Partial<History>, Partial<Verdict>]
const CASES: readonly Case[] = [
  ['a quiet run keeps its promises', {}, { kept: true, takeover: 0 }],
  [
    'what was acknowledged and is nowhere is lost',
    { sent: [sent('a', 1, 2)] },
    { kept: false, lost: ['a'], acknowledged: 1 },
  ],
  ['what was never acknowledged may be nowhere', { sent: [sent('a', 1, null)] }, { kept: true, lost: [] }],
  ['what waits in the inbox is not lost', { sent: [sent('a', 1, 2)], waiting: ['a'] }, { kept: true }],
  [
    'what was set aside is not lost',
    { sent: [sent('a', 1, 2)], quarantined: ['a'] },
    { quarantined: 1, kept: true },
  ],
  [
    'a message heard twice is seen',
    { sent: [sent('a', 1, 2)], heard: [heard('a', 3), heard('a', 4)] },
    { kept: false, twice: ['a'] },
  ],
  [
    'a text that moved a flow twice is seen',
    { turns: [{ contact: 'ani', text: 'halo 1', count: 2 }] },
    { kept: false, twice: ['halo 1'] },
  ],
  [
    'a message acknowledged before the next was posted must be heard first',
    { sent: [sent('a', 1, 2), sent('b', 3, 4)], heard: [heard('b', 5), heard('a', 6)] },
    { kept: false, outOfOrder: ['a after b'] },
  ],
  [
    'messages under way at the same time may change places',
    { sent: [sent('a', 1, 9), sent('b', 3, 4)], heard: [heard('b', 5), heard('a', 10)] },
    { kept: true, outOfOrder: [] },
  ],
  [
    'a late message that is younger by Meta’s time may be heard first or last',
    {
      sent: [
        { ...sent('a', 1, 2), toldAt: 8 },
        { ...sent('b', 3, 4), toldAt: 7 },
      ],
      heard: [heard('b', 5), heard('a', 6)],
    },
    { kept: true, outOfOrder: [] },
  ],
  [
    'in one webhook Meta’s time decides',
    {
      sent: [sent('a', 1, 2), { ...sent('b', 1, 2), place: 1 }],
      heard: [heard('b', 5), heard('a', 6)],
    },
    { kept: false, outOfOrder: ['a after b'] },
  ],
  [
    'replies reach the customer in the order they were meant',
    { meant: [meant('1'), meant('2')], reached: [reached('2'), reached('1')] },
    { kept: false, shuffledAtCustomer: ['1'] },
  ],
  [
    'a reply that reached the customer twice is seen, and is no second break of order',
    { meant: [meant('1'), meant('2')], reached: [reached('1'), reached('2'), reached('1')] },
    { kept: false, doubled: ['1'], shuffledAtCustomer: [] },
  ],
  ['a message that nobody meant is seen', { reached: [reached('7')] }, { kept: false, invented: ['7'] }],
  [
    'a message without our key is seen',
    { reached: [reached(undefined)] },
    { kept: false, invented: ['undefined'] },
  ],
  [
    'a message that was not sent for a reason is counted, not forgotten',
    { meant: [meant('1', 'held', 'no proof')] },
    { kept: true, notSent: new Map([['held: no proof', 1]]), forgotten: [] },
  ],
  [
    'a message that still waits at the end is forgotten',
    { meant: [meant('1', 'queued')] },
    { forgotten: ['1 queued'] },
  ],
  [
    'the takeover is the longest wait after a kill of what was promised before it',
    { sent: [sent('a', 1, 2), sent('b', 1, 2)], heard: [heard('a', 90), heard('b', 400)], kills: [50, 300] },
    { takeover: 350, kept: true },
  ],
  [
    'a takeover that takes longer than ten seconds breaks a promise',
    { sent: [sent('a', 1, 2)], heard: [heard('a', 10_200)], kills: [50] },
    { takeover: 10_150, kept: false },
  ],
]

for (const [name, history, expected] of CASES) {
  test(name, () => {
    const verdict = checkHistory({ ...EMPTY, ...history })
    for (const [key, value] of Object.entries(expected)) {
      assert.deepEqual(verdict[key as keyof Verdict], value, key)
    }
  })
}

test('the line says at its beginning whether the promises were kept', () => {
  assert.match(lineOf(checkHistory(EMPTY)), /^KEPT · 0 acknowledged · lost 0/)
  assert.match(lineOf(checkHistory({ ...EMPTY, sent: [sent('a', 1, 2)] })), /^BROKEN .* lost 1/)
})
