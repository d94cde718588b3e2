import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { CreatedWorld } from '#core/whatsapp/sim-api.ts'
import { startSimulator } from './program.ts'
import { type Loose, openRig, type Phone, phoneIn, type Rig, until, type Visitor } from './rig.ts'
import { take } from './stage.ts'
import { flowFile, publishFlow } from './team.ts'

let meta: Awaited<ReturnType<typeof startSimulator>>
let rig: Rig
let first: Visitor
let second: Visitor
let dewi: Phone

before(async () => {
  meta = await startSimulator()
  rig = await openRig({ OUTBOUND_ALLOW: meta.hostPort })
  first = await shop('pertama', 'Halo dari pertama')
  second = await shop('kedua', 'Halo dari kedua')
  dewi = await phoneIn(meta.world, 0, 1)
})
after(async () => {
  await rig?.[Symbol.asyncDispose]()
  await meta?.[Symbol.asyncDispose]()
})

test('an account that moves to another workspace: contacts, chats and flows stay where they were', async () => {
  await connect(first, meta.world)
  await dewi.text('halo')
  await dewi.hears('Halo dari pertama')
  const [chat] = (await take(first, 'GET', '/api/chats')).items
  await take(first, 'PATCH', `/api/contacts/${chat.contact.id}`, { addTags: ['vip'] })
  const lines = async () => (await take(first, 'GET', `/api/chats/${chat.id}/messages`)).items.length
  const before = await lines()

  const taken = await second.call('POST', '/api/channel', formOf(meta.world))
  assert.deepEqual([taken.status, taken.body.code], [409, 'waba-taken'])
  assert.match(taken.body.detail, /Putuskan dulu di halaman Kanal ruang kerja itu, atau pilih akun lain/)

  await take(first, 'POST', '/api/channel/disconnect', { confirm: 'PUTUSKAN' })
  await connect(second, meta.world)
  await dewi.text('halo')
  await dewi.hears('Halo dari kedua')

  assert.equal(await lines(), before, 'nothing of the new workspace comes into the old chat')
  const contact = await take(first, 'GET', `/api/contacts/${chat.contact.id}`)
  assert.deepEqual(contact.tags, ['vip'])
  const flows = await take(first, 'GET', '/api/flows')
  assert.deepEqual(
    flows.map(({ name }: Loose) => name),
    ['Sapa'],
  )
  const [own] = (await take(second, 'GET', '/api/chats')).items
  assert.notEqual(own.contact.id, chat.contact.id)
  const fresh = await take(second, 'GET', `/api/contacts/${own.contact.id}`)
  assert.deepEqual(fresh.tags, [], 'the other workspace begins with a contact of its own')
})

test('the first workspace takes another account: the same bot answers there, old chats stay readable', async () => {
  const other = await meta.newWorld({ name: 'Akun Baru' })
  await connect(first, other)
  const hendra = await phoneIn(other, 1, 1)
  await hendra.text('halo')
  await hendra.hears('Halo dari pertama')
  await until('both chats are there', async () => (await take(first, 'GET', '/api/chats')).items.length === 2)
})

async function connect(owner: Visitor, world: CreatedWorld): Promise<void> {
  const { numbers } = await take(owner, 'POST', '/api/channel', formOf(world))
  const [bot] = await take(owner, 'GET', '/api/bots')
  await take(owner, 'POST', `/api/numbers/${numbers[0].id}/link`, { botId: bot.id, confirm: 'LINK' })
}

function formOf(world: CreatedWorld) {
  return {
    ...{ graphUrl: world.graphUrl, wabaId: world.wabaId, phoneNumberId: world.numbers[1]?.id },
    ...{ token: world.token, appId: world.appId, appSecret: world.appSecret },
    verifyToken: world.verifyToken,
  }
}

async function shop(name: string, greeting: string): Promise<Visitor> {
  const owner = rig.visitor()
  await take(owner, 'POST', '/api/sign-up', {
    name: 'Rina',
    email: `${name}@pindah.example`,
    password: 'kopi-tubruk-tanpa-ampas-71',
    business: `Toko ${name}`,
  })
  const hi = { kind: 'message' as const, text: greeting }
  await publishFlow(owner, flowFile('Sapa', { keywords: ['halo'] }, { hi }))
  return owner
}
