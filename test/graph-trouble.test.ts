import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Loose, signed, until } from './rig.ts'
import { openStage, type Shop, type Stage, take } from './stage.ts'

const CONTACT = '6281100000077'
const SCOPES = ['whatsapp_business_messaging', 'whatsapp_business_management']
const GOOD_TOKEN = { body: { data: { is_valid: true, app_id: '77', scopes: SCOPES, expires_at: 0 } } }
const DOWN = { status: 503, body: { error: { message: '(#2) Service temporarily unavailable', code: 2 } } }
let stage: Stage

before(async () => {
  stage = await openStage()
})
after(() => stage[Symbol.asyncDispose]())

test('a trouble of Meta’s own is called that: no key is blamed, and no link is called broken for it', async (t) => {
  const shop = await stage.shop('Toko Gangguan')
  const renew = () =>
    shop.owner.call('PATCH', '/api/channel/secrets', { appId: '77', appSecret: 'rahasia-baru' })
  const finds = async () => {
    const { links } = await take(shop.owner, 'POST', '/api/channel/doctor', {})
    return links.map(({ find }: Loose) => find)
  }

  await t.test('while its service is down', async () => {
    stage.graph.say('debug_token', DOWN)
    const { status, body } = await renew()
    assert.equal(status, 503)
    assert.equal(body.code, 'graph-busy')
    assert.match(body.detail, /Service temporarily unavailable/)
    stage.graph.say('message_templates', DOWN)
    const found = await finds()
    for (const find of ['token.invalid', 'templates.refused']) assert.ok(!found.includes(find), find)
    assert.ok(found.includes('graph.silent'))
  })

  await t.test('a secret that it does refuse is named', async () => {
    const no = { message: 'Invalid OAuth access token signature.', code: 190 }
    stage.graph.say('debug_token', { status: 400, body: { error: no } })
    assert.equal((await renew()).body.code, 'app-secret-wrong')
  })

  await t.test('with another app the account is subscribed for it at once', async () => {
    stage.graph.say('debug_token', GOOD_TOKEN)
    const before = stage.graph.calls.length
    assert.equal((await renew()).status, 200)
    const calls = stage.graph.calls.slice(before)
    assert.ok(calls.some((call) => /^POST .*\/subscribed_apps$/.test(call)))
    assert.ok(calls.some((call) => /^POST .*\/77\/subscriptions$/.test(call)))
  })
  stage.graph.say('debug_token', null)
  stage.graph.say('message_templates', null)
})

test('a list of numbers with fewer fields, or none at all, erases nothing that is known', async () => {
  const shop = await stage.shop('Toko Daftar')
  const plain = { id: shop.graphId, display_phone_number: '+62 811', status: 'CONNECTED' }
  const whole = {
    ...{ name_status: 'APPROVED', is_pin_enabled: true, is_official_business_account: true },
    whatsapp_business_manager_messaging_limit: 'TIER_2K',
  }
  const known = async () => {
    const [{ tier, nameStatus, pinSet, official }] = await take(shop.owner, 'GET', '/api/numbers')
    return { tier, nameStatus, pinSet, official }
  }
  stage.graph.say(`${shop.wabaId}/phone_numbers`, { body: { data: [{ ...plain, ...whole }] } })
  await take(shop.owner, 'POST', '/api/numbers/sync', {})
  const read = { tier: 'TIER_2K', nameStatus: 'APPROVED', pinSet: true, official: true }
  assert.deepEqual(await known(), read)

  const unset = { status: 400, body: { error: { message: '(#131059) Not set yet', code: 131_059 } } }
  stage.graph.say(`${shop.wabaId}/phone_numbers`, { body: { data: [plain] } })
  stage.graph.say('name_status', unset) // only the longer question is refused
  await take(shop.owner, 'POST', '/api/numbers/sync', {})
  assert.deepEqual(await known(), read)
  stage.graph.say('name_status', null)

  stage.graph.say(`${shop.wabaId}/phone_numbers`, DOWN)
  const asked = stage.graph.calls.length
  assert.equal((await shop.owner.call('POST', '/api/numbers/sync', {})).body.code, 'graph-busy')
  const again = stage.graph.calls.slice(asked).filter((call) => call.includes('/phone_numbers'))
  assert.equal(again.length, 1, 'fewer fields help nobody whose service is down')
  assert.deepEqual(await known(), read)
  stage.graph.say(`${shop.wabaId}/phone_numbers`, null)
})

test('a PIN that Meta took is kept, also when nothing can be read from it right after', async () => {
  const shop = await stage.shop('Toko PIN')
  stage.graph.say(`${shop.wabaId}/phone_numbers`, DOWN)
  const path = `/api/numbers/${shop.numberId}/register`
  await take(shop.owner, 'POST', path, { pin: '314159' })
  const [row] = await stage.rows<Loose>('select pin is not null as kept from phone_number where id = $1', [
    shop.numberId,
  ])
  assert.equal(row.kept, true)
  await take(shop.owner, 'POST', path, {})
  stage.graph.say(`${shop.wabaId}/phone_numbers`, null)
})

test('what Meta reports of a message counts also when its number is used no more', async () => {
  const shop = await stage.shop('Toko Pindah')
  const { chat, sent } = await say(shop, 'masih di jalan')
  await take(shop.owner, 'POST', `/api/numbers/${shop.numberId}/unlink`, { confirm: 'UNLINK' })
  await take(shop.owner, 'POST', `/api/numbers/${shop.numberId}/use`, { used: false })
  const linked = await shop.owner.call('POST', `/api/numbers/${shop.numberId}/link`, {
    botId: shop.botId,
    confirm: 'LINK',
  })
  assert.equal(linked.status, 404, 'no bot can answer on a number that is not used')
  await report(shop, { id: sent.wamid, status: 'delivered' })
  await until('it is delivered', async () => (await messageNow(shop, chat, sent.id)).state === 'delivered')
})

test('an unpaid account that Meta tells of by a report stops what costs, as its refusal does', async () => {
  const shop = await stage.shop('Toko Tagihan')
  const { chat, sent } = await say(shop, 'promo')
  const errors = [{ code: 131_042, title: 'Business eligibility payment issue' }]
  const tell = () => report(shop, { id: sent.wamid, status: 'failed', errors })
  const trouble = async () => (await take(shop.owner, 'GET', '/api/channel')).channel.trouble
  await tell()
  const { code, reason } = await until('sending of templates stands still', trouble)
  assert.equal(code, 131_042)
  assert.equal(reason.id, 'Ada masalah pembayaran pada akun ini')
  const draft = { kind: 'text', text: 'balasan tetap bisa' }
  await take(shop.owner, 'POST', `/api/chats/${chat}/messages`, { draft })
  await take(shop.owner, 'POST', '/api/channel/resume', {})
  await tell()
  await until('the report is heard again', async () => {
    const left = await stage.rows('select 1 from status_inbox where workspace_id = $1', [shop.workspaceId])
    return left.length === 0
  })
  assert.equal(await trouble(), null, 'the same report again stops nothing: it was known')
})

test('costs are in the account’s own currency once a card has prices in it, until somebody chooses another', async () => {
  const shop = await stage.shop('Toko Rupiah')
  stage.graph.say(`${shop.wabaId}/phone_numbers`, { body: { data: [] } })
  stage.graph.say(`${shop.wabaId}?fields`, { body: { id: shop.wabaId, currency: 'IDR' } })
  await take(shop.owner, 'POST', '/api/numbers/sync', {})
  const month = new Date().toISOString().slice(0, 7)
  const currency = async () => (await take(shop.owner, 'GET', `/api/costs?month=${month}`)).currency
  assert.equal(await currency(), 'USD', 'no card has prices in it yet')
  await take(shop.owner, 'POST', '/api/rate-cards', {
    ...{ unit: 'message', currency: 'IDR', effective: '2026-01-01' },
    csv: 'market,marketing,utility,authentication,service\nIndonesia,597.32,356.65,356.65,356.65\n',
  })
  assert.equal(await currency(), 'IDR')
  await take(shop.owner, 'PUT', '/api/costs/settings', { currency: 'USD', regime: null, budget: null })
  assert.equal(await currency(), 'USD')
  for (const part of ['?fields', '/phone_numbers']) stage.graph.say(`${shop.wabaId}${part}`, null)
})

test('a Graph address of the world over plain http is refused before a secret leaves, and says why', async () => {
  const shop = await stage.shop('Toko Polos')
  await take(shop.owner, 'POST', '/api/channel/disconnect', { confirm: 'PUTUSKAN' })
  const form = {
    ...{ wabaId: shop.wabaId, phoneNumberId: shop.graphId, appSecret: shop.appSecret },
    ...{ token: shop.token, verifyToken: shop.verifyToken },
  }
  for (const url of ['http://graph.facebook.com', 'http://157.240.1.1']) {
    const { status, body } = await shop.owner.call('POST', '/api/channel', { ...form, graphUrl: url })
    assert.equal(status, 422)
    assert.deepEqual([body.code, body.details.field], ['graph-plain', 'graphUrl'])
    assert.match(body.detail, /memakai http biasa/)
    const key = await shop.owner.call('POST', '/api/channel/360dialog', { apiKey: 'kunci-rahasia', url })
    assert.equal(key.body.code, 'graph-plain')
  }
  const inside = await shop.owner.call('POST', '/api/channel', { ...form, graphUrl: 'http://10.0.0.7' })
  assert.equal(inside.body.code, 'url-forbidden', 'an inner address is the operator’s to allow')
})

test('a number that was just chosen is examined by itself', async () => {
  const shop = await stage.shop('Toko Pilih')
  await take(shop.owner, 'POST', `/api/numbers/${shop.numberId}/unlink`, { confirm: 'UNLINK' })
  const use = (used: boolean) => take(shop.owner, 'POST', `/api/numbers/${shop.numberId}/use`, { used })
  const number = async () => {
    const { checkup } = await take(shop.owner, 'GET', '/api/channel/doctor')
    return checkup?.links.find(({ kind }: Loose) => kind === 'number').find
  }
  stage.graph.say(`${shop.wabaId}/phone_numbers`, {
    body: { data: [{ id: shop.graphId, display_phone_number: '+62 811', status: 'CONNECTED' }] },
  })
  await use(false)
  await until('none is used', async () => (await number()) === 'number.none')
  await use(true)
  await until('it is used', async () => (await number()) === 'number.good')
  stage.graph.say(`${shop.wabaId}/phone_numbers`, null)
})

test('a customer’s file that Meta cannot give now is asked for again, long after a job would have given up', async () => {
  const shop = await stage.shop('Toko Foto')
  await shop.hear(CONTACT, 'halo')
  stage.graph.say('9900112233', DOWN)
  const show = async (id: string) => {
    const timestamp = String(Math.floor(Date.now() / 1000))
    const image = { id, mime_type: 'image/png' }
    await post(shop, { messages: [{ from: CONTACT, id: `wamid.${id}`, timestamp, type: 'image', image }] })
  }
  await show('9900112233')
  const waiting = () =>
    stage.rows<Loose>(
      `select id from jobs.job where name = 'whatsapp.media' and state = 'created' and (data ->> 'tries')::int >= 1
         and data ->> 'workspaceId' = $1`,
      [shop.workspaceId],
    )
  await until('it is put off', async () => (await waiting()).length === 1)
  stage.graph.say('9900112233', null)
  const [again] = await waiting()
  await stage.rows('update jobs.job set start_after = now() where id = $1', [again?.id]) // its time has come
  await show('9900112244') // wakes who fetches files
  await until('the file is there', async () => {
    const [row] = await stage.rows<Loose>(
      "select file_id from message where workspace_id = $1 and body ->> 'mediaId' = '9900112233'",
      [shop.workspaceId],
    )
    return row?.file_id
  })
})

/** A message that Meta took, to a customer who has just written. */
async function say(shop: Shop, text: string): Promise<{ chat: string; sent: Loose }> {
  await shop.hear(CONTACT, 'halo')
  const { id: chat } = await shop.chatOf(CONTACT)
  const { id } = await take(shop.owner, 'POST', `/api/chats/${chat}/messages`, {
    draft: { kind: 'text', text },
  })
  const sent = await until('Meta took it', async () => {
    const now = await messageNow(shop, chat, id)
    return now.state === 'accepted' && now.wamid && now
  })
  return { chat, sent }
}

async function messageNow(shop: Shop, chat: string, id: string): Promise<Loose> {
  const { items } = await take(shop.owner, 'GET', `/api/chats/${chat}/messages`)
  return items.find((one: Loose) => one.id === id)
}

async function report(shop: Shop, status: Loose): Promise<void> {
  const told = { ...status, timestamp: String(Math.floor(Date.now() / 1000)), recipient_id: CONTACT }
  await post(shop, { statuses: [told] })
}

async function post(shop: Shop, said: Loose): Promise<void> {
  const metadata = { display_phone_number: '62811', phone_number_id: shop.graphId }
  const value = { messaging_product: 'whatsapp', metadata, ...said }
  const entry = [{ id: shop.wabaId, changes: [{ field: 'messages', value }] }]
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry })
  const url = `${stage.rig.url}${shop.hookPath}`
  assert.equal(
    (await fetch(url, { method: 'POST', body, headers: signed(body, shop.appSecret) })).status,
    200,
  )
}
