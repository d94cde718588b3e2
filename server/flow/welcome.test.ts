import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { HOUR, type Millis } from '#core/base/time.ts'
import { type Loose, signed, until } from '../../test/rig.ts'
import { messageFrom, openStage, type Shop, type Stage, take } from '../../test/stage.ts'
import { chatNow, flowFile, messagesOf } from '../../test/team.ts'

const WELCOME = 'Selamat datang di toko kami.'
const DEFAULT = 'Maaf, kami belum paham.'
const THUMB = { type: 'reaction', reaction: { message_id: 'wamid.of.a.broadcast', emoji: '👍' } }

let stage: Stage
let shop: Shop
before(async () => {
  stage = await openStage()
  shop = await stage.shop('Toko Salam')
  const bot = await take(shop.owner, 'POST', '/api/bots', { name: 'Salam' })
  for (const file of [
    flowFile('Salam', { welcome: true }, { hello: { kind: 'message', text: WELCOME } }),
    flowFile('Bawaan', { fallback: true }, { sorry: { kind: 'message', text: DEFAULT } }),
  ]) {
    const { flow } = await take(shop.owner, 'POST', '/api/flows/import', { file, botId: bot.id })
    await take(shop.owner, 'POST', `/api/flows/${flow.id}/publish`, {})
  }
  await take(shop.owner, 'POST', `/api/numbers/${shop.numberId}/unlink`, { confirm: 'UNLINK' })
  await take(shop.owner, 'POST', `/api/numbers/${shop.numberId}/link`, { botId: bot.id, confirm: 'LINK' })
})
after(() => stage[Symbol.asyncDispose]())

test('a thumb under a broadcast is no first message: the words that follow are welcomed, once', async () => {
  const customer = '6281311110001'
  await write(customer, THUMB)
  const { id } = await shop.chatOf(customer)
  assert.ok((await chatNow(shop.owner, id)).windowEndsAt, 'a thumb opens the window all the same')
  await write(customer, THUMB)
  await answered(customer, 'halo', [WELCOME])
  await write(customer, THUMB)
  await answered(customer, 'apa kabar', [WELCOME, DEFAULT])
})

test('words that came hours late are left to people, and the next ones are welcomed, once', async () => {
  const customer = '6281311110002'
  await write(customer, textOf('ada orang?'), 2 * HOUR)
  const { id } = await shop.chatOf(customer)
  await until('they are in the inbox', async () => (await messagesOf(shop.owner, id)).length === 1)
  await answered(customer, 'halo?', [WELCOME])
  await answered(customer, 'terima kasih', [WELCOME, DEFAULT])
})

test('a thumb, late words and a greeting in one webhook bring one welcome', async () => {
  const customer = '6281311110003'
  const late = { ...bodyOf(customer, textOf('tadi pagi'), 2 * HOUR) }
  const [all] = late.entry[0].changes
  for (const said of [THUMB, textOf('halo'), textOf('permisi')])
    all.value.messages.push(...bodyOf(customer, said).entry[0].changes[0].value.messages)
  await post(late)
  await spoke(customer, [WELCOME, DEFAULT])
})

test('whoever wrote first while people had the chat, or before this was kept, is known and not welcomed', async () => {
  const customer = '6281311110004'
  await write(customer, THUMB)
  const { id } = await shop.chatOf(customer)
  await take(shop.owner, 'POST', `/api/chats/${id}/bot`, { paused: true })
  await write(customer, textOf('masih buka?'))
  await until('people have it', async () =>
    (await messagesOf(shop.owner, id)).some(({ kind }) => kind === 'in'),
  )
  await take(shop.owner, 'POST', `/api/chats/${id}/bot`, { paused: false })
  await answered(customer, 'halo', [DEFAULT])
  const former = '6281311110005'
  await stage.rows(
    `with c as (insert into contact (workspace_id, id, name, profile_name, phone, search_name)
       values ($1, gen_random_uuid(), '', '', $2, '') returning workspace_id, id),
     i as (insert into contact_identity (workspace_id, identity, contact_id) select workspace_id, 'wa:' || $2, id from c)
     insert into chat (workspace_id, id, contact_id, phone_number_id, last_at, last_inbound_at)
     select workspace_id, gen_random_uuid(), id, $3, now(), now() from c`,
    [shop.workspaceId, former, shop.numberId],
  )
  await answered(former, 'halo', [DEFAULT])
})

async function answered(customer: string, text: string, said: readonly string[]): Promise<void> {
  await write(customer, textOf(text))
  await spoke(customer, said)
}

/** All that the bot said to a customer, in order. */
async function spoke(customer: string, said: readonly string[]): Promise<void> {
  const soFar = () =>
    stage.graph.sent.filter(({ to }) => String(to).endsWith(customer)).map(({ text }) => text?.body)
  await until(`${said.length} answers`, async () => soFar().length >= said.length)
  assert.deepEqual(soFar(), said)
}

function textOf(body: string): Loose {
  return { type: 'text', text: { body } }
}

async function write(customer: string, said: Loose, late: Millis = 0): Promise<void> {
  await post(bodyOf(customer, said, late))
}

async function post(form: Loose): Promise<void> {
  const body = JSON.stringify(form)
  const address = `${stage.rig.url}${shop.hookPath}`
  const headers = signed(body, shop.appSecret)
  assert.equal((await fetch(address, { method: 'POST', headers, body })).status, 200)
}

/** A webhook with one message that was written so long ago. */
function bodyOf(customer: string, said: Loose, late: Millis = 0): Loose {
  const wamid = `wamid.in.${randomBytes(8).toString('hex')}`
  const form = messageFrom(shop, customer, { text: '', wamid, profile: 'Sari' })
  const [change] = form.entry[0].changes
  const { from, id } = change.value.messages[0]
  const timestamp = String(Math.floor((Date.now() - late) / 1000))
  change.value.messages = [{ from, id, timestamp, ...said }]
  return form
}
