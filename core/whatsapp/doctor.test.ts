import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, HOUR, MINUTE, SECOND } from '#core/base/time.ts'
import { FINDS } from '#core/whatsapp/doctor/finds.ts'
import { LINK_KINDS, signOf, worstOf } from '#core/whatsapp/doctor/link.ts'
import { type DoctorFacts, examine } from '#core/whatsapp/doctor.ts'
import { GOOD_ACCOUNT } from '#core/whatsapp/number/news.ts'
import { type TokenFacts, WEBHOOK_FIELDS } from '#core/whatsapp/token.ts'

const NOW = 1_790_000_000_000
const TOKEN: TokenFacts = {
  valid: true,
  appId: '77',
  scopes: ['whatsapp_business_messaging', 'whatsapp_business_management'],
  expiresAt: null,
  reason: null,
}
const HOOK: DoctorFacts['hook'] = {
  url: 'https://chat.kopisenja.id/webhooks/whatsapp/x',
  reach: 'ours',
  plain: false,
  verifiedAt: NOW - DAY,
  lastAt: NOW - MINUTE,
  unsignedAt: null,
  acceptedAt: NOW - 2 * MINUTE,
}
const WELL: DoctorFacts = {
  now: NOW,
  metaNow: NOW,
  graph: { url: 'https://graph.facebook.com', silence: null },
  hook: HOOK,
  subscription: { kind: 'known', value: { callback: HOOK.url, ours: true } },
  appHook: { url: HOOK.url, ours: true },
  fields: { kind: 'known', value: WEBHOOK_FIELDS },
  token: { kind: 'known', value: TOKEN },
  appId: '77',
  account: null,
  numbers: [{ display: '+62 811', state: 'CONNECTED', quality: 'GREEN', test: false }],
  payment: { funding: { kind: 'known', value: '900' }, refusedAt: null, deliveredAt: null },
  templates: { kind: 'known', value: true },
  skew: 900,
  breakers: [],
}
const silent = { kind: 'silent' } as const
const refused = { kind: 'refused', reason: 'no' } as const
const hook = (change: Partial<DoctorFacts['hook']>) => ({ hook: { ...HOOK, ...change } })
const token = (change: Partial<TokenFacts>) =>
  ({ token: { kind: 'known', value: { ...TOKEN, ...change } } }) as const
const account = (change: object) => ({ account: { ...GOOD_ACCOUNT, ...change } })
const number = (state: string, quality = 'GREEN') => ({
  numbers: [{ display: '+62 811', state, quality, test: false }],
})
const payment = (change: Partial<DoctorFacts['payment']>) => ({ payment: { ...WELL.payment, ...change } })
const UNNAMED = { kind: 'known', value: null } as const

/** What differs from a healthy channel, and what the doctor must name. */
const CASES: readonly [Partial<DoctorFacts>, keyof typeof FINDS][] = [
  [{ graph: { url: 'x', silence: 'timeout' } }, 'graph.silent'],
  [hook({ plain: true }), 'url.plain'],
  [hook({ reach: 'private', lastAt: null }), 'url.private'],
  [hook({ reach: { status: 404 }, lastAt: null }), 'url.other'],
  [hook({ reach: { failure: 'refused' }, lastAt: NOW - 2 * DAY }), 'url.none'],
  [hook({ reach: { failure: 'refused' } }), 'url.proven'],
  [hook({ verifiedAt: null }), 'handshake.none'],
  [hook({ lastAt: null }), 'signature.none'],
  [hook({ lastAt: null, acceptedAt: null }), 'webhook.none'],
  [hook({ lastAt: null, acceptedAt: NOW - 11 * MINUTE }), 'webhook.silent'],
  [hook({ lastAt: NOW - HOUR, acceptedAt: NOW - 11 * MINUTE }), 'webhook.silent'],
  [hook({ lastAt: NOW - HOUR, acceptedAt: NOW - 9 * MINUTE }), 'webhook.seen'],
  [hook({ unsignedAt: NOW }), 'signature.wrong'],
  [hook({ unsignedAt: NOW, lastAt: null }), 'signature.wrong'],
  [hook({ unsignedAt: NOW - DAY }), 'signature.good'],
  [{ subscription: { kind: 'known', value: null } }, 'subscription.none'],
  [
    { subscription: { kind: 'known', value: { callback: 'https://x', ours: false } } },
    'subscription.elsewhere',
  ],
  [{ subscription: { kind: 'known', value: { callback: null, ours: false } } }, 'subscription.app'],
  [
    {
      subscription: { kind: 'known', value: { callback: null, ours: false } },
      appHook: { url: 'https://lain.example/hook', ours: false },
    },
    'subscription.elsewhere',
  ],
  [{ subscription: silent }, 'unasked'],
  [{ fields: { kind: 'known', value: ['messages'] } }, 'fields.some'],
  [{ fields: { kind: 'known', value: [] } }, 'fields.none'],
  [{ fields: { kind: 'known', value: null } }, 'fields.unknown'],
  [{ fields: refused }, 'fields.refused'],
  [token({ valid: false, reason: 'gone' }), 'token.invalid'],
  [{ token: refused }, 'token.invalid'],
  [token({ scopes: [] }), 'token.scopes'],
  [token({ appId: '78' }), 'token.app'],
  [token({ expiresAt: NOW + 30 * DAY }), 'expiry.later'],
  [token({ expiresAt: NOW + 3 * DAY }), 'expiry.soon'],
  [token({ expiresAt: NOW - 1 }), 'expiry.over'],
  [account({ disabled: true }), 'account.disabled'],
  [account({ review: 'REJECTED' }), 'account.rejected'],
  [account({ restrictions: [{ type: 'R', until: NOW + 1 }] }), 'account.restricted'],
  [account({ restrictions: [{ type: 'R', until: null }] }), 'account.restricted'],
  [account({ restrictions: [{ type: 'R', until: NOW - 1 }] }), 'account.good'],
  [account({ violation: 'SPAM' }), 'account.violation'],
  [number('PENDING'), 'number.pending'],
  [number('RESTRICTED'), 'number.off'],
  [number('CONNECTED', 'RED'), 'number.low'],
  [{ numbers: [] }, 'number.none'],
  [payment({ funding: UNNAMED }), 'payment.none'],
  [payment({ funding: UNNAMED, deliveredAt: NOW - DAY }), 'payment.proven'],
  [payment({ funding: refused }), 'payment.unread'],
  [payment({ funding: silent }), 'unasked'],
  [payment({ refusedAt: NOW - MINUTE, deliveredAt: NOW - DAY }), 'payment.refused'],
  [payment({ refusedAt: NOW - DAY, deliveredAt: NOW - MINUTE }), 'payment.named'],
  [{ breakers: [{ code: 131_042, reason: 'x', since: NOW, stops: 'templates' }] }, 'payment.refused'],
  [
    {
      ...payment({ funding: UNNAMED }),
      numbers: [{ ...WELL.numbers[0], test: true } as DoctorFacts['numbers'][0]],
    },
    'payment.test',
  ],
  [{ templates: refused }, 'templates.refused'],
  [{ skew: -40 * SECOND }, 'clock.off'],
  [{ skew: 6 * MINUTE }, 'clock.wrong'],
  [{ skew: null }, 'unasked'],
  [{ breakers: [{ code: 131_048, reason: 'x', since: NOW, stops: 'broadcasts' }] }, 'sending.partly'],
  [{ breakers: [{ code: 190, reason: 'x', since: NOW, stops: 'all' }] }, 'sending.stopped'],
]

test('a healthy chain is healthy in every link', () => {
  const links = examine(WELL)
  assert.equal(worstOf(links), 'ok')
  assert.deepEqual([...new Set(links.map(({ kind }) => kind))], [...LINK_KINDS])
  assert.equal(signOf(links), '')
})

for (const [change, find] of CASES) {
  test(`one thing that is wrong is named, and only that: ${find}`, () => {
    const links = examine({ ...WELL, ...change })
    const found = links.find((link) => link.find === find)
    assert.ok(found, signOf(links))
    const worse = links.filter(({ state, kind }) => state !== 'ok' && kind !== found.kind)
    assert.deepEqual(
      worse.map((link) => link.find).filter((other) => !KIN[find]?.includes(other)),
      [],
    )
    if (found.state === 'broken' || found.state === 'warning') {
      assert.ok(found.fix, 'what is wrong has a cure')
      assert.notEqual(signOf(links), '')
    }
  })
}
/** What goes with it by its nature. */
const KIN: Readonly<Record<string, readonly string[]>> = {
  'url.private': ['signature.none', 'webhook.none'],
  'url.other': ['signature.none', 'webhook.none'],
  'signature.none': ['webhook.none'],
  'signature.wrong': ['webhook.none'],
  'webhook.none': ['signature.none'],
  'webhook.silent': ['signature.none'],
  'expiry.over': ['token.invalid'],
  'token.invalid': ['unasked'],
  'payment.refused': ['sending.partly'],
}

test('of a token that Meta does not take the templates are no second trouble with a cure of their own', () => {
  const links = examine({ ...WELL, ...token({ valid: false, reason: 'gone' }), templates: refused })
  assert.equal(links.find(({ kind }) => kind === 'token')?.find, 'token.invalid')
  assert.equal(links.find(({ kind }) => kind === 'templates')?.find, 'unasked')
})

test('a shop owner reads Meta’s words in her own language', () => {
  const said = (change: Partial<DoctorFacts>, kind: string) =>
    examine({ ...WELL, ...change }).find((link) => link.kind === kind)?.evidence.id
  assert.equal(said({}, 'number'), 'Terhubung, kualitas tinggi.')
  const unknown = hook({ reach: { failure: 'dns' }, lastAt: null })
  assert.equal(said(unknown, 'url'), 'Alamat webhook tidak menjawab (namanya tidak ditemukan).')
  const restrictions = [{ type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', until: null }]
  assert.equal(
    said(account({ restrictions }), 'account'),
    'Meta membatasi akun ini: menyapa pelanggan lebih dulu.',
  )
  const breakers = [
    { code: 131_042, reason: 'The account has a payment problem.', since: NOW, stops: 'templates' },
  ] as const
  assert.equal(
    said({ breakers }, 'sending'),
    'Template dan siaran berhenti: Ada masalah pembayaran pada akun ini (kode 131042). Balasan di jendela 24 jam tetap terkirim.',
  )
})

test('everything the doctor can find is found by a case, and no blank is left in a sentence', () => {
  const found = new Set([...CASES.map(([, find]) => find), ...examine(WELL).map(({ find }) => find)])
  assert.deepEqual(
    Object.keys(FINDS).filter((find) => !found.has(find)),
    [],
  )
  for (const [change] of CASES) {
    for (const { evidence, fix } of examine({ ...WELL, ...change })) {
      for (const words of [evidence, fix]) assert.doesNotMatch(`${words?.id}${words?.en}`, /[{}]/)
    }
  }
})
