import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type RefusalCode, sentenceOf } from '#core/base/refusal.ts'
import { HOUR, MINUTE } from '#core/base/time.ts'
import type { SendFacts } from '#core/policy/facts.ts'
import type { LimitUse } from '#core/policy/limit/limit.ts'
import { decideSend } from '#core/policy/send.ts'
import type { TemplateFacts } from '#core/policy/template.ts'
import { WINDOW } from '#core/policy/window.ts'
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
const INFO: TemplateFacts = {
  name: 'info',
  language: 'id',
  status: 'APPROVED',
  category: 'UTILITY',
  bodyValues: 0,
}
const PROMO: TemplateFacts = { ...INFO, name: 'promo', category: 'MARKETING' }
const BEGUN = { lastInboundAt: null, lane: 'transactional' } as const
const COST = { amount: '0.0250', currency: 'USD', type: 'regular' }
const BUDGET = { limit: 100_000n, spent: 90_000n, reserved: 0n }
const FULL: LimitUse = { max: 250, used: 250, isCounted: false, nextSlotAt: NOW + HOUR }
const restrictedTo = (type: string, until: number | null) => ({
  isDisabled: false,
  restrictions: [{ type, until }],
})
const BEGIN = 'RESTRICTED_BIZ_INITIATED_MESSAGING'

/** What happens, the facts that differ, the answer: null to send, a code to refuse, a code and a moment to wait. */
const laws: readonly [string, Draft, Partial<SendFacts>, string | null, number | null][] = [
  ['a template that Meta does not have', TEMPLATE, { template: null }, 'template-missing', null],
  [
    'a template in review',
    TEMPLATE,
    { template: { ...INFO, status: 'PENDING' } },
    'template-not-approved',
    null,
  ],
  [
    'a template that is disabled',
    TEMPLATE,
    { template: { ...INFO, status: 'DISABLED' } },
    'template-disabled',
    null,
  ],
  ['a template with a warning', TEMPLATE, { template: { ...INFO, status: 'FLAGGED' } }, null, null],
  [
    'a template whose values are missing',
    TEMPLATE,
    { template: { ...INFO, bodyValues: 2 } },
    'template-values',
    null,
  ],
  [
    'marketing to who stopped it, by an agent',
    TEMPLATE,
    { template: PROMO, optedOut: true },
    'opted-out',
    null,
  ],
  [
    'an order notice in a broadcast to who stopped marketing',
    TEMPLATE,
    { template: INFO, optedOut: true, lane: 'broadcast' },
    null,
    null,
  ],
  [
    'marketing that Meta held back an hour ago',
    TEMPLATE,
    { template: PROMO, marketingHeldUntil: NOW + HOUR },
    'marketing-capped',
    NOW + HOUR,
  ],
  [
    'marketing that Meta held back long ago',
    TEMPLATE,
    { template: PROMO, marketingHeldUntil: NOW },
    null,
    null,
  ],
  ['a bot without a number', TEXT, { isLinked: false }, 'bot-not-linked', null],
  [
    'an agent on a number without a bot',
    TEXT,
    { isLinked: false, automatic: false, lane: 'agent' },
    null,
    null,
  ],
  [
    'an account that Meta disabled',
    TEXT,
    { account: { isDisabled: true, restrictions: [] } },
    'account-disabled',
    null,
  ],
  [
    'a first message of a restricted account',
    TEMPLATE,
    { ...BEGUN, account: restrictedTo(BEGIN, NOW + HOUR) },
    'account-restricted-until',
    NOW + HOUR,
  ],
  [
    'a first message of an account restricted for ever',
    TEMPLATE,
    { ...BEGUN, account: restrictedTo(BEGIN, null) },
    'account-restricted',
    null,
  ],
  [
    'an answer of an account that may not write first',
    TEXT,
    { account: restrictedTo(BEGIN, null) },
    null,
    null,
  ],
  ['a restriction that is over', TEMPLATE, { ...BEGUN, account: restrictedTo(BEGIN, NOW) }, null, null],
  ['a new customer beyond the limit', TEMPLATE, { ...BEGUN, limit: FULL }, 'limit-reached', NOW + HOUR],
  [
    'a customer who holds a place already',
    TEMPLATE,
    { ...BEGUN, limit: { ...FULL, isCounted: true } },
    null,
    null,
  ],
  ['a template inside the window at the limit', TEMPLATE, { limit: FULL }, null, null],
  ['a number without a limit', TEMPLATE, { ...BEGUN, limit: { ...FULL, max: null } }, null, null],
  [
    'a broadcast of unknown price under a budget',
    TEMPLATE,
    { cost: { ...COST, amount: null }, budget: BUDGET, lane: 'broadcast' },
    'budget-unpriced',
    null,
  ],
  [
    'a flow’s message of unknown price under a budget',
    TEXT,
    { cost: { ...COST, amount: null }, budget: BUDGET, lane: 'reply' },
    null,
    null,
  ],
  [
    'a broadcast of unknown price without a budget',
    TEMPLATE,
    { cost: { ...COST, amount: null }, lane: 'broadcast' },
    null,
    null,
  ],
  ['a bot beyond the budget', TEXT, { cost: COST, budget: BUDGET }, 'budget-held', null],
  [
    'an agent beyond the budget',
    TEXT,
    { cost: COST, budget: BUDGET, automatic: false, lane: 'agent' },
    null,
    null,
  ],
  [
    'a free answer of a bot beyond the budget',
    TEXT,
    { cost: { ...COST, amount: '0.0000' }, budget: BUDGET },
    null,
    null,
  ],
]

for (const [name, draft, facts, code, until] of laws) {
  test(`${name}: ${code ?? 'may be sent'}`, () => {
    const decision = decideSend(draft, { ...FINE, ...facts }, NOW)
    assert.equal(decision.verdict.refusal, code)
    assert.equal(decision.kind, code === null ? 'send' : until === null ? 'refusal' : 'wait')
    assert.equal(decision.kind === 'wait' ? decision.until : null, until)
    assert.equal(decision.verdict.remedy, decision.remedy.kind)
    if (code)
      assert.doesNotMatch(sentenceOf(code as RefusalCode, 'id', decision.verdict.facts), /–|undefined/)
  })
}

test('a message that may never go is refused even while another rule would only make it wait', () => {
  const facts = { ...FINE, ...BEGUN, limit: FULL, template: PROMO, optedOut: true }
  const decision = decideSend(TEMPLATE, facts, NOW)
  assert.deepEqual([decision.kind, decision.verdict.refusal], ['refusal', 'opted-out'])
})

test('who may not write freely is told which template may go instead, and whom to ask', () => {
  const templates = [
    { ...PROMO, name: 'promo_id' },
    { ...INFO, name: 'lama', status: 'PAUSED' },
    { ...INFO, name: 'kode', category: 'AUTHENTICATION' },
    { ...INFO, name: 'tiga_nilai', bodyValues: 3 },
    { ...INFO, name: 'sapa' },
  ]
  const facts = { ...FINE, lastInboundAt: NOW - WINDOW, templates }
  const { remedy, verdict } = decideSend(TEXT, facts, NOW)
  assert.deepEqual(remedy, {
    kind: 'template',
    ask: 'customer-writes',
    template: { name: 'sapa', language: 'id' },
  })
  assert.equal(verdict.facts.template, 'sapa')
  const promoOnly = decideSend(TEXT, { ...facts, templates: templates.slice(0, 3), optedOut: true }, NOW)
  assert.equal(promoOnly.remedy.template, undefined, 'no marketing for who stopped it')
})

test('a pause that ends is told, so that the message can be sent then', () => {
  const template = { ...INFO, status: 'PAUSED', pausedUntil: NOW + 3 * HOUR }
  const { remedy, verdict } = decideSend(TEMPLATE, { ...FINE, template }, NOW)
  assert.deepEqual(remedy, { kind: 'wait', until: NOW + 3 * HOUR })
  assert.equal(verdict.facts.until, NOW + 3 * HOUR)
})

test('what is sent carries what it will cost and how full the budget is', () => {
  const decision = decideSend(TEXT, { ...FINE, cost: COST, budget: { ...BUDGET, limit: 140_000n } }, NOW)
  assert.deepEqual([decision.kind, decision.cost], ['send', COST])
  const { cost, currency, costType, budgetPercent } = decision.verdict.facts
  assert.deepEqual([cost, currency, costType, budgetPercent], ['0.0250', 'USD', 'regular', 82])
})

test('Meta’s code stands beside our refusal where Meta has one', () => {
  const codeOf = (facts: Partial<SendFacts>, draft: Draft = TEXT) => {
    const decision = decideSend(draft, { ...FINE, ...facts }, NOW)
    return decision.kind === 'send' ? undefined : decision.meta
  }
  assert.equal(codeOf({ lastInboundAt: null }), 131_047)
  assert.equal(codeOf({ limit: FULL, ...BEGUN }, TEMPLATE), 131_048)
  assert.equal(codeOf({ tooOften: true }), null)
})
