import assert from 'node:assert/strict'
import { test } from 'node:test'
import { REFUSALS, sentenceOf } from '#core/base/refusal.ts'
import { DAY, MINUTE, SECOND } from '#core/base/time.ts'
import type { SendFacts } from '#core/policy/facts.ts'
import { decideSend } from '#core/policy/send.ts'
import { isWindowOpen, opensWindow, WINDOW, windowEndsAt } from '#core/policy/window.ts'
import type { Draft } from '#core/whatsapp/draft.ts'

const NOW = Date.UTC(2026, 10, 24, 3)
const TEXT: Draft = { kind: 'text', text: 'Halo' }
const TEMPLATE: Draft = { kind: 'template', name: 'info', language: 'id', body: [], buttons: [] }
const FINE: SendFacts = {
  lastInboundAt: NOW - MINUTE,
  numberState: 'CONNECTED',
  optedOut: false,
  trouble: null,
  tooOften: false,
  lane: 'reply',
  automatic: true,
}

/** What happens to a message, the facts that differ, and the rule that decides. */
const cases: readonly [string, Draft, Partial<SendFacts>, string | null, string][] = [
  ['a bot answers', TEXT, {}, null, 'none'],
  ['nobody wrote yet', TEXT, { lastInboundAt: null }, 'window-never-opened', 'template'],
  ['24 hours are over', TEXT, { lastInboundAt: NOW - WINDOW }, 'window-closed', 'template'],
  ['a template after 24 hours', TEMPLATE, { lastInboundAt: NOW - WINDOW }, null, 'none'],
  ['a template to a stranger', TEMPLATE, { lastInboundAt: null }, null, 'none'],
  ['a bot in the last minute', TEXT, { lastInboundAt: NOW - WINDOW + MINUTE }, 'window-closing', 'template'],
  [
    'an agent in the last second',
    TEXT,
    { lastInboundAt: NOW - WINDOW + SECOND, automatic: false },
    null,
    'none',
  ],
  ['a number that is banned', TEXT, { numberState: 'BANNED' }, 'number-not-connected', 'connect'],
  ['a number of which we know nothing', TEXT, { numberState: 'UNKNOWN' }, null, 'none'],
  ['a token that was revoked', TEXT, { trouble: 190 }, 'sending-paused', 'connect'],
  ['an account that is blocked', TEMPLATE, { trouble: 368 }, 'sending-paused', 'wait'],
  ['a spam limit and an answer', TEXT, { trouble: 131048 }, null, 'none'],
  [
    'a spam limit and a broadcast',
    TEMPLATE,
    { trouble: 131048, lane: 'broadcast' },
    'sending-paused',
    'wait',
  ],
  [
    'a template behind words that may not go',
    TEMPLATE,
    { lastInboundAt: null, behind: { code: 'window-closed', until: null } },
    'behind-refused',
    'none',
  ],
  [
    'words that may not go themselves',
    TEXT,
    { lastInboundAt: null, behind: { code: 'opted-out', until: null } },
    'window-never-opened',
    'template',
  ],
  ['an unpaid bill and an answer', TEXT, { trouble: 131042 }, null, 'none'],
  ['an unpaid bill and a template', TEMPLATE, { trouble: 131042 }, 'sending-paused', 'wait'],
  ['too many words', { kind: 'text', text: 'x'.repeat(5000) }, {}, 'draft-invalid', 'fix'],
  ['a test number to a stranger', TEXT, { isListed: false }, 'recipient-not-listed', 'fix'],
  ['a test number to a listed recipient', TEXT, { isListed: true }, null, 'none'],
  ['a broadcast to who stopped it', TEMPLATE, { optedOut: true, lane: 'broadcast' }, 'opted-out', 'none'],
  ['an answer to who stopped broadcasts', TEXT, { optedOut: true }, null, 'none'],
  ['a bot that talks in a circle', TEXT, { tooOften: true }, 'bot-too-often', 'wait'],
  [
    'an agent where the bot talked too much',
    TEXT,
    { tooOften: true, automatic: false, lane: 'agent' },
    null,
    'none',
  ],
]

for (const [name, draft, facts, refusal, remedy] of cases) {
  test(`${name}: ${refusal ?? 'may be sent'}`, () => {
    const decision = decideSend(draft, { ...FINE, ...facts }, NOW)
    assert.equal(decision.kind, refusal ? 'refusal' : 'send')
    assert.equal(decision.verdict.refusal, refusal)
    assert.equal(decision.verdict.allowed, refusal === null)
    assert.equal(decision.verdict.remedy, remedy)
    assert.ok(refusal === null || refusal in REFUSALS)
  })
}

test('rules are asked in a fixed order, and the last one asked is the one that said no', () => {
  const all = ['number.connected', 'draft.limits', 'window.24h', 'window.guard', 'bot.hourly']
  assert.deepEqual(decideSend(TEXT, FINE, NOW).verdict.rules, all)
  const wrong = { ...FINE, numberState: 'BANNED', lastInboundAt: null }
  assert.deepEqual(decideSend({ kind: 'text', text: '' }, wrong, NOW).verdict.rules, ['number.connected'])
  const closed = decideSend(TEXT, { ...FINE, lastInboundAt: NOW - DAY }, NOW).verdict
  assert.deepEqual(closed.rules, ['number.connected', 'draft.limits', 'window.24h'])
  assert.deepEqual(closed.facts, {
    numberState: 'CONNECTED',
    lastInboundAt: NOW - DAY,
    windowEndsAt: NOW,
    now: NOW,
    ask: 'customer-writes',
  })
})

test('a refusal says which field is wrong', () => {
  const decision = decideSend({ kind: 'text', text: '' }, FINE, NOW)
  assert.ok(decision.kind === 'refusal')
  const place = { field: 'text', field_id: 'teks', field_en: 'text' }
  const details = { ...place, reason_id: 'belum diisi', reason_en: 'is empty' }
  assert.deepEqual(decision.details, details)
  assert.deepEqual(decision.verdict.facts, {
    numberState: 'CONNECTED',
    ...details,
    ask: 'builder-mends-message',
  })
  assert.match(sentenceOf(decision.code, 'en', decision.verdict.facts), /is empty \(text\)/)
  assert.match(sentenceOf(decision.code, 'id', decision.details), /belum diisi \(teks\)/)
})

test('the window closes after exactly 24 hours', () => {
  const ages: readonly [number, boolean][] = [
    [0, true],
    [DAY - MINUTE, true],
    [DAY - SECOND, true],
    [DAY - 1, true],
    [DAY, false],
    [DAY + SECOND, false],
  ]
  for (const [age, open] of ages) assert.equal(isWindowOpen(NOW - age, NOW), open, `${age} ms`)
  assert.equal(isWindowOpen(NOW + SECOND, NOW), true, 'a clock that runs ahead')
  assert.equal(isWindowOpen(null, NOW), false)
  assert.equal(windowEndsAt(null), null)
})

test('taps and reactions open the window, notices and what Meta could not carry do not', () => {
  assert.ok(opensWindow({ kind: 'tap', from: 'button', id: 'a', title: 'A' }))
  assert.ok(opensWindow({ kind: 'reaction', wamid: 'w', emoji: null }))
  assert.ok(opensWindow({ kind: 'unsupported', type: 'edit' }))
  assert.ok(!opensWindow({ kind: 'unsupported', type: 'poll', code: 131051 }))
  assert.ok(!opensWindow({ kind: 'system', type: 'user_changed_number', text: '' }))
})
