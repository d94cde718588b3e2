import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startSimulator } from './program.ts'
import { type Loose, openRig, type Phone, phoneIn, type Rig, signed, until, type Visitor } from './rig.ts'
import { readRows } from './rows.ts'
import { take } from './stage.ts'

/** Meta is another process here, on another port, with secrets of its own: nothing in the server knows which. */
let meta: Awaited<ReturnType<typeof startSimulator>>
let rig: Rig
let owner: Visitor
let boss: Phone

before(async () => {
  meta = await startSimulator()
  rig = await openRig({ OUTBOUND_ALLOW: meta.hostPort })
  owner = rig.visitor()
  await signUp(owner, 'rina@nomor.example')
  boss = await phoneIn(meta.world, 0, 1)
})
after(async () => {
  await rig?.[Symbol.asyncDispose]()
  await meta?.[Symbol.asyncDispose]()
})

test('a new app secret: what is still signed with the former one is taken for a day', async () => {
  const { appId, appSecret } = meta.world
  const former = 'rahasia-sebelum-diganti'
  const form = { ...access(), appId: '', appSecret: former }
  const { channel } = await take(owner, 'POST', '/api/channel', form)
  const knock = async (secret: string) => {
    const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [] })
    return (await fetch(channel.webhookUrl, { method: 'POST', body, headers: signed(body, secret) })).status
  }
  assert.deepEqual([await knock(former), await knock(appSecret)], [200, 401])
  await take(owner, 'PATCH', '/api/channel/secrets', { appId, appSecret })
  assert.deepEqual([await knock(former), await knock(appSecret), await knock('lain')], [200, 200, 401])
  await take(owner, 'POST', '/api/channel/disconnect', { confirm: 'PUTUSKAN' })
})

test('numbers are read from Meta, chosen, let go of, and hear news at once', async (t) => {
  const { world } = meta

  await t.test('a wrong secret, a wrong token and a foreign account each name their field', async () => {
    const table: [object, string, string][] = [
      [{ appSecret: 'salah' }, 'app-secret-wrong', 'appSecret'],
      [{ token: 'EAAsalah' }, 'token-invalid', 'token'],
      [{ wabaId: '123' }, 'waba-unreachable', 'wabaId'],
    ]
    for (const [change, code, field] of table) {
      const { status, body } = await owner.call('POST', '/api/channel', { ...access(), ...change })
      assert.deepEqual([status, body.code, body.details.field], [422, code, field])
    }
    assert.equal((await take(owner, 'GET', '/api/channel')).channel, null)
  })

  await t.test(
    'step one keeps the access, step two waits for the handshake, none asks for a number',
    async () => {
      const first = await take(owner, 'POST', '/api/channel', access())
      assert.equal(first.channel.name, 'Warung Lain')
      assert.deepEqual(
        [first.channel.verifiedAt, first.channel.subscribedAt, first.numbers],
        [null, null, []],
      )
      const second = await take(owner, 'POST', '/api/channel/subscribe', {})
      assert.ok(second.verifiedAt > 0 && second.subscribedAt > 0)
      const synced = await take(owner, 'POST', '/api/numbers/sync', {})
      assert.ok(synced.numbers.every(({ used }: Loose) => !used))
      const real = synced.numbers.find(({ test }: Loose) => !test)
      await take(owner, 'POST', `/api/numbers/${real.id}/use`, { used: true })
    },
  )

  await t.test('another workspace is told that the account is taken', async () => {
    const other = rig.visitor()
    await signUp(other, 'lain@nomor.example')
    const { body } = await other.call('POST', '/api/channel', access())
    assert.equal(body.code, 'waba-taken')
  })

  await t.test('secrets are replaced while webhooks go on; a wrong one changes nothing', async () => {
    const no = await owner.call('PATCH', '/api/channel/secrets', { appSecret: 'salah' })
    assert.equal(no.body.code, 'app-secret-wrong')
    await readRows(
      rig.database,
      `insert into breaker (workspace_id, scope, key, code, reason)
       select workspace_id, 'waba', '', 0, '' from channel where connected`,
    )
    const { appSecretEnd } = await take(owner, 'PATCH', '/api/channel/secrets', { token: world.token })
    assert.equal(appSecretEnd, world.appSecret.slice(-4))
    const { channel } = await take(owner, 'GET', '/api/channel')
    assert.equal(channel.trouble, null, 'a token that Meta takes ends what the former one stopped')
  })

  await t.test('a number that nobody chose is listed, and is not used', async () => {
    const synced = await take(owner, 'POST', '/api/numbers/sync', {})
    assert.deepEqual(
      { ...synced, numbers: synced.numbers.length },
      { added: 0, changed: 0, gone: 0, numbers: 2 },
    )
    const [real, sandbox] = synced.numbers
    assert.deepEqual([real.used, real.test, sandbox.used, sandbox.test], [true, false, false, true])
    assert.equal(real.tier, 'TIER_2K')
    assert.equal(real.nameStatus, 'APPROVED')
    assert.equal(real.throughput, 'STANDARD')
    const { numbers } = await take(owner, 'GET', '/api/channel')
    assert.deepEqual(
      numbers.map(({ id }: Loose) => id),
      [real.id],
    )
  })

  await t.test('what customers write to it is not heard until it is chosen', async () => {
    const dewi = await phoneIn(world, 0, 0)
    await dewi.text('halo nomor uji')
    await until('the webhook was taken', async () => (await boss.control('GET', '')).webhook.waiting === 0)
    assert.equal((await take(owner, 'GET', '/api/chats')).items.length, 0)
    const sandbox = await numberNow(({ test }) => test)
    await take(owner, 'POST', `/api/numbers/${sandbox.id}/use`, { used: true })
    await dewi.text('halo lagi')
    await until('the chat is there', async () => (await take(owner, 'GET', '/api/chats')).items.length === 1)
  })

  await t.test('a number with a bot is unlinked first, then let go of', async () => {
    const sandbox = await numberNow(({ test }) => test)
    const bot = await take(owner, 'POST', '/api/bots', { name: 'Bot' })
    await take(owner, 'POST', `/api/numbers/${sandbox.id}/link`, { botId: bot.id, confirm: 'LINK' })
    const no = await owner.call('POST', `/api/numbers/${sandbox.id}/use`, { used: false })
    assert.equal(no.body.code, 'number-in-use')
    await take(owner, 'POST', `/api/numbers/${sandbox.id}/unlink`, { confirm: 'UNLINK' })
    await take(owner, 'POST', `/api/numbers/${sandbox.id}/use`, { used: false })
    const { numbers } = await take(owner, 'GET', '/api/channel')
    assert.ok(numbers.every(({ id }: Loose) => id !== sandbox.id))
    const [chat] = (await take(owner, 'GET', '/api/chats')).items
    const draft = { kind: 'text', text: 'masih di sini?' }
    const sent = await owner.call('POST', `/api/chats/${chat.id}/messages`, { draft })
    assert.equal(sent.body.code, 'number-not-connected', 'its chats stay, and nothing leaves over it')
  })

  await t.test('a declined name, an approved one and a new limit are seen without a sync', async () => {
    const real = world.numbers[1]?.id
    await boss.control('PATCH', `/numbers/${real}`, {
      nameStatus: 'DECLINED',
      nameReason: 'NAME_FORMAT_UNACCEPTABLE',
    })
    const declined = await untilNumber(
      ({ graphId, nameStatus }) => graphId === real && nameStatus === 'DECLINED',
    )
    assert.equal(declined.nameReason, 'NAME_FORMAT_UNACCEPTABLE')
    await boss.control('PATCH', `/numbers/${real}`, { nameStatus: 'APPROVED' })
    const approved = await untilNumber(
      ({ graphId, nameStatus }) => graphId === real && nameStatus === 'APPROVED',
    )
    assert.equal(approved.nameReason, null)
    await boss.control('PATCH', '', { portfolioLimit: 10_000 })
    await untilNumber(({ graphId, tier }) => graphId === real && tier === 'TIER_10K')
  })
})

function signUp(visitor: Visitor, email: string): Promise<Loose> {
  const person = { name: 'Rina', email, password: 'kopi-tubruk-tanpa-ampas-71', business: 'Kopi Senja' }
  return take(visitor, 'POST', '/api/sign-up', person)
}

/** What a person copies from Meta's dashboard. */
function access() {
  const { graphUrl, wabaId, token, appId, appSecret } = meta.world
  return { graphUrl, wabaId, token, appId, appSecret, verifyToken: 'token-verifikasi-kopi' }
}

test('a number of one’s own: added, verified by code, registered with a PIN, and given a profile', async () => {
  const wish = { country: '62', phone: '0812-3456-7890', name: 'Kopi Senja Bandung' }
  const added = await take(owner, 'POST', '/api/numbers', wish)
  assert.deepEqual(
    [added.state, added.verification, added.nameStatus, added.used],
    ['PENDING', 'NOT_VERIFIED', 'PENDING_REVIEW', true],
  )
  assert.match(added.display, /^\+62 812/)
  const path = `/api/numbers/${added.id}`
  const early = await owner.call('POST', `${path}/register`, { pin: '246810' })
  assert.equal(early.body.code, 'graph-refused', 'not before it is verified')
  await take(owner, 'POST', `${path}/code`, { by: 'SMS', language: 'id' })
  const { numbers } = await boss.control('GET', '')
  const { code } = numbers.find(({ id }: Loose) => id === added.graphId)
  const other = code === '000000' ? '000001' : '000000'
  assert.equal((await owner.call('POST', `${path}/verify`, { code: other })).body.code, 'code-wrong')
  const verified = await take(owner, 'POST', `${path}/verify`, {
    code: `${code.slice(0, 3)}-${code.slice(3)}`,
  })
  assert.equal(verified.verification, 'VERIFIED')
  const registered = await take(owner, 'POST', `${path}/register`, { pin: '246810' })
  assert.deepEqual([registered.state, registered.pinSet], ['CONNECTED', true])
  assert.equal((await owner.call('POST', `${path}/register`, { pin: '111111' })).body.code, 'pin-wrong')
  await take(owner, 'POST', `${path}/register`, {})
  await take(owner, 'POST', `${path}/pin`, { pin: '135790' })
  const [kept] = await readRows<Loose>(rig.database, 'select pin from phone_number where pin is not null')
  assert.ok(!kept.pin.includes('135790'), 'the PIN is sealed at rest')
  await take(owner, 'POST', `${path}/register`, {})
  const profile = {
    ...{ about: 'Kopi segar', address: 'Bandung', description: 'Kedai kopi', email: 'halo@kopisenja.id' },
    ...{ websites: ['https://kopisenja.id'], vertical: 'RESTAURANT' },
  }
  assert.deepEqual(await take(owner, 'PUT', `${path}/profile`, profile), profile)
  assert.deepEqual(await take(owner, 'GET', `${path}/profile`), profile)
})

async function numberNow(fits: (number: Loose) => boolean): Promise<Loose> {
  return (await take(owner, 'GET', '/api/numbers')).find(fits)
}

function untilNumber(fits: (number: Loose) => boolean): Promise<Loose> {
  return until('the number says so', () => numberNow(fits))
}
