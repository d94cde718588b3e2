import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { EVENT_DEPTH_MAX } from '#core/flow/event.ts'
import { HOOK_BYTES_MAX, HOOK_CALLS_PER_MINUTE } from '#core/flow/hook.ts'
import { type Loose, openRig, type Phone, phoneOf, type Rig, until, type Visitor } from './rig.ts'
import { readRows } from './rows.ts'
import { take } from './stage.ts'
import { chatNow, flowFile, onlyChat, publishFlow, saidTo, stillAfter, traceOf } from './team.ts'

const HOUR = 3_600_000
const says = (text: string) => ({ say: { kind: 'message', text } })
const adds = (tag: string) => ({ mark: { kind: 'action', actions: [{ do: 'addTag', tag }] } })

type Scene = { readonly rig: Rig; readonly owner: Visitor; readonly phone: Phone; readonly chat: Loose }

/** A customer who has written once, and whom the sample bot has answered. */
async function openScene(rig: Rig): Promise<Scene> {
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  await phone.text('halo')
  const chat = await until('the chat', async () => onlyChat(owner).catch(() => null))
  await until('an answer', async () => (await saidTo(phone)).length > 0)
  return { rig, owner, phone, chat }
}

async function timesSaid(phone: Phone, text: string): Promise<number> {
  return (await saidTo(phone)).filter((said) => said === text).length
}

const rig = await openRig()
after(() => rig[Symbol.asyncDispose]())

test('tags, fields and events begin the flow that listens, whoever caused them, in their order', async (t) => {
  const { owner, phone, chat } = await openScene(rig)
  const contact = `/api/contacts/${chat.contact.id}`
  await publishFlow(owner, flowFile('Vip', { tags: ['VIP'] }, says('Selamat datang, VIP!')))
  await publishFlow(owner, flowFile('Kota', { fields: ['kota'] }, says('Kota dicatat: {{ kota }}')))
  await publishFlow(owner, flowFile('Lunas', { events: ['order.paid'] }, says('Pembayaran diterima.')))
  await publishFlow(owner, flowFile('Daftar', { keywords: ['daftar vip'] }, adds('vip')))
  await take(owner, 'POST', '/api/fields', { key: 'kota', label: 'Kota', type: 'text' })

  await t.test('a tag that a member adds, once however often it is added', async () => {
    await take(owner, 'PATCH', contact, { addTags: ['vip'] })
    await phone.hears('Selamat datang, VIP!')
    await take(owner, 'PATCH', contact, { addTags: ['vip'] })
    await stillAfter(400, async () => assert.equal(await timesSaid(phone, 'Selamat datang, VIP!'), 1))
  })

  await t.test('a tag that another flow adds', async () => {
    await take(owner, 'PATCH', contact, { removeTags: ['vip'] })
    await phone.text('daftar vip')
    await until('it is said again', async () => (await timesSaid(phone, 'Selamat datang, VIP!')) === 2)
    const [turn] = await traceOf(owner, chat.id)
    assert.deepEqual([turn.flow.name, turn.heard.kind, turn.heard.text], ['Vip', 'tag', 'vip'])
  })

  await t.test('a field that gets another value', async () => {
    await take(owner, 'PATCH', contact, { fields: { kota: 'Bandung' } })
    await phone.hears('Kota dicatat: Bandung')
  })

  await t.test('an event by the API; one that nobody listens to begins nothing', async () => {
    assert.deepEqual(await take(owner, 'POST', `${contact}/events`, { event: 'order.paid' }), { flows: 1 })
    await phone.hears('Pembayaran diterima.')
    assert.deepEqual(await take(owner, 'POST', `${contact}/events`, { event: 'order.lost' }), { flows: 0 })
  })

  await t.test('while people have the chat it only leaves its line in the trace', async () => {
    await take(owner, 'POST', `/api/chats/${chat.id}/bot`, { paused: true })
    await take(owner, 'POST', `${contact}/events`, { event: 'order.paid' })
    const turn = await until('the line', async () => {
      const [newest] = await traceOf(owner, chat.id)
      return newest.outcome === 'ignored' && newest
    })
    assert.equal(turn.heard.text, 'order.paid')
    assert.equal(await timesSaid(phone, 'Pembayaran diterima.'), 1)
    await take(owner, 'POST', `/api/chats/${chat.id}/bot`, { paused: false })
  })

  await t.test('a flow that is switched off listens no more', async () => {
    const flow = (await take(owner, 'GET', '/api/flows')).find(({ name }: Loose) => name === 'Lunas')
    await take(owner, 'PATCH', `/api/flows/${flow.id}`, { enabled: false })
    assert.deepEqual(await take(owner, 'POST', `${contact}/events`, { event: 'order.paid' }), { flows: 0 })
  })
})

test('flows that set each other off are stopped, and the trace says so', async () => {
  const { owner, chat } = await openScene(rig)
  const turns = (next: string) => ({
    off: { kind: 'action', actions: [{ do: 'removeTag', tag: next }], next: { next: 'on' } },
    on: { kind: 'action', actions: [{ do: 'addTag', tag: next }] },
  })
  await publishFlow(owner, flowFile('Ping', { tags: ['ping'] }, turns('pong')))
  await publishFlow(owner, flowFile('Pong', { tags: ['pong'] }, turns('ping')))
  await take(owner, 'PATCH', `/api/contacts/${chat.contact.id}`, { addTags: ['ping'] })
  const stopped = await until('the loop is stopped', async () =>
    (await traceOf(owner, chat.id)).find(({ outcome }) => outcome === 'failed'),
  )
  assert.equal(stopped.steps[0].fault, 'event-loop')
  await stillAfter(400, async () => {
    const trace = (await traceOf(owner, chat.id)).filter(({ heard }) => heard.kind === 'tag')
    assert.equal(trace.length, EVENT_DEPTH_MAX + 2)
  })
})

test('also when each of them first asks another server', async (t) => {
  const server = createServer((_request, response) => response.end('{}')).listen(0)
  t.after(() => server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await using rig = await openRig({ OUTBOUND_ALLOW: `localhost:${port}` })
  const { owner, chat } = await openScene(rig)
  const asks = (next: string) => ({
    ask: { kind: 'http', url: `http://localhost:${port}/`, next: { success: 'off' } },
    off: { kind: 'action', actions: [{ do: 'removeTag', tag: next }], next: { next: 'on' } },
    on: { kind: 'action', actions: [{ do: 'addTag', tag: next }] },
  })
  await publishFlow(owner, flowFile('Ping', { tags: ['ping'] }, asks('pong')))
  await publishFlow(owner, flowFile('Pong', { tags: ['pong'] }, asks('ping')))
  await take(owner, 'PATCH', `/api/contacts/${chat.contact.id}`, { addTags: ['ping'] })
  const stopped = await until('the loop is stopped', async () =>
    (await traceOf(owner, chat.id)).find(({ outcome }) => outcome === 'failed'),
  )
  assert.equal(stopped.steps[0].fault, 'event-loop')
})

test('a default reply with a cap is said once in its hours to each contact', async () => {
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  for (const { id } of await take(owner, 'GET', '/api/flows'))
    await take(owner, 'PATCH', `/api/flows/${id}`, { enabled: false })
  await publishFlow(
    owner,
    flowFile('Bawaan', { fallback: true, fallbackEvery: 12 }, says('Nanti kami balas.')),
  )
  await phone.text('eh')
  await phone.hears('Nanti kami balas.')
  await phone.text('halo?')
  await stillAfter(500, async () => assert.equal(await timesSaid(phone, 'Nanti kami balas.'), 1))
  await phone.control('POST', '/clock', { advance: 13 * HOUR })
  await phone.text('masih ada?')
  await until('it is said again', async () => (await timesSaid(phone, 'Nanti kami balas.')) === 2)
})

test('a click on an ad begins the flow that names it', async () => {
  const { owner, phone } = await openScene(rig)
  await publishFlow(owner, flowFile('Iklan', { ads: ['diskon kopi'] }, says('Diskon kopi 20% untuk Kakak!')))
  await phone.say({ kind: 'text', text: 'halo', advertisement: 'Diskon kopi akhir pekan' })
  await phone.hears('Diskon kopi 20% untuk Kakak!')
})

test('a schedule begins its flow at its time for those with the tag, once', async () => {
  const { owner, phone, chat } = await openScene(rig)
  const schedule = { days: [1, 2, 3, 4, 5, 6, 7], at: '09:30', tags: ['Langganan Kopi'] }
  await publishFlow(owner, flowFile('Harian', { schedule }, says('Menu hari ini: soto.')))
  const other = await phoneOf(rig, owner, 1)
  await other.text('halo')
  await until('two chats', async () => (await owner.call('GET', '/api/chats')).body.items.length === 2)
  await take(owner, 'PATCH', `/api/contacts/${chat.contact.id}`, { addTags: ['langganan  kopi'] })
  const [row] = await readRows<Loose>(
    rig.database,
    `select extract(epoch from s.due_at - now()) * 1000 - c.clock_offset as ms from flow_schedule s join channel c using (workspace_id) where c.connected`,
  )
  assert.ok(Number(row.ms) > 0 && Number(row.ms) <= 24 * HOUR, String(row.ms))
  const dueAt = async () =>
    (await readRows<Loose>(rig.database, 'select due_at from flow_schedule'))[0].due_at
  const clock = async (timeZone: string) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone, timeStyle: 'short' }).format(await dueAt())
  assert.equal(await clock('Asia/Jakarta'), '09:30')
  await take(owner, 'PATCH', '/api/workspace', { zone: 'Asia/Jayapura' })
  await until('it follows the zone', async () => (await clock('Asia/Jayapura')) === '09:30')
  await take(owner, 'PATCH', '/api/workspace', { zone: 'Asia/Jakarta' })
  await until('and back', async () => (await clock('Asia/Jakarta')) === '09:30')
  await phone.control('POST', '/clock', { advance: Math.ceil(Number(row.ms)) + 1000 })
  await phone.text('terima kasih') // the channel's clock is told by its webhooks
  await phone.hears('Menu hari ini: soto.')
  await stillAfter(1500, async () => {
    assert.equal(await timesSaid(phone, 'Menu hari ini: soto.'), 1)
    assert.equal(await timesSaid(other, 'Menu hari ini: soto.'), 0)
  })
})

test('a webhook of a flow keeps what came, finds or makes the contact, fills fields and begins the flow', async (t) => {
  const { owner, phone, chat } = await openScene(rig)
  const flow = await publishFlow(owner, flowFile('Pesanan', {}, says('Pesanan {{ order_no }} kami terima.')))
  const path = `/api/flows/${flow}/hook`
  assert.deepEqual(await take(owner, 'GET', path), { hook: null })
  const { hook } = await take(owner, 'POST', path, {})
  const address = new URL(hook.url).pathname
  const call = (body: unknown, to = address) => rig.visitor().call('POST', to, body)
  const order = { order: { no: 'KS-9' }, buyer: { phone: `+${chat.contact.phone}`, name: 'Dewi' } }

  await t.test('the first call is kept as a sample; without a mapping it begins nothing', async () => {
    assert.deepEqual((await call(order)).body, { outcome: 'no-phone' })
    const { last } = (await take(owner, 'GET', path)).hook
    assert.deepEqual([last.outcome, last.body], ['no-phone', order])
  })

  await t.test('mapped, it fills the field and begins the flow for the contact who is there', async () => {
    const mapping = {
      phone: 'buyer.phone',
      name: 'buyer.name',
      fields: [{ field: 'order_no', path: 'order.no' }],
    }
    await take(owner, 'PUT', path, { mapping })
    assert.deepEqual((await call(order)).body, { outcome: 'accepted' })
    await phone.hears('Pesanan KS-9 kami terima.')
  })

  await t.test(
    'the same call again with its idempotency key begins nothing more, and is answered the same',
    async () => {
      const body = { ...order, order: { no: 'KS-9b' } }
      const once = (key: string) => rig.visitor().call('POST', address, body, { 'idempotency-key': key })
      const before = (await take(owner, 'GET', path)).hook.calls
      const answers = await Promise.all(['order-9', 'order-9', 'order-9'].map(once))
      for (const { status, body: said } of answers)
        assert.deepEqual([status, said], [200, { outcome: 'accepted' }])
      assert.equal((await take(owner, 'GET', path)).hook.calls, before + 1)
      await phone.hears('Pesanan KS-9b kami terima.')
      await once('order-10')
      await until(
        'another key begins',
        async () => (await timesSaid(phone, 'Pesanan KS-9b kami terima.')) === 2,
      )
      await readRows(rig.database, `update flow_hook_call set at = now() - interval '25 hours'`)
      await once('order-9')
      await until(
        'a day later it does',
        async () => (await timesSaid(phone, 'Pesanan KS-9b kami terima.')) === 3,
      )
    },
  )

  await t.test('who is not there yet becomes a contact; outside the window the gate speaks', async () => {
    await call({ order: { no: 'KS-10' }, buyer: { phone: '0811-2222-3333', name: 'Budi' } })
    const budi = await until('the contact', async () => {
      const { items } = await take(owner, 'GET', '/api/contacts?search=budi')
      return items[0]
    })
    assert.deepEqual([budi.phone, budi.fields.order_no], ['6281122223333', 'KS-10'])
    const chats = await take(owner, 'GET', '/api/chats?search=budi')
    const own = chats.items.find(({ contact }: Loose) => contact.id === budi.id)
    assert.equal((await chatNow(owner, own.id)).windowEndsAt, null)
  })

  await t.test('of whom no word is said the inbox shows nothing, until somebody looks for them', async () => {
    const quiet = await publishFlow(
      owner,
      flowFile('Diam', {}, { tag: { kind: 'action', actions: [{ do: 'addTag', tag: 'toko' }] } }),
    )
    const { hook: own } = await take(owner, 'POST', `/api/flows/${quiet}/hook`, {})
    await take(owner, 'PUT', `/api/flows/${quiet}/hook`, {
      mapping: { phone: 'phone', name: 'name', fields: [] },
    })
    await call({ phone: '0811-2222-4444', name: 'Sunyi' }, new URL(own.url).pathname)
    await until('the contact has the tag', async () => {
      const { items } = await take(owner, 'GET', '/api/contacts?search=sunyi')
      return items[0]?.tags.includes('toko')
    })
    const names = async (search = '') =>
      (await take(owner, 'GET', `/api/chats${search}`)).items.map(({ contact }: Loose) => contact.name)
    assert.ok(!(await names()).includes('Sunyi'))
    assert.deepEqual(await names('?search=sunyi'), ['Sunyi'])
    const [chat] = (await take(owner, 'GET', '/api/chats?search=sunyi')).items
    assert.ok(chat.lastAt > 0, 'it has a time')
    await take(owner, 'POST', `/api/chats/${chat.id}/bot`, { paused: true })
    assert.equal((await names())[0], 'Sunyi', 'a person has it')
  })

  await t.test('no JSON, too much, a wrong address: refused, each with its reason', async () => {
    const raw = (body: string, to = address) => fetch(`${rig.url}${to}`, { method: 'POST', body })
    assert.equal((await raw('{')).status, 422)
    assert.equal((await raw('['.repeat(5000))).status, 422)
    assert.equal((await raw(' '.repeat(HOOK_BYTES_MAX + 1))).status, 413)
    const other = address.endsWith('_') ? '-' : '_'
    assert.equal((await raw('{}', `${address.slice(0, -1)}${other}`)).status, 404)
  })

  await t.test('too many in a minute are refused', async () => {
    const statuses = new Set<number>()
    for (let at = 0; at < HOOK_CALLS_PER_MINUTE && !statuses.has(429); at++)
      statuses.add((await call({ empty: true })).status)
    assert.ok(statuses.has(429))
  })

  await t.test('a new address shuts the former one', async () => {
    const renewed = (await take(owner, 'POST', path, {})).hook
    assert.equal((await call(order)).status, 404)
    assert.equal(renewed.mapping.phone, 'buyer.phone')
    assert.deepEqual((await call(order, new URL(renewed.url).pathname)).body, { outcome: 'accepted' })
    await take(owner, 'DELETE', path)
    assert.equal((await call(order, new URL(renewed.url).pathname)).status, 404)
  })
})
