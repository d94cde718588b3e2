import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '#server/base/id.ts'
import { type Loose, signed, until, type Visitor } from './rig.ts'
import { messageFrom, openStage, type Shop, type Stage, take } from './stage.ts'
import { chatNow, messagesOf } from './team.ts'

const CONTACT = '6281100000001'
/** In this time a message that comes back at once has come back several times. */
const LOOPED_MS = 700
let stage: Stage

before(async () => {
  stage = await openStage()
})
after(() => stage[Symbol.asyncDispose]())

test('the same number connected again is the same number: its chat and its hand-over go on', async () => {
  const shop = await stage.shop('Toko Sambung')
  await shop.hear(CONTACT, 'halo')
  const chat = await shop.chatOf(CONTACT)
  await take(shop.owner, 'POST', `/api/chats/${chat.id}/bot`, { paused: true })
  await disconnect(shop.owner)
  const kept = await stage.rows(
    "select 1 from channel where workspace_id = $1 and not connected and (token <> '' or app_secret <> '')",
    [shop.workspaceId],
  )
  assert.deepEqual(kept, [], 'the secrets of a channel that is gone are gone too')
  const { channel, numbers } = await take(shop.owner, 'POST', '/api/channel', formOf(shop))
  assert.deepEqual(
    numbers.map(({ id }: Loose) => id),
    [shop.numberId],
  )
  const body = await hearOver(shop, channel.webhookUrl)
  assert.equal(body.status, 200)
  await until('the word is in the chat that was there', async () =>
    (await messagesOf(shop.owner, chat.id)).some(({ content }) => content?.text === 'saya lagi'),
  )
  assert.equal((await take(shop.owner, 'GET', '/api/chats')).items.length, 1)
  assert.equal((await chatNow(shop.owner, chat.id)).turn, 'human')
})

test('of a number that stood in two earlier channels the newest row is taken', async () => {
  const shop = await stage.shop('Toko Dua Kali')
  await disconnect(shop.owner)
  const [copy] = await stage.rows<{ id: string }>(
    `with old as (
       insert into channel (workspace_id, id, name, hook, graph_url, graph_version, waba_id, app_id, token, app_secret,
                            verify_token, token_end, app_secret_end, connected)
       select workspace_id, gen_random_uuid(), name, 'x', graph_url, graph_version, waba_id, app_id, token, app_secret,
              verify_token, token_end, app_secret_end, false
       from channel where workspace_id = $1 limit 1 returning workspace_id, id)
     insert into phone_number (workspace_id, id, channel_id, graph_id, display, name, state)
     select workspace_id, 'ffffffff-ffff-7fff-bfff-ffffffffffff', id, $2, '', '', '' from old returning id`,
    [shop.workspaceId, shop.graphId],
  )
  const { numbers } = await take(shop.owner, 'POST', '/api/channel', formOf(shop))
  assert.deepEqual(
    numbers.map(({ id }: Loose) => id),
    [copy?.id],
  )
})

test('what waits to go out when the channel is disconnected has failed, and says so', async () => {
  const shop = await stage.shop('Toko Putus')
  const { chat, message } = await standStill(shop)
  await disconnect(shop.owner)
  const failed = await messageNow(shop, chat.id, message.id)
  assert.equal(failed.state, 'failed')
  assert.match(failed.fault.title, /channel was disconnected/)
  assert.deepEqual(await stage.rows('select 1 from outbox where workspace_id = $1', [shop.workspaceId]), [])
  const [event] = await stage.rows(
    `select 1 from event where workspace_id = $1 and kind = 'message.changed' and ids::jsonb ? $2 order by seq desc`,
    [shop.workspaceId, message.id],
  )
  assert.ok(event)
})

test('after a trouble an admin tries again: what waited goes out, and an unmended cause stops it again', async () => {
  const shop = await stage.shop('Toko Pulih')
  const { chat, message } = await standStill(shop)
  assert.equal((await messageNow(shop, chat.id, message.id)).state, 'queued')
  const [before] = await revisionOf(shop)
  await take(shop.owner, 'POST', '/api/channel/resume', {})
  const [after] = await revisionOf(shop)
  assert.ok(after.revision > before.revision, 'workers read anew')
  await until('the token is refused again', async () => {
    const [breaker] = await stage.rows('select 1 from breaker where workspace_id = $1', [shop.workspaceId])
    return breaker
  })
  stage.graph.forgive(shop.token)
  await take(shop.owner, 'POST', '/api/channel/resume', {})
  await until('the message went out', async () => {
    return (await messageNow(shop, chat.id, message.id)).state === 'accepted'
  })
  assert.equal((await take(shop.owner, 'GET', '/api/channel')).channel.trouble, null)
})

test('a trouble that stops everything takes the place of one that stops a part: Meta is not asked again and again', async () => {
  const shop = await stage.shop('Toko Dua Masalah')
  await stage.rows(
    "insert into breaker (workspace_id, scope, key, code, reason) values ($1, 'waba', '', 131042, 'no payment method')",
    [shop.workspaceId],
  )
  await standStill(shop)
  const asked = () => stage.graph.calls.filter((call) => call.endsWith(`/${shop.graphId}/messages`)).length
  const before = asked()
  await sleep(300)
  assert.equal(asked(), before)
})

test('what stops one number stops that one alone, until an admin tries again', async () => {
  const shop = await stage.shop('Toko Dua Nomor')
  const [second] = await stage.rows<{ id: string }>(
    `insert into phone_number (workspace_id, id, channel_id, graph_id, display, name, state)
     select workspace_id, $2, channel_id, $3, display, 'Cabang', state from phone_number where workspace_id = $1 and id = $4 returning id`,
    [shop.workspaceId, newId(), `${shop.graphId}2`, shop.numberId],
  )
  const talk = async (numberId: string) => {
    const [row] = await stage.rows<{ id: string }>(
      `insert into chat (workspace_id, id, contact_id, phone_number_id, last_at, last_inbound_at)
       select workspace_id, $2, contact_id, $3, now(), now() from chat where workspace_id = $1 limit 1 returning id`,
      [shop.workspaceId, newId(), numberId],
    )
    return row?.id ?? ''
  }
  await shop.hear(CONTACT, 'halo')
  const [first, other] = [(await shop.chatOf(CONTACT)).id, await talk(second?.id ?? '')]
  await take(shop.owner, 'POST', '/api/channel/resume', {}) // the post reads its numbers anew
  const write = (chatId: string, text: string) =>
    take(shop.owner, 'POST', `/api/chats/${chatId}/messages`, { draft: { kind: 'text', text } })
  const becomes = (chatId: string, { id }: Loose, state: string) =>
    until(`it is ${state}`, async () => (await messageNow(shop, chatId, id)).state === state)

  stage.graph.say(`/${shop.graphId}/messages`, refusalWith(133016))
  const stopped = await write(first, 'ditahan dulu')
  const opened = await until('the breaker is open', async () => {
    const rows = await stage.rows('select scope, key, code from breaker where workspace_id = $1', [
      shop.workspaceId,
    ])
    return rows.length > 0 && rows
  })
  assert.deepEqual(opened, [{ scope: 'number', key: shop.numberId, code: 133016 }])
  await becomes(other, await write(other, 'cabang tetap buka'), 'accepted')
  const askedOver = (graphId: string) =>
    stage.graph.calls.filter((call) => call.startsWith('POST ') && call.endsWith(`/${graphId}/messages`))
      .length
  const before = askedOver(shop.graphId)
  const draft = { kind: 'text', text: 'menyusul' }
  const behind = await shop.owner.call('POST', `/api/chats/${first}/messages`, { draft })
  assert.equal(behind.body.code, 'sending-paused')
  await becomes(other, await write(other, 'masih buka'), 'accepted')
  assert.equal(askedOver(shop.graphId), before, 'over the number that stands still Meta is not asked')
  assert.equal((await messageNow(shop, first, stopped.id)).state, 'queued')

  stage.graph.say(`/${shop.graphId}/messages`, null)
  await take(shop.owner, 'POST', '/api/channel/resume', {})
  await becomes(first, stopped, 'accepted')
})

test('a reply that meets a trouble of broadcasts or templates alone does not ask Meta again and again', async () => {
  for (const code of [131048, 131042]) {
    const shop = await stage.shop('Toko Setengah')
    await shop.hear(CONTACT, 'halo')
    const chat = await shop.chatOf(CONTACT)
    const draft = { kind: 'text', text: `dibalas ${code}` }
    stage.graph.say(`/${shop.graphId}/messages`, refusalWith(code))
    const { id } = await take(shop.owner, 'POST', `/api/chats/${chat.id}/messages`, { draft })
    const told = await until('the refusal is told', async () => {
      const message = await messageNow(shop, chat.id, id)
      return message.fault?.code === code && message
    })
    assert.equal(told.state, 'queued')
    const asked = () => stage.graph.calls.filter((call) => call.endsWith(`/${shop.graphId}/messages`)).length
    const before = asked()
    await sleep(LOOPED_MS)
    assert.ok(asked() - before <= 1, `${code}: asked ${asked() - before} times within ${LOOPED_MS} ms`)
    const [row] = await stage.rows<{ seconds: number; paced: number }>(
      'select extract(epoch from due_at - now())::int as seconds, paced from outbox where workspace_id = $1 and message_id = $2',
      [shop.workspaceId, id],
    )
    assert.ok(row && row.seconds > 20 && row.paced > 0, JSON.stringify(row))
    stage.graph.say(`/${shop.graphId}/messages`, null)
    await take(shop.owner, 'POST', '/api/channel/resume', {})
    await until('it went out', async () => (await messageNow(shop, chat.id, id)).state === 'accepted')
  }
})

test('what Meta said of the account long ago is not believed for ever: an admin tries again', async () => {
  const shop = await stage.shop('Toko Pulih Akun')
  await shop.hear(CONTACT, 'halo')
  const chat = await shop.chatOf(CONTACT)
  const account = { disabled: true, restrictions: [], violation: null, review: null }
  await stage.rows('update channel set account = $2 where workspace_id = $1 and connected', [
    shop.workspaceId,
    account,
  ])
  const send = () =>
    shop.owner.call('POST', `/api/chats/${chat.id}/messages`, {
      draft: { kind: 'text', text: 'masih di sini' },
    })
  assert.equal((await send()).body.code, 'account-disabled')
  const { links } = await take(shop.owner, 'POST', '/api/channel/doctor', {})
  assert.equal(links.find(({ kind }: Loose) => kind === 'account').act, 'resume')
  await take(shop.owner, 'POST', '/api/channel/resume', {})
  assert.equal((await send()).status, 200)
})

test('where no channel is there is nothing to try again', async () => {
  const shop = await stage.shop('Toko Kosong')
  await disconnect(shop.owner)
  const { status, body } = await shop.owner.call('POST', '/api/channel/resume', {})
  assert.equal(status, 422)
  assert.equal(body.code, 'channel-missing')
})

test('an account whose webhooks Meta will not subscribe is not connected, and may be tried again', async () => {
  const shop = await stage.shop('Toko Tanpa Kabar')
  await disconnect(shop.owner)
  const token = 'EAAtokentanpakabar'
  stage.graph.refuse(token, 'subscribed_apps')
  const { status, body } = await shop.owner.call('POST', '/api/channel', formOf(shop, token))
  assert.equal(status, 422)
  assert.equal(body.code, 'graph-refused')
  assert.match(body.detail, /Invalid OAuth access token/)
  assert.equal((await take(shop.owner, 'GET', '/api/channel')).channel, null)
  stage.graph.forgive(token)
  const { numbers } = await take(shop.owner, 'POST', '/api/channel', formOf(shop, token))
  assert.equal(numbers[0].id, shop.numberId)
})

test('of two who connect in the same moment one is told that a channel is there', async () => {
  const shop = await stage.shop('Toko Serentak')
  await disconnect(shop.owner)
  const connect = () => shop.owner.call('POST', '/api/channel', formOf(shop))
  const answers = await Promise.all([connect(), connect()])
  const [done, late] = answers.toSorted((a, b) => a.status - b.status)
  assert.equal(done?.status, 200)
  assert.equal(late?.status, 409)
  assert.equal(late?.body.code, 'channel-exists')
})

test('of two workspaces that connect one account in the same moment one is told that it is taken', async () => {
  const [shop, other] = [await stage.shop('Toko Kiri'), await stage.shop('Toko Kanan')]
  await disconnect(shop.owner)
  await disconnect(other.owner)
  const connect = ({ owner }: Shop) => owner.call('POST', '/api/channel', formOf(shop))
  const answers = await Promise.all([connect(shop), connect(other)])
  const [done, late] = answers.toSorted((a, b) => a.status - b.status)
  assert.equal(done?.status, 200)
  assert.equal(late?.status, 409)
  assert.equal(late?.body.code, 'waba-taken')
})

test('of two who link a bot to one number in the same moment one is told that it has a bot', async () => {
  const shop = await stage.shop('Toko Rebutan')
  const bots = [
    await take(shop.owner, 'POST', '/api/bots', { name: 'Pagi' }),
    await take(shop.owner, 'POST', '/api/bots', { name: 'Sore' }),
  ]
  const path = `/api/numbers/${shop.numberId}`
  for (let round = 0; round < 5; round++) {
    await take(shop.owner, 'POST', `${path}/unlink`, { confirm: 'UNLINK' })
    const link = ({ id }: Loose) => shop.owner.call('POST', `${path}/link`, { botId: id, confirm: 'LINK' })
    const answers = await Promise.all(bots.map(link))
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409])
  }
})

test('whoever cannot open an account is not told that somebody here has it', async () => {
  const [there, here] = [await stage.shop('Toko Punya'), await stage.shop('Toko Intip')]
  await disconnect(here.owner)
  const wrong = { ...formOf(here, 'EAAtokenmati'), wabaId: there.wabaId }
  stage.graph.refuse('EAAtokenmati')
  const { body } = await here.owner.call('POST', '/api/channel', wrong)
  assert.equal(body.code, 'graph-refused')
})

test('an account is the same account however its address is spelled', async () => {
  const [shop, other] = [await stage.shop('Toko Ejaan'), await stage.shop('Toko Ejaan Lain')]
  await disconnect(other.owner)
  const spelled = { ...formOf(shop), graphUrl: `${stage.graph.url.replace('http', 'HTTP')}//` }
  const { body } = await other.owner.call('POST', '/api/channel', spelled)
  assert.equal(body.code, 'waba-taken')
})

test('an address that is none of the web is told to the owner as a wrong entry, in the words of the form', async () => {
  const shop = await stage.shop('Toko Alamat')
  await disconnect(shop.owner)
  for (const url of [
    'javascript:alert(1)',
    'file:///etc/passwd',
    'unix:///run/x.sock',
    'ftp://graph.example',
  ]) {
    const plain = await shop.owner.call('POST', '/api/channel', { ...formOf(shop), graphUrl: url })
    assert.deepEqual([plain.status, plain.body.details?.field], [422, 'graphUrl'], url)
    const partner = await shop.owner.call('POST', '/api/channel/360dialog', {
      apiKey: 'kunci-360-dialog',
      url,
    })
    assert.deepEqual([partner.status, partner.body.details?.field], [422, 'url'], url)
  }
})

test('what a bot said and still waits for its moment is not said once the bot is unlinked', async () => {
  const shop = await stage.shop('Toko Diam')
  await shop.hear(CONTACT, 'halo')
  const chat = await shop.chatOf(CONTACT)
  const id = await waiting(shop, chat.id, 'bot')
  const word = await waiting(shop, chat.id, 'agent')
  await take(shop.owner, 'POST', `/api/numbers/${shop.numberId}/unlink`, { confirm: 'UNLINK' })
  await stage.rows("update outbox set due_at = now() where workspace_id = $1 and state = 'waiting'", [
    shop.workspaceId,
  ])
  const silent = await until('the gate was asked again', async () => {
    const message = await messageNow(shop, chat.id, id)
    return message.state !== 'queued' && message
  })
  assert.deepEqual([silent.state, silent.verdict.refusal], ['refused', 'bot-not-linked'])
  await until(
    'what a person said goes out',
    async () => (await messageNow(shop, chat.id, word)).state === 'accepted',
  )
})

/** Meta's "no" to a call, with this code. */
function refusalWith(code: number) {
  return { status: 400, body: { error: { message: 'no', type: 'OAuthException', code } } }
}

function formOf({ graphId, wabaId, appSecret, verifyToken }: Shop, token = 'EAAtokenbaru') {
  return { graphUrl: stage.graph.url, wabaId, phoneNumberId: graphId, token, appSecret, verifyToken }
}

function disconnect(owner: Visitor) {
  return take(owner, 'POST', '/api/channel/disconnect', { confirm: 'PUTUSKAN' })
}

async function hearOver({ wabaId, graphId, appSecret }: Shop, url: string): Promise<Response> {
  const said = { text: 'saya lagi', wamid: `wamid.again.${wabaId}`, profile: 'Pelanggan' }
  const body = JSON.stringify(messageFrom({ wabaId, graphId }, CONTACT, said))
  return await fetch(url, { method: 'POST', headers: signed(body, appSecret), body })
}

/** Meta refuses the token: a message of the agent waits, the channel is in trouble. */
async function standStill(shop: Shop): Promise<{ chat: Loose; message: Loose }> {
  await shop.hear(CONTACT, 'halo')
  const chat = await shop.chatOf(CONTACT)
  await until(
    'nothing is on its way',
    async () =>
      (await stage.rows('select 1 from outbox where workspace_id = $1', [shop.workspaceId])).length === 0 &&
      (await messagesOf(shop.owner, chat.id)).some(({ kind }) => kind === 'out'),
  )
  stage.graph.refuse(shop.token)
  const draft = { kind: 'text', text: 'sebentar ya' }
  const message = await take(shop.owner, 'POST', `/api/chats/${chat.id}/messages`, { draft })
  await until('sending stands still', async () => {
    const { channel } = await take(shop.owner, 'GET', '/api/channel')
    return channel.trouble?.code === 190
  })
  return { chat, message }
}

function revisionOf({ workspaceId }: Shop): Promise<Loose[]> {
  return stage.rows('select settings_revision::int as revision from workspace where workspace_id = $1', [
    workspaceId,
  ])
}

async function messageNow(shop: Shop, chatId: string, id: string): Promise<Loose> {
  return (await messagesOf(shop.owner, chatId)).find((one) => one.id === id)
}

/** A message in the chat that waits for tomorrow. */
async function waiting(
  { workspaceId, numberId }: Shop,
  chatId: string,
  speaker: 'bot' | 'agent',
): Promise<string> {
  const body = { kind: 'text', text: 'nanti' }
  const [row] = await stage.rows<{ id: string }>(
    `with said as (
       insert into message (workspace_id, id, chat_id, at, kind, speaker, body, state, rung)
       values ($1, $7, $2, now(), 'out', $3, $4, 'queued', 0) returning id)
     insert into outbox (workspace_id, message_id, chat_id, phone_number_id, lane, recipient, template, patience, state, due_at)
     select $1, id, $2, $5, 0, $6, false, 15, 'waiting', now() + interval '1 day' from said returning message_id as id`,
    [workspaceId, chatId, speaker, body, numberId, { waId: CONTACT }, newId()],
  )
  return row?.id ?? ''
}
