import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Loose, signed, until } from './rig.ts'
import { messageFrom, openStage, type Shop, type Stage, take } from './stage.ts'
import { stillAfter } from './team.ts'

/** Reports, answers and people in an order that nobody wished for. */
let stage: Stage
let shop: Shop
const SARI = '6281100000701'
const BUDI = '6281100000702'
/** Longer than a batch at the desk and a look of the sweeper take. */
const A_WHILE_MS = 1500

before(async () => {
  stage = await openStage()
  shop = await stage.shop('Laporan')
})
after(() => stage[Symbol.asyncDispose]())

test('a report of failure that comes before the answer of the call is the last word', async () => {
  const { chat, message, key } = await heldReply(SARI, 'pesan yang gagal')
  await hook({ statuses: [failed('wamid.early', key)] })
  await until('the failure shows', async () => (await stateOf(chat, message))?.state === 'failed')
  stage.graph.letGo('pesan yang gagal')
  await stillAfter(A_WHILE_MS, async () => {
    const now = await stateOf(chat, message)
    assert.equal(now?.state, 'failed')
    assert.equal(now?.fault.code, 131026)
  })
  assert.deepEqual(await stage.rows('select 1 from outbox where message_id = $1', [message]), [])
})

test('a message sent anew by two hands at once goes out once more, not twice', async () => {
  const { chat, message, key } = await heldReply(SARI, 'pesan untuk diulang')
  await hook({ statuses: [failed('wamid.twice', key)] })
  stage.graph.letGo('pesan untuk diulang')
  await until('it failed', async () => (await stateOf(chat, message))?.state === 'failed')
  const path = `/api/messages/${message}/resolve`
  const [one, two] = await Promise.all([
    take(shop.owner, 'POST', path, { as: 'again' }),
    take(shop.owner, 'POST', path, { as: 'again' }),
  ])
  assert.equal(one.id, two.id)
  await until('it went out again', async () => timesSent('pesan untuk diulang') === 2)
  await stillAfter(A_WHILE_MS, async () => assert.equal(timesSent('pesan untuk diulang'), 2))
  const sent = await shop.owner.call('POST', path, { as: 'sent' })
  assert.equal(sent.status, 409, 'what failed for sure was not sent')
})

test('a name that belongs to somebody else stops neither its sender nor anybody behind them', async () => {
  await shop.hear(SARI, 'halo')
  await shop.hear(BUDI, 'halo')
  const chat = await shop.chatOf(BUDI)
  await stage.rows(
    `insert into contact_identity (workspace_id, identity, contact_id)
     select workspace_id, 'bs:ID.777', id from contact where workspace_id = $1 and phone = $2`,
    [shop.workspaceId, BUDI],
  )
  const both = messageFrom(shop, SARI, { text: 'dengan dua nama', wamid: 'wamid.two.names', profile: 'Sari' })
  both.entry[0].changes[0].value.messages[0].from_user_id = 'ID.777'
  await send(both)
  await hook({
    contacts: [{ profile: { name: 'Baru' }, wa_id: '6281100000703' }],
    messages: [
      {
        from: '6281100000703',
        id: 'wamid.moved',
        timestamp: String(Math.floor(Date.now() / 1000)),
        type: 'system',
        system: { type: 'user_changed_number', body: 'moved', wa_id: BUDI },
      },
    ],
  })
  await shop.hear(BUDI, 'saya masih Budi')
  await until('nobody waits', async () => (await stage.rows('select 1 from inbox limit 1')).length === 0)
  assert.deepEqual(await stage.rows('select reason from quarantine'), [])
  assert.equal((await shop.chatOf(BUDI)).id, chat.id)
})

/** An agent's reply whose call has begun and is not answered yet; `key` is what reports call it by. */
async function heldReply(
  contact: string,
  text: string,
): Promise<{ chat: string; message: string; key: string }> {
  const held = stage.graph.hold(text)
  await shop.hear(contact, 'halo')
  const chat = await shop.chatOf(contact)
  const message = await take(shop.owner, 'POST', `/api/chats/${chat.id}/messages`, {
    draft: { kind: 'text', text },
  })
  const { biz_opaque_callback_data: key } = await held.taken
  return { chat: chat.id, message: message.id, key }
}

async function stateOf(chatId: string, id: string): Promise<Loose | undefined> {
  const { items } = await take(shop.owner, 'GET', `/api/chats/${chatId}/messages?limit=100`)
  return items.find((message: Loose) => message.id === id)
}

function timesSent(text: string): number {
  return stage.graph.sent.filter((message) => JSON.stringify(message).includes(text)).length
}

function failed(id: string, key: string): Loose {
  return {
    id,
    status: 'failed',
    timestamp: String(Math.floor(Date.now() / 1000)),
    recipient_id: SARI,
    biz_opaque_callback_data: key,
    errors: [{ code: 131026, title: 'Message undeliverable' }],
  }
}

async function hook(value: Loose): Promise<void> {
  const metadata = { display_phone_number: '628990000001', phone_number_id: shop.graphId }
  const change = { field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } }
  await send({ object: 'whatsapp_business_account', entry: [{ id: shop.wabaId, changes: [change] }] })
}

async function send(payload: Loose): Promise<void> {
  const body = JSON.stringify(payload)
  const headers = signed(body, shop.appSecret)
  const answer = await fetch(new URL(shop.hookPath, stage.rig.url), { method: 'POST', headers, body })
  assert.equal(answer.status, 200)
}
