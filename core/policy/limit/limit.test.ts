import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DAY, HOUR } from '#core/base/time.ts'
import { planAudience } from '#core/policy/audience.ts'
import { LIMIT_ERAS, limitEraOn, limitOfCapability, limitOfTier } from '#core/policy/limit/era.ts'
import { type Begun, decideLimit, limitUseOf, slotsOf } from '#core/policy/limit/limit.ts'
import { nextStepOf, scaleOf } from '#core/policy/limit/scale.ts'
import { tierOfLimit } from '#core/whatsapp/number/number.ts'

const NOW = Date.UTC(2026, 10, 10, 12)
const PORTFOLIO = { scope: 'portfolio', phoneNumberId: 'pn_1' } as const
const sent = (to: string, age: number, state: Begun['state'] = 'delivered'): Begun => ({
  to,
  at: NOW - age,
  phoneNumberId: 'pn_1',
  state,
})

test('a place is free again exactly 24 hours after the last message to that customer', () => {
  const log = [sent('a', DAY), sent('b', DAY - 1), sent('c', 20 * HOUR), sent('c', HOUR)]
  const slots = slotsOf(log, PORTFOLIO, NOW)
  assert.deepEqual([...slots.customers], ['b', 'c'])
  assert.deepEqual(slots.freeAt, [NOW + 1, NOW + 23 * HOUR])
})

test('a lowered limit waits until enough places are free', () => {
  const log = Array.from({ length: 5 }, (_, n) => sent(`c${n}`, n * HOUR))
  const use = limitUseOf(slotsOf(log, PORTFOLIO, NOW), 3, 'new')
  assert.deepEqual(decideLimit(use, false), {
    kind: 'wait',
    used: 5,
    remaining: 0,
    nextSlotAt: NOW + 22 * HOUR,
  })
})

test('the guide’s limits hold until October 2025, today’s since', () => {
  assert.deepEqual(limitEraOn('2022-11-01').steps, [50, 1000, 10_000, 100_000])
  assert.equal(limitEraOn('2025-10-06').scope, 'phone-number')
  assert.equal(limitEraOn('2025-10-07').scope, 'portfolio')
  assert.equal(limitEraOn('2020-01-01').id, 'number-2022')
})

test('tiers are read as Meta has ever written them', () => {
  const tiers: readonly [string, number | null | undefined][] = [
    ['TIER_50', 50],
    ['TIER_250', 250],
    ['TIER_1K', 1000],
    ['TIER_2K', 2000],
    ['TIER_10K', 10_000],
    ['TIER_100K', 100_000],
    ['TIER_UNLIMITED', null],
    ['UNTIERED', undefined],
    ['TIER_', undefined],
    ['', undefined],
  ]
  for (const [tier, limit] of tiers) assert.equal(limitOfTier(tier), limit, tier)
  for (const limit of [50, 250, 1000, 2000, 10_000]) assert.equal(limitOfTier(tierOfLimit(limit)), limit)
  assert.equal(limitOfTier(tierOfLimit(-1)), null)
  assert.deepEqual([-1, 2000, 0, 1.5].map(limitOfCapability), [null, 2000, undefined, undefined])
})

test('the guide’s first step is taken by verification alone, and its last is the highest', () => {
  const [era] = LIMIT_ERAS
  const facts = { limit: 50, isVerified: false, quality: 'GREEN', unique7d: 50, unique30d: 5000 }
  assert.equal(scaleOf(facts, era).trigger, null)
  assert.deepEqual(scaleOf({ ...facts, isVerified: true }, era), {
    limit: 1000,
    trigger: 'business_verification',
  })
  assert.deepEqual(scaleOf({ ...facts, limit: 1000, unique7d: 500 }, era), {
    limit: 10_000,
    trigger: 'automatic',
  })
  assert.equal(scaleOf({ ...facts, limit: 100_000, unique7d: 100_000 }, era).limit, 100_000)
})

test('the way to the next step is said: verification or volume first, half the limit in a week then, none at the top', () => {
  const [guide, today] = LIMIT_ERAS
  assert.ok(today)
  const first = { max: 2000, byVerification: true, customers: 2000, days: 30 }
  assert.deepEqual(nextStepOf(250, today), first)
  assert.deepEqual(nextStepOf(50, guide), { ...first, max: 1000, customers: null })
  const second = { max: 10_000, byVerification: false, customers: 1000, days: 7 }
  assert.deepEqual(nextStepOf(2000, today), second)
  assert.deepEqual(nextStepOf(100_000, today), { ...second, max: null, customers: 50_000 })
  for (const [limit, era] of [
    [null, today],
    [100_000, guide],
    [777, today],
  ] as const)
    assert.equal(nextStepOf(limit, era), null)
})

test('low quality raises no limit', () => {
  for (const era of LIMIT_ERAS) {
    for (const limit of era.steps) {
      const facts = { limit, isVerified: true, quality: 'RED', unique7d: 1e6, unique30d: 1e6 }
      assert.deepEqual(scaleOf(facts, era), { limit, trigger: null })
    }
  }
})

test('whatever was sent before, a planned broadcast never exceeds the limit within any 24 hours', () => {
  const ages = fc.array(fc.integer({ min: 0, max: 30 * HOUR }), { maxLength: 12 })
  fc.assert(
    fc.property(
      ages,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 0, max: 20 }),
      (before, max, count) => {
        const log = before.map((age, n) => sent(`628120000${String(n).padStart(3, '0')}`, age))
        const slots = slotsOf(log, PORTFOLIO, NOW)
        const recipients = Array.from({ length: count }, (_, n) => ({
          to: `628990000${String(n).padStart(3, '0')}`,
          lastInboundAt: null,
          optedOut: false,
        }))
        const facts = {
          numberState: 'CONNECTED',
          trouble: null,
          tooOften: false,
          lane: 'broadcast',
          automatic: true,
        } as const
        const draft = { kind: 'template', name: 'info', language: 'id', body: [], buttons: [] } as const
        const plan = planAudience(
          recipients,
          { draft: { ...draft, body: [], buttons: [] }, facts, slots, max },
          NOW,
        )
        assert.equal(plan.sendNow.length + plan.deferred.length, count)
        const times = [...plan.sendNow.map(() => NOW), ...plan.deferred.map(({ until }) => until)]
        assert.deepEqual(
          times,
          times.toSorted((one, other) => one - other),
          'in the given order',
        )
        for (const at of times) {
          const old = slots.freeAt.filter((freeAt) => freeAt > at).length
          const recent = times.filter((time) => time <= at && time > at - DAY).length
          assert.ok(old + recent <= Math.max(max, old), `${old} + ${recent} of ${max}`)
        }
      },
    ),
  )
})

test('a broadcast of own words reaches those whose window is open, the others are told why not', () => {
  const recipients = [
    { to: '6281100000001', lastInboundAt: NOW - HOUR, optedOut: false },
    { to: 'ID.40817263544556677889', lastInboundAt: NOW - HOUR, optedOut: false },
    { to: '6281100000002', lastInboundAt: NOW - 25 * HOUR, optedOut: false },
    { to: '6281100000003', lastInboundAt: NOW - HOUR, optedOut: true },
    { to: '+6281100000001', lastInboundAt: NOW - HOUR, optedOut: false },
    { to: '081100000004', lastInboundAt: NOW - HOUR, optedOut: false },
  ]
  const facts = {
    numberState: 'CONNECTED',
    trouble: null,
    tooOften: false,
    lane: 'broadcast',
    automatic: true,
  } as const
  const sending = {
    draft: { kind: 'text', text: 'Halo' },
    facts,
    slots: slotsOf([], PORTFOLIO, NOW),
    max: 1,
  } as const
  const { sendNow, deferred, skipped } = planAudience(recipients, sending, NOW)
  assert.deepEqual(sendNow, ['6281100000001', 'ID.40817263544556677889'])
  assert.deepEqual(deferred, [])
  assert.deepEqual(
    skipped.map(({ code }) => code),
    ['window-closed', 'opted-out', 'recipient-repeated', 'recipient-invalid'],
  )
})
