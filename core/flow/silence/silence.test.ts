import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explainSilence, type SilenceFacts } from '#core/flow/silence/silence.ts'
import { SILENCES } from '#core/flow/silence/words.ts'

const NOW = 1_800_000_000_000
const HEARD = { at: NOW - 1000, content: { kind: 'text', text: 'promoo' }, late: 0 } as const
const TRIGGER = { flowId: 'f', flow: 'Promo', keywords: ['promo'] }
const RUN = { flowId: 'f', flow: 'Promo', node: 'Kota', for: 'answer', until: null } as const
const TURN = { outcome: 'ended', flowId: 'f', flow: 'Promo', node: 'Kota', fault: null, said: 0 }
const ANSWER = { at: NOW, state: 'delivered', refusal: null, details: {}, fault: null }
const TAP = { kind: 'tap', from: 'button', id: 'offer~1x2y:yes', title: 'Ambil' } as const
const QUIET: SilenceFacts = {
  ...{ now: NOW, bot: 'Bot', trouble: null, paused: null, heard: HEARD, pending: 0, setAside: 0 },
  ...{ turn: null, answer: null, run: null, triggers: [TRIGGER] },
}

const CASES: readonly [why: Partial<SilenceFacts>, code: keyof typeof SILENCES, fix: string | null][] = [
  [{ bot: null }, 'unlinked', 'link'],
  [{ heard: null }, 'nothing-heard', null],
  [{ setAside: 1, pending: 1 }, 'set-aside', 'look-aside'],
  [{ pending: 1 }, 'pending', null],
  [{ paused: { until: null }, run: RUN }, 'paused', 'wake'],
  [{ paused: { until: NOW + 1 } }, 'paused-until', 'wake'],
  [{ answer: { ...ANSWER, state: 'refused', refusal: 'window-closed' } }, 'refused', 'write-template'],
  [{ answer: { ...ANSWER, state: 'failed', fault: { code: 131_026, title: 'x' } } }, 'failed', 'channel'],
  [{ answer: { ...ANSWER, state: 'queued' }, trouble: 190 }, 'held', 'channel'],
  [{ answer: { ...ANSWER, state: 'sending' } }, 'sending', null],
  [{ answer: ANSWER }, 'answered', null],
  [{ turn: { ...TURN, fault: 'missing-node' } }, 'run-failed', 'open-flow'],
  [{ turn: TURN }, 'run-ended', 'open-flow'],
  [{ turn: TURN, run: RUN }, 'waits-answer', 'open-flow'],
  [{ run: { ...RUN, for: 'time', until: NOW + 5 } }, 'waits-time', 'open-flow'],
  [{ run: { ...RUN, for: 'tap' } }, 'waits-tap', 'open-flow'],
  [{ heard: { ...HEARD, late: 7_200_000 } }, 'stale', null],
  [{ heard: { ...HEARD, content: { kind: 'reaction', wamid: 'x', emoji: '👍' } } }, 'no-words', null],
  [{ run: RUN, heard: { ...HEARD, content: TAP } }, 'past-round', 'open-flow'],
  [{ triggers: [] }, 'no-flow', 'publish-flow'],
  [{}, 'near-trigger', 'add-keyword'],
  [{ heard: { ...HEARD, content: { kind: 'text', text: 'selamat sore' } } }, 'no-trigger', 'add-keyword'],
]
for (const [why, code, fix] of CASES) {
  test(`silence: ${code}`, () => {
    const silence = explainSilence({ ...QUIET, ...why })
    assert.deepEqual([silence.code, silence.fix], [code, fix])
  })
}

test('every reason is reached by some case', () => {
  assert.deepEqual(new Set(CASES.map(([, code]) => code)), new Set(Object.keys(SILENCES)))
})

test('the keyword that came near is named with its flow', () => {
  const { details, flowId } = explainSilence(QUIET)
  assert.deepEqual([details.keyword, details.flow, details.said, flowId], ['promo', 'Promo', 'promoo', 'f'])
})
