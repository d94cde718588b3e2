import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { CreatedWorld } from '#core/whatsapp/sim-api.ts'
import { PIXEL } from './graph.ts'
import { startSimulator } from './program.ts'
import { type Loose, openRig, type Phone, phoneIn, type Rig, signed, until, type Visitor } from './rig.ts'
import { readRows } from './rows.ts'
import { take } from './stage.ts'
import { flowFile, publishFlow } from './team.ts'

let meta: Awaited<ReturnType<typeof startSimulator>>
let world: CreatedWorld
let rig: Rig
let owner: Visitor
let dewi: Phone

before(async () => {
  meta = await startSimulator()
  world = meta.world
  rig = await openRig({ OUTBOUND_ALLOW: meta.hostPort })
  owner = await shop('pemilik')
  dewi = await phoneIn(world, 0, 1)
})
after(async () => {
  await rig?.[Symbol.asyncDispose]()
  await meta?.[Symbol.asyncDispose]()
})

test('a key that 360dialog does not know is refused with what to do, and nothing is kept', async () => {
  const form = { apiKey: 'D360-salah-salah', url: world.partnerUrl }
  const { status, body } = await owner.call('POST', '/api/channel/360dialog', form)
  assert.deepEqual([status, body.code, body.details.field], [422, 'key-invalid', 'apiKey'])
  assert.match(body.detail, /Invalid api key.*360dialog Hub/)
  assert.equal((await take(owner, 'GET', '/api/channel')).channel, null)
})

test('a key connects its one number: the webhook is registered, a bot answers, media and templates come', async () => {
  const { channel, numbers } = await take(owner, 'POST', '/api/channel/360dialog', form())
  assert.equal(channel.provider, '360dialog')
  assert.ok(channel.verifiedAt && channel.subscribedAt)
  assert.match(channel.webhookUrl, /\/••••$/, 'the secret of the path is not read back')
  assert.deepEqual(
    numbers.map(({ graphId }: Loose) => graphId),
    [world.numbers[1]?.id],
  )
  await publishFlow(
    owner,
    flowFile('Sapa', { keywords: ['halo'] }, { hi: { kind: 'message', text: 'Selamat datang' } }),
  )
  const [bot] = await take(owner, 'GET', '/api/bots')
  await take(owner, 'POST', `/api/numbers/${numbers[0].id}/link`, { botId: bot.id, confirm: 'LINK' })
  await dewi.text('halo')
  await dewi.hears('Selamat datang')
  const chat = await theChat()
  await until('the reply was delivered', async () => {
    const { items } = await take(owner, 'GET', `/api/chats/${chat.id}/messages`)
    return items.some(({ state }: Loose) => state === 'delivered' || state === 'read')
  })
})

test('a photo of a customer is fetched under 360dialog’s host, and a photo of ours goes out', async () => {
  const url = `/media?filename=kopi.png`
  const up = await dewi.raw(url, {
    method: 'POST',
    headers: { 'content-type': 'image/png' },
    body: new Uint8Array(PIXEL),
  })
  const { mediaId } = (await up.json()) as Loose
  await dewi.say({ kind: 'media', mediaId })
  const chat = await theChat()
  const file = await until('the photo is here', async () => {
    const { items } = await take(owner, 'GET', `/api/chats/${chat.id}/messages`)
    return items.find(({ file }: Loose) => file)?.file
  })
  const form = new FormData()
  form.set('file', new File([new Uint8Array(PIXEL)], 'menu.png', { type: 'image/png' }))
  const sent = await take(owner, 'POST', '/api/files', form)
  const source = { kind: 'file', file: sent.id }
  const draft = { kind: 'media', media: 'image', source, caption: 'menu hari ini' }
  await take(owner, 'POST', `/api/chats/${chat.id}/messages`, { draft })
  await dewi.hears('menu hari ini')
  assert.ok(file)
})

test('templates are read, made and deleted by 360dialog’s paths; what only its Hub can do says so', async () => {
  const report = await take(owner, 'POST', '/api/templates/sync', {})
  assert.equal(report.total, 4)
  const template = {
    ...{ name: 'pesanan_siap', language: 'id', category: 'UTILITY', buttons: [] },
    body: { text: 'Halo {{1}}, pesanan Anda siap diambil.', examples: [{ name: '1', value: 'Dewi' }] },
  }
  const made = await take(owner, 'POST', '/api/templates', { template })
  const sent = await take(owner, 'POST', `/api/templates/${made.id}/submit`, { revision: made.revision })
  assert.equal(sent.status, 'PENDING')
  await dewi.control('POST', '/clock', { advance: 10_000 })
  await take(owner, 'POST', '/api/templates/sync', {})
  assert.equal((await take(owner, 'GET', `/api/templates/${made.id}`)).status, 'APPROVED')
  const number = (await take(owner, 'GET', '/api/numbers'))[0]
  const pin = await owner.call('POST', `/api/numbers/${number.id}/pin`, { pin: '123456' })
  assert.deepEqual([pin.status, pin.body.code], [422, 'provider-lacks'])
})

test('the doctor finds the chain of 360dialog whole, without the links that it does not have', async () => {
  const checkup = await take(owner, 'POST', '/api/channel/doctor', {})
  const kinds = checkup.links.map(({ kind }: Loose) => kind)
  for (const absent of ['handshake', 'signature', 'fields', 'expiry', 'payment'])
    assert.ok(!kinds.includes(absent), absent)
  const broken = checkup.links.filter(({ state }: Loose) => state === 'broken')
  assert.deepEqual(broken, [])
})

test('the door takes the secret path alone: another secret, none, or a signature is 401 and leaves no row', async () => {
  const { channel } = await take(owner, 'GET', '/api/channel')
  const base = channel.webhookUrl.replace('/••••', '')
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [] })
  const count = async () => (await readRows(rig.database, 'select 1 as one from webhook_event')).length
  const before = await count()
  const secret = await registered()
  for (const [url, headers] of [
    [base, {}],
    [`${base}/tebakan`, {}],
    [`${base}/${secret.slice(0, -1)}`, {}],
    [base, signed(body, secret)],
    [base, signed(body, '')],
  ] as const) {
    assert.equal((await fetch(url, { method: 'POST', headers, body })).status, 401, url)
  }
  assert.equal(await count(), before)
  assert.equal((await fetch(`${base}/${secret}`, { method: 'POST', body })).status, 200)
  assert.equal(await count(), before + 1)
  const shake = `${base}?hub.mode=subscribe&hub.challenge=1&hub.verify_token=x`
  assert.equal((await fetch(shake)).status, 403)
})

test('a channel of Meta is not opened by its app secret in the path', async () => {
  const other = await shop('meta')
  const fresh = await meta.newWorld({ name: 'Toko Meta' })
  const { channel } = await take(other, 'POST', '/api/channel', {
    ...{ graphUrl: fresh.graphUrl, wabaId: fresh.wabaId, appId: fresh.appId, token: fresh.token },
    ...{ appSecret: fresh.appSecret, verifyToken: 'token-verifikasi-kopi' },
  })
  const answer = await fetch(`${channel.webhookUrl}/${fresh.appSecret}`, { method: 'POST', body: '{}' })
  assert.equal(answer.status, 401)
})

test('the secret of the path is replaced while messages come: the former one is taken for a day', async () => {
  const { channel } = await take(owner, 'GET', '/api/channel')
  const base = channel.webhookUrl.replace('/••••', '')
  const former = await registered()
  await take(owner, 'POST', '/api/channel/hook', {})
  const now = await registered()
  assert.notEqual(now, former)
  const knock = async (secret: string) =>
    (await fetch(`${base}/${secret}`, { method: 'POST', body: '{}' })).status
  assert.deepEqual([await knock(now), await knock(former)], [200, 200])
  await readRows(rig.database, "update channel set former_until = now() - interval '1 second' returning id")
  await until('the former one is shut out', async () => (await knock(former)) === 401)
  assert.equal(await knock(now), 200)
  await dewi.text('halo')
  await dewi.hears('Selamat datang')
})

test('a new key is checked first, and one of another number is refused', async () => {
  const foreign = await meta.newWorld({ name: 'Toko Asing' })
  const wrong = await owner.call('PATCH', '/api/channel/secrets', { token: 'D360-ngawur' })
  assert.deepEqual([wrong.status, wrong.body.code], [422, 'key-invalid'])
  const other = await owner.call('PATCH', '/api/channel/secrets', { token: foreign.partnerKey })
  assert.deepEqual([other.status, other.body.code], [422, 'waba-unreachable'])
  const same = await take(owner, 'PATCH', '/api/channel/secrets', { token: world.partnerKey })
  assert.equal(same.tokenEnd, world.partnerKey.slice(-4))
})

function form() {
  return { apiKey: world.partnerKey, url: world.partnerUrl }
}

/** The secret that 360dialog was told, read from its side. */
async function registered(): Promise<string> {
  const answer = await fetch(`${world.partnerUrl}/v1/configs/webhook`, {
    headers: { 'd360-api-key': world.partnerKey },
  })
  const { url } = (await answer.json()) as { url: string }
  return url.split('/').at(-1) ?? ''
}

async function theChat(): Promise<Loose> {
  return await until('a chat', async () => (await take(owner, 'GET', '/api/chats')).items[0])
}

async function shop(name: string): Promise<Visitor> {
  const visitor = rig.visitor()
  await take(visitor, 'POST', '/api/sign-up', {
    name: 'Rina',
    email: `${name}@partner.example`,
    password: 'kopi-tubruk-tanpa-ampas-71',
    business: `Toko ${name}`,
  })
  return visitor
}
