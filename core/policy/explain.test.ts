import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, HOUR } from '#core/base/time.ts'
import { explain } from '#core/policy/explain.ts'
import { isWaiting } from '#core/policy/judged.ts'
import { decideSend, type SendFacts } from '#core/policy/send.ts'
import type { Draft } from '#core/whatsapp/draft.ts'

const NOW = Date.UTC(2026, 10, 24, 3)
const FINE: SendFacts = {
  lastInboundAt: NOW - HOUR,
  numberState: 'CONNECTED',
  optedOut: false,
  trouble: null,
  tooOften: false,
  lane: 'agent',
  automatic: false,
}
const PROMO: Draft = { kind: 'template', name: 'promo', language: 'id', body: [], buttons: [] }
const COST = { amount: '0.0411', currency: 'USD', type: 'regular' }

test('a refusal says why and what to do, in both languages', () => {
  const { verdict } = decideSend({ kind: 'text', text: 'a' }, { ...FINE, lastInboundAt: NOW - 2 * DAY }, NOW)
  assert.match(explain(verdict, 'id').reason ?? '', /^Jendela 24 jam/)
  assert.match(explain(verdict, 'en').reason ?? '', /^The 24-hour window/)
  assert.match(explain(verdict, 'id').remedy ?? '', /^Minta pelanggan menulis lagi/)
  assert.match(explain(verdict, 'en').remedy ?? '', /^Ask the customer to write again/)
  assert.equal(explain(verdict, 'en').cost, null)
})

test('what waits says until when, and what is sent says its price', () => {
  const limit = { max: 1, used: 1, isCounted: false, nextSlotAt: NOW + HOUR }
  const waits = decideSend(PROMO, { ...FINE, lastInboundAt: null, cost: COST, limit }, NOW)
  assert.equal(explain(waits.verdict, 'id').until, NOW + HOUR)
  assert.equal(isWaiting({ state: 'queued', verdict: waits.verdict }), true)
  const sent = decideSend(PROMO, { ...FINE, cost: COST }, NOW)
  assert.deepEqual(explain(sent.verdict, 'id').cost, COST)
  assert.equal(explain(sent.verdict, 'id').reason, null)
  assert.equal(isWaiting({ state: 'queued', verdict: sent.verdict }), false)
  const unknown = decideSend(PROMO, { ...FINE, cost: { ...COST, amount: null } }, NOW)
  assert.equal(explain(unknown.verdict, 'en').cost?.amount, null)
})

test('a template that is the way out is named', () => {
  const templates = [
    { name: 'sapa_lagi', language: 'id', status: 'APPROVED', category: 'UTILITY', bodyValues: 0 },
  ]
  const facts = { ...FINE, lastInboundAt: null, templates }
  const { verdict } = decideSend({ kind: 'text', text: 'a' }, facts, NOW)
  assert.equal(explain(verdict, 'id').template, 'sapa_lagi')
})
