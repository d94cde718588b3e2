import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { CreatedWorld } from '#core/whatsapp/sim-api.ts'
import { approve, begin, codeIn, SCOPES } from './approval.ts'
import { startSimulator } from './program.ts'
import { type Loose, openRig, phoneIn, type Rig, signed, until, type Visitor } from './rig.ts'
import { readRows } from './rows.ts'
import { take } from './stage.ts'

let meta: Awaited<ReturnType<typeof startSimulator>>
/** The operator's app, and two accounts of one shop owner, in one business; a third in another. */
let app: CreatedWorld
let bandung: CreatedWorld
let jakarta: CreatedWorld
let other: CreatedWorld
let rig: Rig

before(async () => {
  meta = await startSimulator()
  app = meta.world
  bandung = await meta.newWorld({ name: 'Kopi Senja Bandung', person: 'Rina' })
  const business = { id: bandung.businessId, name: 'Kopi Senja Group' }
  jakarta = await meta.newWorld({ name: 'Kopi Senja Jakarta', person: 'Rina', business })
  other = await meta.newWorld({ name: 'Batik Rina', person: 'Rina' })
  rig = await openRig({
    OUTBOUND_ALLOW: meta.hostPort,
    META_APP_ID: app.appId,
    META_APP_SECRET: app.appSecret,
    META_CONFIG_ID: '700800900',
    META_GRAPH_URL: app.graphUrl,
    META_DIALOG_URL: app.dialogUrl,
  })
})
after(async () => {
  await rig?.[Symbol.asyncDispose]()
  await meta?.[Symbol.asyncDispose]()
})

test('a shop owner signs in at Meta, sees businesses, accounts and numbers, and connects one that answers', async () => {
  const owner = await shop('sambung')
  const back = await approve(await begin(owner), { key: bandung.key, accounts: [bandung, jakarta, other] })
  assert.deepEqual(await take(owner, 'POST', '/api/channel/oauth/finish', codeIn(back)), { renewed: false })
  const { businesses } = await take(owner, 'GET', '/api/channel/oauth/businesses')
  assert.deepEqual(
    businesses.map((one: Loose) => [one.name, one.accounts.map((account: Loose) => account.name)]),
    [
      ['Kopi Senja Group', ['Kopi Senja Bandung', 'Kopi Senja Jakarta']],
      ['Batik Rina', ['Batik Rina']],
    ],
  )
  const [account] = businesses[1].accounts
  assert.deepEqual(
    account.numbers.map(({ test, state }: Loose) => [test, state]),
    [
      [true, 'CONNECTED'],
      [false, 'CONNECTED'],
    ],
  )
  const chosen = { wabaId: other.wabaId, phoneNumberId: other.numbers[1]?.id }
  const { channel, numbers } = await take(owner, 'POST', '/api/channel/oauth/choose', chosen)
  assert.equal(channel.appId, app.appId)
  assert.deepEqual(
    numbers.map(({ graphId }: Loose) => graphId),
    [other.numbers[1]?.id],
  )
  const dewi = await phoneIn(other, 0, 1)
  await dewi.text('halo')
  await until('the word arrives', async () => (await take(owner, 'GET', '/api/chats')).items.length === 1)
  const [chat] = (await take(owner, 'GET', '/api/chats')).items
  await take(owner, 'POST', `/api/chats/${chat.id}/messages`, { draft: { kind: 'text', text: 'Siap kak' } })
  await dewi.hears('Siap kak')
  assert.equal((await take(owner, 'GET', '/api/channel/oauth')).granted, false, 'the approval is used up')
})

test('one app speaks for many workspaces: news of an account reach its own workspace, and no other', async () => {
  const [left, right] = [await shop('kiri'), await shop('kanan')]
  for (const [owner, world] of [
    [left, bandung],
    [right, jakarta],
  ] as const) {
    const back = await approve(await begin(owner), { key: bandung.key, accounts: [world] })
    await take(owner, 'POST', '/api/channel/oauth/finish', codeIn(back))
    const chosen = { wabaId: world.wabaId, phoneNumberId: world.numbers[1]?.id }
    await take(owner, 'POST', '/api/channel/oauth/choose', chosen)
    await take(owner, 'POST', '/api/templates/sync', {})
  }
  const phone = await phoneIn(bandung, 0, 1)
  const [template] = (await phone.control('GET', '')).templates
  await phone.control('PATCH', `/templates/${template.id}`, { status: 'PAUSED' })
  const statusAt = async (owner: Visitor) => {
    const { items } = await take(owner, 'GET', '/api/templates')
    return items.find(({ name }: Loose) => name === template.name)?.status
  }
  await until('the left workspace hears of it', async () => (await statusAt(left)) === 'PAUSED')
  assert.equal(await statusAt(right), 'APPROVED')
})

test('the webhook of the app wants the app’s signature, and keeps nothing of what has none', async () => {
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: bandung.wabaId, changes: [] }],
  })
  const count = async () => (await readRows(rig.database, 'select 1 as one from webhook_event')).length
  const before = await count()
  const post = (headers: Record<string, string>) =>
    fetch(`${rig.url}/webhooks/meta`, { method: 'POST', headers, body })
  assert.equal((await post(signed(body, 'rahasia yang salah'))).status, 401)
  assert.equal((await post({ 'content-type': 'application/json' })).status, 401)
  assert.equal(await count(), before)
  assert.equal((await post(signed(body, app.appSecret))).status, 200)
  const shake = (token: string) =>
    fetch(
      `${rig.url}/webhooks/meta?hub.mode=subscribe&hub.challenge=42&hub.verify_token=${encodeURIComponent(token)}`,
    )
  assert.equal((await shake('tebakan')).status, 403)
})

test('an account that another workspace has is listed, cannot be chosen, and the refusal names what to do', async () => {
  const owner = await shop('terlambat')
  const back = await approve(await begin(owner), { key: bandung.key, accounts: [other] })
  await take(owner, 'POST', '/api/channel/oauth/finish', codeIn(back))
  const { businesses } = await take(owner, 'GET', '/api/channel/oauth/businesses')
  assert.equal(businesses[0].accounts[0].hindrance, 'taken')
  const chosen = { wabaId: other.wabaId, phoneNumberId: other.numbers[1]?.id }
  const answer = await owner.call('POST', '/api/channel/oauth/choose', chosen)
  assert.equal(answer.status, 409)
  assert.match(answer.body.detail, /Putuskan dulu di halaman Kanal ruang kerja itu/)
  const foreign = { wabaId: bandung.wabaId, phoneNumberId: bandung.numbers[1]?.id }
  const left = await owner.call('POST', '/api/channel/oauth/choose', foreign)
  assert.equal(left.body.code, 'waba-unreachable', 'what was not approved is not for choosing')
})

test('without the permission to list businesses the approved accounts are found by their ids', async () => {
  const owner = await shop('tanpa daftar')
  const fresh = await meta.newWorld({ name: 'Sate Pak Din' })
  const back = await approve(await begin(owner), {
    key: fresh.key,
    accounts: [fresh],
    scopes: SCOPES.slice(0, 2),
  })
  await take(owner, 'POST', '/api/channel/oauth/finish', codeIn(back))
  const { businesses } = await take(owner, 'GET', '/api/channel/oauth/businesses')
  assert.deepEqual(
    businesses.map((one: Loose) => [one.name, one.accounts[0].numbers.length]),
    [['Sate Pak Din', 2]],
  )
})

test('an approval whose token Meta has taken back is said to be gone, not shown as an empty list', async () => {
  const owner = await shop('dicabut')
  const back = await approve(await begin(owner), { key: other.key, accounts: [other] })
  await take(owner, 'POST', '/api/channel/oauth/finish', codeIn(back))
  const phones = await Promise.all([bandung, jakarta, other].map((world) => phoneIn(world, 0, 1)))
  for (const phone of phones) await phone.control('PATCH', '', { token: { revoked: true } })
  const { status, body } = await owner.call('GET', '/api/channel/oauth/businesses')
  for (const phone of phones) await phone.control('PATCH', '', { token: { revoked: false } })
  assert.deepEqual([status, body.code], [422, 'oauth-grant-missing'])
})

test('what was left unticked is listed and closed; what a client shares is marked; a stranger’s is not there', async () => {
  const owner = await shop('agensi')
  const agency = await meta.newWorld({ name: 'Agensi Satu', person: 'Agus' })
  const business = { id: agency.businessId, name: 'Agensi Satu' }
  const second = await meta.newWorld({ name: 'Agensi Dua', person: 'Agus', business })
  const client = await meta.newWorld({ name: 'Klien', person: 'Agus', clientOf: agency.businessId })
  const back = await approve(await begin(owner), { key: agency.key, accounts: [agency, client] })
  await take(owner, 'POST', '/api/channel/oauth/finish', codeIn(back))
  const { businesses } = await take(owner, 'GET', '/api/channel/oauth/businesses')
  assert.equal(businesses.length, 1)
  assert.deepEqual(
    businesses[0].accounts.map(({ name, shared, hindrance, numbers }: Loose) => [
      ...[name, shared, hindrance, numbers.length],
    ]),
    [
      ['Agensi Satu', false, null, 2],
      ['Agensi Dua', false, 'not-granted', 0],
      ['Klien', true, null, 2],
    ],
  )
  const unticked = { wabaId: second.wabaId, phoneNumberId: second.numbers[1]?.id }
  assert.equal(
    (await owner.call('POST', '/api/channel/oauth/choose', unticked)).body.code,
    'waba-unreachable',
  )
})

test('a number that waits for its registration is registered with a PIN of ours when it is chosen', async () => {
  const owner = await shop('baru')
  const fresh = await meta.newWorld({ name: 'Mie Ayam Bu Tin' })
  const phone = await phoneIn(fresh, 0, 1)
  await phone.control('PATCH', `/numbers/${fresh.numbers[1]?.id}`, { status: 'PENDING' })
  const back = await approve(await begin(owner), { key: fresh.key, accounts: [fresh] })
  await take(owner, 'POST', '/api/channel/oauth/finish', codeIn(back))
  const chosen = { wabaId: fresh.wabaId, phoneNumberId: fresh.numbers[1]?.id }
  const { numbers } = await take(owner, 'POST', '/api/channel/oauth/choose', chosen)
  assert.deepEqual([numbers[0].state, numbers[0].pinSet], ['CONNECTED', true])
})

test('the state counts once, for the member and the browser that began, and for no other', async () => {
  const [owner, thief] = [await shop('asal'), await shop('maling')]
  const back = codeIn(await approve(await begin(owner), { key: bandung.key, accounts: [bandung] }))
  const refused = async (visitor: Visitor, input: Loose) => {
    const { status, body } = await visitor.call('POST', '/api/channel/oauth/finish', input)
    assert.deepEqual([status, body.code], [422, 'oauth-state-wrong'])
  }
  await refused(thief, back)
  await refused(owner, { ...back, state: 'karangan' })
  const nonce = owner.cookies.get('wetalk.oauth') ?? ''
  assert.ok(nonce.length > 20)
  owner.cookies.set('wetalk.oauth', 'lain')
  await refused(owner, back)
  owner.cookies.set('wetalk.oauth', nonce)
  await take(owner, 'POST', '/api/channel/oauth/finish', back)
  await refused(owner, back)
  const kept = await readRows<{ token: Buffer }>(rig.database, 'select token from oauth_grant')
  for (const { token } of kept) assert.doesNotMatch(token.toString('latin1'), /EAA/, 'tokens lie sealed')
})

test('what is wrong with a code is said: used, over, or not all that is needed was granted', async () => {
  const owner = await shop('salah')
  const used = codeIn(await approve(await begin(owner), { key: bandung.key, accounts: [bandung] }))
  await take(owner, 'POST', '/api/channel/oauth/finish', used)
  const again = await begin(owner)
  const twice = { code: used.code, state: new URL(again).searchParams.get('state') }
  await saysNo(owner, twice, 'oauth-code-refused', /has been used/)
  const late = codeIn(await approve(await begin(owner), { key: bandung.key, accounts: [bandung] }))
  const phone = await phoneIn(app, 0, 1)
  await phone.control('POST', '/clock', { advance: 31_000 })
  await saysNo(owner, late, 'oauth-code-refused', /has expired/)
  const less = await approve(await begin(owner), {
    key: bandung.key,
    accounts: [bandung],
    scopes: ['whatsapp_business_management'],
  })
  await saysNo(owner, codeIn(less), 'oauth-scope-missing', /whatsapp_business_messaging/)
})

test('whoever is connected by the app already gets a new token by signing in again', async () => {
  const owner = await shop('perbarui')
  const fresh = await meta.newWorld({ name: 'Warung Perbarui' })
  const signIn = async () => {
    const back = await approve(await begin(owner), { key: fresh.key, accounts: [fresh] })
    return await take(owner, 'POST', '/api/channel/oauth/finish', codeIn(back))
  }
  await signIn()
  const chosen = { wabaId: fresh.wabaId, phoneNumberId: fresh.numbers[1]?.id }
  const { channel } = await take(owner, 'POST', '/api/channel/oauth/choose', chosen)
  assert.deepEqual(await signIn(), { renewed: true })
  const now = await take(owner, 'GET', '/api/channel')
  assert.notEqual(now.channel.tokenEnd, channel.tokenEnd)
  assert.equal(now.channel.id, channel.id)
})

test('an installation whose app secret or redirect address is wrong says so to its operator', async () => {
  const wrong = await openRig({
    OUTBOUND_ALLOW: meta.hostPort,
    META_APP_ID: app.appId,
    META_APP_SECRET: 'bukan-rahasia-aplikasi-ini',
    META_CONFIG_ID: '700800900',
    META_GRAPH_URL: app.graphUrl,
    META_DIALOG_URL: app.dialogUrl,
  })
  try {
    const owner = await shop('operator', wrong)
    const back = await approve(await begin(owner), { key: bandung.key, accounts: [bandung] })
    await saysNo(owner, codeIn(back), 'oauth-app-wrong', /client secret.*META_APP_SECRET/)
  } finally {
    await wrong[Symbol.asyncDispose]()
  }
})

test('where the operator has set no app the way is not offered, and says what is missing', async () => {
  const bare = await openRig({ META_APP_ID: '123456' })
  try {
    const owner = await shop('polos', bare)
    const { missing } = await take(owner, 'GET', '/api/channel/oauth')
    assert.deepEqual(missing, ['META_APP_SECRET', 'META_CONFIG_ID'])
    const { status, body } = await owner.call('POST', '/api/channel/oauth/start', {})
    assert.deepEqual([status, body.code], [422, 'oauth-off'])
    assert.match(body.detail, /META_APP_SECRET, META_CONFIG_ID/)
    assert.equal((await fetch(`${bare.url}/webhooks/meta`, { method: 'POST', body: '{}' })).status, 404)
  } finally {
    await bare[Symbol.asyncDispose]()
  }
})

async function shop(name: string, at: Rig = rig): Promise<Visitor> {
  const owner = at.visitor()
  await take(owner, 'POST', '/api/sign-up', {
    name: 'Rina',
    email: `${name.replace(/ /g, '.')}@oauth.example`,
    password: 'kopi-tubruk-tanpa-ampas-71',
    business: `Toko ${name}`,
  })
  return owner
}

async function saysNo(owner: Visitor, input: Loose, code: string, words: RegExp): Promise<void> {
  const { status, body } = await owner.call('POST', '/api/channel/oauth/finish', input)
  assert.deepEqual([status, body.code], [422, code], JSON.stringify(body))
  assert.match(body.detail, words)
}
