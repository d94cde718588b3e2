import assert from 'node:assert/strict'
import { createServer, request } from 'node:http'
import { after, before, test } from 'node:test'
import { WEBHOOK_FIELDS } from '#core/whatsapp/token.ts'
import { openBalancer } from './balancer.ts'
import { startSimulator } from './program.ts'
import { type Loose, openRig, type Phone, phoneIn, type Rig, signed, until, type Visitor } from './rig.ts'
import { readRows } from './rows.ts'
import { take } from './stage.ts'

/**
 * Every link between Meta and us is broken on purpose and must be named. Meta is another process with secrets of its own;
 * its Graph API is reached over a wire that can be cut and whose clock can be wrong.
 */
let meta: Awaited<ReturnType<typeof startSimulator>>
let front: Awaited<ReturnType<typeof openBalancer>>
let wire: Wire
let rig: Rig
let owner: Visitor
let boss: Phone

before(async () => {
  meta = await startSimulator()
  front = await openBalancer()
  wire = await openWire(meta.hostPort)
  const allow = [meta.hostPort, wire.host, new URL(front.url).host].join(',')
  rig = await openRig({ OUTBOUND_ALLOW: allow, PUBLIC_URL: front.url })
  front.targets.push(Number(new URL(rig.url).port))
  owner = rig.visitor()
  await take(owner, 'POST', '/api/sign-up', {
    name: 'Rina',
    email: 'rina@dokter.example',
    password: 'kopi-tubruk-tanpa-ampas-71',
    business: 'Kopi Senja',
  })
  boss = await phoneIn(meta.world, 0, 1)
})
after(async () => {
  await rig?.[Symbol.asyncDispose]()
  await wire?.[Symbol.asyncDispose]()
  await front?.[Symbol.asyncDispose]()
  await meta?.[Symbol.asyncDispose]()
})

test('the doctor names each link that is broken, and only says well when all are whole', async (t) => {
  const { wabaId, token, appId, appSecret, graphUrl, numbers } = meta.world
  const real = numbers[1]?.id ?? ''

  await t.test('nothing was examined yet', async () => {
    assert.equal((await take(owner, 'GET', '/api/channel/doctor')).checkup, null)
    assert.equal((await owner.call('POST', '/api/channel/doctor', {})).body.code, 'channel-missing')
  })

  await t.test('handshake, subscription, fields and number: an access alone is no line', async () => {
    const access = { wabaId, token, appId, appSecret, verifyToken: 'token-verifikasi-kopi' }
    await take(owner, 'POST', '/api/channel', { ...access, graphUrl: wire.through(graphUrl) })
    const found = await wrong()
    for (const find of ['handshake.none', 'subscription.none', 'fields.none', 'number.none'])
      assert.ok(found.includes(find), `${find} in ${found}`)
  })

  await t.test('the whole line is well, and the background finding is the same', async () => {
    await take(owner, 'POST', '/api/channel/subscribe', {})
    const { numbers: listed } = await take(owner, 'POST', '/api/numbers/sync', {})
    const number = listed.find(({ test }: Loose) => !test)
    await take(owner, 'POST', `/api/numbers/${number.id}/use`, { used: true })
    await boss.text('halo')
    await until('the webhook was seen', async () => {
      return (await take(owner, 'GET', '/api/channel')).channel.lastWebhookAt !== null
    })
    assert.deepEqual(await wrong(), [])
    const { checkup } = await take(owner, 'GET', '/api/channel/doctor')
    assert.equal(checkup.worst, 'ok')
  })

  await t.test('url: what stands in front answers for us no more', async () => {
    const targets = front.targets.splice(0)
    await set("last_webhook_at = now() - interval '2 days'")
    assert.deepEqual(await wrong(), ['url.other'])
    front.targets.push(...targets)
    await set('last_webhook_at = now()')
    assert.deepEqual(await wrong(), [])
  })

  await t.test('signature: a webhook signed with another secret', async () => {
    const { channel } = await take(owner, 'GET', '/api/channel')
    const body = '{}'
    const answer = await fetch(channel.webhookUrl, { method: 'POST', body, headers: signed(body, 'lain') })
    assert.equal(answer.status, 401)
    await until('it is named', async () => (await wrong()).includes('signature.wrong'))
    await set('unsigned_at = null')
  })

  await t.test('last webhook: Meta takes our message and nothing comes back', async () => {
    await boss.control('PATCH', '', { faults: { statusOff: true } })
    const [chat] = (await take(owner, 'GET', '/api/chats')).items
    await take(owner, 'POST', `/api/chats/${chat.id}/messages`, { draft: { kind: 'text', text: 'sunyi' } })
    await boss.hears('sunyi')
    await until('the acceptance is known', async () => {
      const { items } = await take(owner, 'GET', `/api/chats/${chat.id}/messages`)
      return items[0].state === 'accepted'
    })
    await readRows(
      rig.database,
      "update message set accepted_at = now() - interval '11 minutes' where state = 'accepted'",
    )
    await set("last_webhook_at = now() - interval '1 hour'")
    assert.deepEqual(await wrong(), ['webhook.silent'])
    await boss.control('PATCH', '', { faults: { statusOff: false } })
    await set('last_webhook_at = now()')
    assert.deepEqual(await wrong(), [])
  })

  await t.test('subscription: taken away at Meta, and set again by one press', async () => {
    await graph('DELETE', `${wabaId}/subscribed_apps`, token)
    assert.deepEqual(await wrong(), ['subscription.none'])
    await take(owner, 'POST', '/api/channel/subscribe', {})
    assert.deepEqual(await wrong(), [])
  })

  await t.test(
    'subscription: the account sends elsewhere, or follows an app whose webhook is another’s',
    async () => {
      const { channel } = await take(owner, 'GET', '/api/channel')
      const elsewhere = await openEcho()
      const hook = { callback_url: elsewhere.url, verify_token: channel.verifyToken }
      const override = { override_callback_uri: elsewhere.url, verify_token: channel.verifyToken }
      await graph('POST', `${wabaId}/subscribed_apps`, token, override)
      assert.deepEqual(await wrong(), ['subscription.elsewhere'])
      await graph('POST', `${wabaId}/subscribed_apps`, token)
      assert.deepEqual(await wrong(), [], 'the app’s own webhook is ours')
      const fields = WEBHOOK_FIELDS.join(',')
      const object = 'whatsapp_business_account'
      await graph('POST', `${appId}/subscriptions`, `${appId}|${appSecret}`, { object, ...hook, fields })
      assert.deepEqual(await wrong(), ['subscription.elsewhere'])
      await take(owner, 'POST', '/api/channel/subscribe', {})
      assert.deepEqual(await wrong(), [])
      await elsewhere.close()
    },
  )

  await t.test('fields: some were switched off', async () => {
    const { channel } = await take(owner, 'GET', '/api/channel')
    await graph('POST', `${appId}/subscriptions`, `${appId}|${appSecret}`, {
      object: 'whatsapp_business_account',
      callback_url: channel.webhookUrl,
      verify_token: channel.verifyToken,
      fields: 'messages',
    })
    assert.deepEqual(await wrong(), ['fields.some'])
    await take(owner, 'POST', '/api/channel/subscribe', {})
  })

  await t.test('token: taken back; the change is told by an event and kept', async () => {
    const before = await events()
    await boss.control('PATCH', '', { token: { revoked: true } })
    const found = await wrong()
    assert.ok(found.includes('token.invalid'), String(found))
    assert.ok((await events()) > before)
    const { checkup } = await take(owner, 'GET', '/api/channel/doctor')
    assert.equal(checkup.worst, 'broken')
    const told = await events()
    await wrong()
    assert.equal(await events(), told, 'what has not changed is not told again')
  })

  await t.test('sending: a breaker that the token opened stays until somebody presses', async () => {
    const [chat] = (await take(owner, 'GET', '/api/chats')).items
    await take(owner, 'POST', `/api/chats/${chat.id}/messages`, { draft: { kind: 'text', text: 'halo kak' } })
    await until(
      'sending stands still',
      async () => (await take(owner, 'GET', '/api/channel')).channel.trouble,
    )
    await boss.control('PATCH', '', { token: { revoked: false } })
    assert.deepEqual(await wrong(), ['sending.stopped'])
    await take(owner, 'POST', '/api/channel/resume', {})
    await boss.hears('halo kak')
    assert.deepEqual(await wrong(), [])
  })

  await t.test('expiry and permissions of the token, and the templates behind them', async () => {
    const soon = Math.floor(Date.now() / 1000) + 3 * 86_400
    await boss.control('PATCH', '', { token: { expiresAt: soon } })
    assert.deepEqual(await wrong(), ['expiry.soon'])
    await boss.control('PATCH', '', { token: { expiresAt: soon - 4 * 86_400 } })
    const over = await wrong()
    assert.ok(over.includes('expiry.over'), 'a token that is over cannot ask of itself: the app asks')
    await boss.control('PATCH', '', { token: { expiresAt: 0, scopes: ['whatsapp_business_messaging'] } })
    assert.deepEqual(await wrong(), ['token.scopes', 'templates.refused'])
    const scopes = ['whatsapp_business_messaging', 'whatsapp_business_management']
    await boss.control('PATCH', '', { token: { scopes } })
  })

  await t.test('account: Meta disables it, and takes that back', async () => {
    await tellAccount({ event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } })
    await until('it is named', async () => (await wrong()).includes('account.disabled'))
    const [chat] = (await take(owner, 'GET', '/api/chats')).items
    const draft = { kind: 'text', text: 'masih bisa?' }
    const sent = await owner.call('POST', `/api/chats/${chat.id}/messages`, { draft })
    assert.equal(sent.body.code, 'account-disabled', 'the gate knows it too')
    await tellAccount({ event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } })
    await until('it is well', async () => (await wrong()).length === 0)
  })

  await t.test('number: restricted, then of low quality', async () => {
    await boss.control('PATCH', `/numbers/${real}`, { status: 'RESTRICTED' })
    assert.deepEqual(await wrong(), ['number.off'])
    await boss.control('PATCH', `/numbers/${real}`, { status: 'CONNECTED', quality: 'RED' })
    assert.deepEqual(await wrong(), ['number.low'])
    await boss.control('PATCH', `/numbers/${real}`, { quality: 'GREEN' })
  })

  await t.test('payment: Meta names no method, then fails what costs, then is paid again', async () => {
    await boss.control('PATCH', '', { funded: false })
    assert.deepEqual(await wrong(), ['payment.none'])
    await take(owner, 'POST', '/api/templates/sync', {})
    const [chat] = (await take(owner, 'GET', '/api/chats')).items
    await boss.control('POST', '/clock', { advance: 25 * 3_600_000 })
    await readRows(rig.database, "update chat set last_inbound_at = now() - interval '25 hours'")
    const draft = { kind: 'template', name: 'hello_world', language: 'en_US' }
    const send = () => take(owner, 'POST', `/api/chats/${chat.id}/messages`, { draft })
    await send()
    await until('it is named', async () => (await wrong()).includes('payment.refused'))
    const { items } = await take(owner, 'GET', `/api/chats/${chat.id}/messages`)
    assert.equal(items[0].fault.code, 131_042, 'Meta’s own code')
    await boss.control('PATCH', '', { funded: true })
    const stopped = ['payment.refused', 'sending.partly']
    assert.deepEqual(await wrong(), stopped, 'what was sent weighs more than what is told')
    await take(owner, 'POST', '/api/channel/resume', {})
    await send()
    await until('it is well', async () => (await wrong()).length === 0)
  })

  await t.test('clock and Graph API: the wire tells another time, then nothing', async () => {
    wire.shift = 600_000
    assert.deepEqual(await wrong(), ['clock.wrong'])
    wire.shift = 0
    wire.cut = true
    const found = await wrong()
    assert.ok(found.includes('graph.silent'), String(found))
    wire.cut = false
    assert.deepEqual(await wrong(), [])
  })
})

/** What is not well now, examined anew; what is not known yet does not count. */
async function wrong(): Promise<string[]> {
  const { links } = await take(owner, 'POST', '/api/channel/doctor', {})
  return links
    .filter(({ state }: Loose) => state === 'broken' || state === 'warning')
    .map(({ find }: Loose) => find)
}

async function graph(method: string, path: string, token: string, body?: object): Promise<void> {
  const answer = await fetch(`${meta.world.graphUrl}/v25.0/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  assert.equal(answer.status, 200, await answer.text())
}

/** A webhook about the account, signed as Meta signs it. */
async function tellAccount(value: object): Promise<void> {
  const { channel } = await take(owner, 'GET', '/api/channel')
  const changes = [{ field: 'account_update', value }]
  const entry = [{ id: meta.world.wabaId, time: Math.floor(Date.now() / 1000), changes }]
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry })
  const headers = signed(body, meta.world.appSecret)
  assert.equal((await fetch(channel.webhookUrl, { method: 'POST', body, headers })).status, 200)
}

/** Time passes, or a memory fades. */
async function set(change: string): Promise<void> {
  await readRows(rig.database, `update channel set ${change}`)
}

async function events(): Promise<number> {
  const [row] = await readRows<{ many: number }>(
    rig.database,
    "select count(*)::int as many from event where kind = 'channel.changed'",
  )
  return row?.many ?? 0
}

type Wire = {
  readonly host: string
  readonly through: (url: string) => string
  /** Milliseconds by which the other side's clock seems to be ahead. */
  shift: number
  cut: boolean
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** Another product’s webhook, which shakes hands with anyone. */
async function openEcho() {
  const server = createServer((asked, reply) => {
    reply.end(new URL(asked.url ?? '', 'http://echo').searchParams.get('hub.challenge'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return {
    url: `http://127.0.0.1:${port}/lain`,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

/** Passes everything on to the other side, and its answers back. */
async function openWire(target: string): Promise<Wire> {
  const server = createServer((asked, reply) => {
    if (line.cut) return void asked.socket.destroy()
    const { method, url: path, headers } = asked
    const on = request(
      `http://${target}`,
      { method, path, headers: { ...headers, host: target } },
      (answer) => {
        const date = new Date(Date.now() + line.shift).toUTCString()
        reply.writeHead(answer.statusCode ?? 502, { ...answer.headers, date })
        answer.pipe(reply)
      },
    )
    on.on('error', () => reply.destroy())
    asked.pipe(on)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  const line: Wire = {
    ...{ host, shift: 0, cut: false },
    through: (url) => url.replace(target, host),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return line
}
