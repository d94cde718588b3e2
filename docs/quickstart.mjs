// From nothing to a bot that answers, over plain HTTP. docs/quickstart.md explains it. Needs only Node 20 or later.
import { createHmac, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

const { WETALK_URL = 'http://127.0.0.1:4000', CUSTOMER = '6281288412093', ...env } = process.env
let cookie = ''

async function call(method, path, body) {
  const headers = { cookie, ...(body ? { 'content-type': 'application/json' } : {}) }
  const answer = await fetch(`${WETALK_URL}${path}`, { method, headers, body: body && JSON.stringify(body) })
  const given = answer.headers.getSetCookie().map((line) => line.split(';')[0])
  if (given.length > 0) cookie = given.join('; ')
  const said = await answer.json()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${said.code}: ${said.detail}`)
  return said
}

const account = { name: 'Rina', email: `${randomUUID()}@example.com`, password: randomUUID() }
await call('POST', '/api/sign-up', { ...account, business: 'Kedai Rina' })
const { channel, numbers } = await call('POST', '/api/channel', {
  graphUrl: env.GRAPH_URL,
  wabaId: env.WABA_ID,
  phoneNumberId: env.PHONE_NUMBER_ID,
  token: env.GRAPH_TOKEN,
  appSecret: env.APP_SECRET,
  verifyToken: randomUUID(),
})
const nodes = {
  start: { kind: 'start', welcome: true, keywords: ['harga'], next: { next: 'price' } },
  price: { kind: 'message', text: 'Halo {{ first_name }}, kopi susu Rp22.000.' },
}
const file = { wetalk: 'flow', format: 1, name: 'Harga', definition: { format: 1, start: 'start', nodes } }
const { flow } = await call('POST', '/api/flows/import', { file })
await call('POST', `/api/flows/${flow.id}/publish`, {})
await call('POST', `/api/numbers/${numbers[0].id}/link`, { botId: flow.botId, confirm: 'LINK' })

// What Meta posts when a customer writes, signed with the app secret over the exact bytes.
const message = { from: CUSTOMER, id: `wamid.${randomUUID()}`, timestamp: `${Math.floor(Date.now() / 1000)}` }
const value = {
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: numbers[0].display, phone_number_id: numbers[0].graphId },
  contacts: [{ wa_id: CUSTOMER, profile: { name: 'Dewi Lestari' } }],
  messages: [{ ...message, type: 'text', text: { body: 'harga' } }],
}
const entry = [{ id: channel.wabaId, changes: [{ field: 'messages', value }] }]
const body = JSON.stringify({ object: 'whatsapp_business_account', entry })
const signature = `sha256=${createHmac('sha256', env.APP_SECRET).update(body).digest('hex')}`
const headers = { 'x-hub-signature-256': signature }
const posted = await fetch(channel.webhookUrl, { method: 'POST', headers, body })
if (posted.status !== 200) throw new Error(`the webhook was answered ${posted.status}`)

for (let tries = 0, state = ''; !['sent', 'delivered', 'read'].includes(state); tries++) {
  if (tries > 100 || state === 'failed') throw new Error('no answer went out')
  await sleep(100)
  const [chat] = (await call('GET', '/api/chats')).items
  if (!chat?.last.out) continue
  const [answer] = (await call('GET', `/api/chats/${chat.id}/messages`)).items
  state = answer.state
  console.log(state, answer.draft.text, answer.fault?.code ?? '')
}
