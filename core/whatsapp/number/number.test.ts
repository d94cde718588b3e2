import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { accountAfter, decodeNumberNews, GOOD_ACCOUNT } from '#core/whatsapp/number/news.ts'
import { decodeNumber, decodeNumbers, tierOfLimit } from '#core/whatsapp/number/number.ts'

const SAMPLES = join(import.meta.dirname, '../../../test/data/webhooks')

function sample(name: string) {
  const body = JSON.parse(readFileSync(join(SAMPLES, name), 'utf8'))
  const { field, value } = body.entry[0].changes[0]
  return decodeNumberNews(field, value)
}

test('a number node is read whole, and an empty one harms nobody', () => {
  const node = {
    id: '1',
    display_phone_number: '+62 811-0000-001',
    verified_name: 'Kopi Senja',
    status: 'PENDING',
    quality_rating: 'YELLOW',
    account_mode: 'SANDBOX',
    throughput: { level: 'HIGH' },
    name_status: 'PENDING_REVIEW',
    whatsapp_business_manager_messaging_limit: 'TIER_2K',
    is_official_business_account: true,
    is_pin_enabled: true,
    code_verification_status: 'VERIFIED',
  }
  assert.deepEqual(decodeNumber(node, '1'), {
    graphId: '1',
    display: '+62 811-0000-001',
    name: 'Kopi Senja',
    state: 'PENDING',
    quality: 'YELLOW',
    test: true,
    rate: 750,
    nameStatus: 'PENDING_REVIEW',
    tier: 'TIER_2K',
    throughput: 'HIGH',
    verification: 'VERIFIED',
    official: true,
    pinSet: true,
  })
  const bare = decodeNumber({ throughput: 'x', status: 7 }, '2')
  assert.equal(bare.display, '2')
  assert.equal(bare.state, 'CONNECTED')
  assert.equal(bare.rate, 60)
  assert.deepEqual(decodeNumbers([{ name: 'no id' }]), [])
})

test('a limit that Meta tells as a number has a word', () => {
  for (const [limit, tier] of [
    [50, 'TIER_50'],
    [250, 'TIER_250'],
    [1000, 'TIER_1K'],
    [2000, 'TIER_2K'],
    [100_000, 'TIER_100K'],
    [-1, 'TIER_UNLIMITED'],
  ] as const)
    assert.equal(tierOfLimit(limit), tier)
})

test('Meta’s own samples of news about numbers and accounts', () => {
  assert.deepEqual(sample('082-phone-name-approved.json'), {
    kind: 'name',
    digits: '6281100000001',
    status: 'APPROVED',
    name: 'Toko Contoh',
    reason: null,
  })
  assert.deepEqual(sample('083-phone-name-rejected.json'), {
    kind: 'name',
    digits: '6281100000001',
    status: 'DECLINED',
    name: 'Murah Banget!!!',
    reason: 'NAME_FORMAT_UNACCEPTABLE',
  })
  assert.deepEqual(sample('085-phone-quality-tier-legacy.json'), {
    kind: 'quality',
    digits: '6281100000001',
    event: 'UPGRADE',
    tier: 'TIER_10K',
    throughput: null,
  })
  assert.deepEqual(sample('086-business-capability.json'), { kind: 'limit', tier: 'TIER_2K' })
  assert.deepEqual(sample('087-account-review.json'), { kind: 'review', decision: 'APPROVED' })
  assert.deepEqual(sample('089-account-update-violation.json'), { kind: 'violation', violation: 'SPAM' })
  assert.deepEqual(sample('090-account-update-restriction.json'), {
    kind: 'restricted',
    restrictions: [{ type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', until: 1790400000_000 }],
  })
  assert.deepEqual(sample('091-account-update-disabled.json'), { kind: 'disabled', disabled: true })
  assert.equal(sample('095-account-update-volume-tier.json'), null)
})

test('an account that is reinstated is good again, other news leave it alone', () => {
  const banned = accountAfter(GOOD_ACCOUNT, { kind: 'disabled', disabled: true })
  assert.equal(banned.disabled, true)
  assert.deepEqual(accountAfter(banned, { kind: 'limit', tier: 'TIER_2K' }), banned)
  assert.deepEqual(accountAfter(banned, { kind: 'disabled', disabled: false }), GOOD_ACCOUNT)
  const choosy = { ...GOOD_ACCOUNT, marketingOff: true }
  assert.deepEqual(
    accountAfter(choosy, { kind: 'disabled', disabled: false }),
    choosy,
    'the owner’s own switch stays',
  )
})

test('a restriction whose end no calendar has ends nobody knows when', () => {
  const endOf = (expiration: unknown) => {
    const restriction_info = [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration }]
    const news = decodeNumberNews('account_update', { event: 'ACCOUNT_RESTRICTION', restriction_info })
    return news?.kind === 'restricted' && news.restrictions[0]?.until
  }
  const at = Date.UTC(2026, 11, 1)
  assert.deepEqual([at / 1000, at, 1e30, undefined].map(endOf), [at, at, null, null])
})
