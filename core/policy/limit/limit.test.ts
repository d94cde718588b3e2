import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LIMIT_ERAS, limitEraOn, limitOfTier } from '#core/policy/limit/era.ts'
import { nextStepOf, scaleOf } from '#core/policy/limit/scale.ts'
import { tierOfLimit } from '#core/whatsapp/number/number.ts'

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
