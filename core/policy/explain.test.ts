import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sentenceOf } from '#core/base/refusal.ts'
import { HOUR } from '#core/base/time.ts'
import { type Explanation, explain, RULE_WORDS } from '#core/policy/explain.ts'
import type { SendFacts } from '#core/policy/facts.ts'
import { decideSend } from '#core/policy/send.ts'
import { WINDOW } from '#core/policy/window.ts'
import type { Draft } from '#core/whatsapp/draft.ts'

const NOW = 1_760_000_000_000
const TEXT: Draft = { kind: 'text', text: 'halo' }
const FACTS: SendFacts = {
  lane: 'reply',
  automatic: true,
  lastInboundAt: NOW - HOUR,
  numberState: 'CONNECTED',
  trouble: null,
  optedOut: false,
  tooOften: false,
}

const CLOSED: Partial<SendFacts> = { lastInboundAt: NOW - WINDOW - HOUR }
const INFO = { name: 'sapa', language: 'id', status: 'APPROVED', category: 'UTILITY', bodyValues: 0 }
const SALE = { ...INFO, name: 'promo', category: 'MARKETING' }
const PROMO: Draft = { kind: 'template', name: 'promo', language: 'id', body: [], buttons: [] }
const TAKE = { kind: 'template', name: 'sapa', language: 'id' } as const

test('what the gate refuses is told with the sentence of the API, the rule, its facts and the remedy', () => {
  const decision = decideSend(TEXT, { ...FACTS, lastInboundAt: NOW - WINDOW - HOUR }, NOW)
  assert.ok(decision.kind === 'refusal')
  for (const language of ['id', 'en'] as const) {
    const told = explain(decision.verdict, language)
    assert.equal(told?.why, sentenceOf(decision.code, language, decision.details))
    assert.equal(told?.rule?.id, 'window.24h')
    assert.deepEqual(
      told?.facts.map(({ name, value, as }) => [name, value, as]),
      [
        ['lastInboundAt', NOW - WINDOW - HOUR, 'moment'],
        ['windowEndsAt', NOW - HOUR, 'moment'],
        ['now', NOW, 'moment'],
      ],
    )
    assert.match(told?.remedy ?? '', /.{15,}\.$/)
  }
})

test('whom to ask for what comes from the rule; what was allowed needs no explanation', () => {
  const decision = decideSend(TEXT, { ...FACTS, numberState: 'DISCONNECTED' }, NOW)
  const told = explain(decision.verdict, 'en')
  assert.equal(told?.remedy, 'Connect this channel or number anew on the Channels page.')
  assert.deepEqual(told?.facts, [
    { name: 'numberState', label: 'State of the number', value: 'DISCONNECTED', as: 'plain' },
  ])
  assert.equal(explain(decideSend(TEXT, FACTS, NOW).verdict, 'id'), null)
})

const pressed: readonly [string, Draft, Partial<SendFacts>, Explanation['action']][] = [
  ['a closed window offers the template that may go', TEXT, { ...CLOSED, templates: [INFO] }, TAKE],
  ['without one that is known, any', TEXT, CLOSED, { kind: 'templates' }],
  [
    'a full limit names the moment',
    PROMO,
    { ...CLOSED, limit: { max: 1, used: 1, isCounted: false, nextSlotAt: NOW + HOUR } },
    { kind: 'wait', until: NOW + HOUR },
  ],
  ['a cut line leads to the channel', TEXT, { numberState: 'PENDING' }, { kind: 'page', page: 'channels' }],
  [
    'a stranger of a test number leads there too',
    TEXT,
    { isListed: false },
    { kind: 'page', page: 'channels' },
  ],
  ['only the customer lifts their stop: nothing to press', PROMO, { template: SALE, optedOut: true }, null],
]
for (const [say, draft, facts, action] of pressed) {
  test(`the remedy can be pressed: ${say}`, () => {
    const { verdict } = decideSend(draft, { ...FACTS, ...facts }, NOW)
    for (const language of ['id', 'en'] as const) assert.deepEqual(explain(verdict, language)?.action, action)
  })
}

test('who stopped marketing, and when, is told in the reader’s words', () => {
  const optOut = { by: 'whatsapp', at: NOW - HOUR } as const
  const { verdict } = decideSend(PROMO, { ...FACTS, template: SALE, optedOut: true, optOut }, NOW)
  assert.deepEqual(
    explain(verdict, 'id')?.facts.map(({ value }) => value),
    [NOW - HOUR, 'pelanggan, di WhatsApp'],
  )
})

test('a verdict of an older version is told as far as it is known', () => {
  const old = {
    allowed: false,
    rules: ['gone.rule'],
    facts: {},
    refusal: 'gone-code',
    remedy: 'none',
  } as const
  assert.deepEqual(explain({ ...old, rules: [...old.rules] }, 'id'), {
    why: 'gone-code',
    rule: { id: 'gone.rule', title: 'gone.rule' },
    facts: [],
    remedy: null,
    action: null,
  })
})

test('every rule that the gate can name has words in both languages', () => {
  const asked = new Set<string>()
  const every: Partial<SendFacts>[] = [
    {},
    { trouble: 190 },
    { isLinked: false },
    { isListed: false },
    { tooOften: true },
  ]
  for (const facts of every) {
    for (const rule of decideSend(TEXT, { ...FACTS, ...facts }, NOW).verdict.rules) asked.add(rule)
  }
  for (const rule of asked) assert.ok(RULE_WORDS[rule]?.id && RULE_WORDS[rule]?.en, rule)
})
