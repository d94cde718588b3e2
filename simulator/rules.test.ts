import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { openSim } from '#simulator/app.ts'
import { insertMedium, keepMedium } from '#simulator/media.ts'
import { hasStatus, openRig, type Post, type Rig, threadPath, updatesIn, wamidOf } from '#simulator/rig.ts'
import { atOnce, closeStore } from '#simulator/store.ts'
import { objectOf, objectsOf, type Wire } from '#simulator/wire.ts'
import { createWorld } from '#simulator/world.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

const rigs: Rig[] = []
let rig: Rig
beforeEach(async () => {
  rig = await openRig()
  rigs.push(rig)
})
after(async () => {
  for (const one of rigs) await one.close()
})

const say = (body: object, customer = 0) =>
  rig.control('POST', `${threadPath(rig.world, customer)}/say`, body)
const send = (body: object, customer = 0) =>
  rig.graph('POST', `${rig.world.numbers[1]?.id}/messages`, {
    messaging_product: 'whatsapp',
    to: `+${rig.world.customers[customer]?.waId}`,
    ...body,
  })
const text = { type: 'text', text: { body: 'halo' } }
const hello = { type: 'template', template: { name: 'hello_world', language: { code: 'en_US' } } }
const statusIn = (post: Post): Wire => updatesIn(post, 'statuses')[0] ?? {}
const delivered = async (body: object) =>
  statusIn(await rig.receiver.until(hasStatus('delivered', wamidOf(await send(body)))))

/** Turns the clock of the world to a date. */
async function turnTo(date: number): Promise<void> {
  await rig.control('POST', '/clock', { reset: true })
  await rig.control('POST', '/clock', { advance: Math.max(0, date - Date.now()) })
}

test('a free-form message inside the window is a service message, free within the monthly allowance', async () => {
  await say({ kind: 'text', text: 'halo' })
  const { pricing, conversation } = await delivered(text)
  assert.deepEqual(pricing, {
    billable: false,
    pricing_model: 'PMP',
    type: 'free_customer_service',
    category: 'service',
  })
  assert.equal(conversation, undefined)
})

test('a utility template inside the window is charged since October 2026', async () => {
  await turnTo(Date.UTC(2026, 11, 1))
  await say({ kind: 'text', text: 'halo' })
  const { pricing } = await delivered(hello)
  assert.deepEqual(pricing, { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' })
})

test('without a payment method a template is taken and then fails with 131042; a reply still goes, and so does the test number', async () => {
  const funding = async () => {
    const { body } = await rig.graph('GET', `${rig.world.wabaId}?fields=id,primary_funding_id`)
    return objectOf(body).primary_funding_id
  }
  assert.equal(typeof (await funding()), 'string')
  await rig.control('PATCH', '', { funded: false })
  assert.equal(await funding(), undefined, 'a field without a value is left out')
  const failed = statusIn(await rig.receiver.until(hasStatus('failed', wamidOf(await send(hello)))))
  assert.deepEqual(
    objectsOf(failed.errors).map(({ code }) => code),
    [131042],
  )
  await say({ kind: 'text', text: 'halo' })
  assert.equal((await delivered(text)).status, 'delivered')
  const { id } = rig.world.numbers[0] ?? {}
  const free = await rig.graph('POST', `${id}/messages`, {
    ...{ messaging_product: 'whatsapp', to: `+${rig.world.customers[0]?.waId}` },
    ...hello,
  })
  await rig.receiver.until(hasStatus('delivered', wamidOf(free)))
})

test('payloads of version 23 still carry a conversation, with its end only when sent', async () => {
  await rig.control('PATCH', '', { webhookVersion: 'v23.0' })
  await say({ kind: 'text', text: 'halo' })
  const wamid = wamidOf(await send(text))
  const sent = objectOf(statusIn(await rig.receiver.until(hasStatus('sent', wamid))).conversation)
  const arrived = objectOf(statusIn(await rig.receiver.until(hasStatus('delivered', wamid))).conversation)
  assert.equal(sent.id, arrived.id)
  assert.deepEqual(
    [typeof sent.expiration_timestamp, typeof arrived.expiration_timestamp],
    ['string', 'undefined'],
  )
})

test('in 2022 a conversation is opened once, named by who began it, and lasts a day', async () => {
  await rig.control('PATCH', '', { regime: '2022' })
  const first = await delivered(hello)
  assert.deepEqual(first.pricing, {
    billable: true,
    pricing_model: 'CBP',
    category: 'business_initiated',
  })
  await say({ kind: 'text', text: 'halo' })
  const second = await delivered(text)
  assert.equal(objectOf(second.pricing).category, 'business_initiated', 'it joins what is open')
  assert.equal(objectOf(second.conversation).id, objectOf(first.conversation).id)
  await rig.control('POST', '/clock', { advance: DAY })
  await say({ kind: 'text', text: 'halo lagi' })
  const third = await delivered(text)
  assert.equal(objectOf(third.pricing).category, 'user_initiated')
  assert.equal(objectOf(objectOf(third.conversation).origin).type, 'user_initiated')
  assert.notEqual(objectOf(third.conversation).id, objectOf(first.conversation).id)
})

test('in 2022 each number has a limit of its own, in the steps of the guide', async () => {
  await rig.control('PATCH', '', { regime: '2022' })
  const told = await rig.receiver.until((post) => post.raw.includes('TIER_1K'))
  assert.ok(told.raw.includes('phone_number_quality_update'))
  await rig.control('PATCH', '', { portfolioLimit: 1 })
  assert.equal((await send(hello, 0)).status, 200)
  assert.equal(objectOf((await send(hello, 1)).body.error).code, 131048)
  await rig.control('PATCH', '', { regime: 'today' })
  await rig.receiver.until((post) => post.raw.includes('business_capability_update'))
})

test('who came by an advertisement is free for 72 hours after the first reply', async () => {
  await say({ kind: 'text', text: 'dari iklan', advertisement: 'Diskon kopi' })
  const { pricing, conversation } = await delivered(text)
  assert.equal(objectOf(pricing).type, 'free_entry_point')
  assert.equal(objectOf(objectOf(conversation).origin).type, 'referral_conversion')
  await rig.control('POST', '/clock', { advance: 73 * HOUR })
  assert.equal(objectOf((await delivered(hello)).pricing).type, 'regular')
})

test('a portfolio reaches only so many new customers in 24 hours', async () => {
  await rig.control('PATCH', '', { portfolioLimit: 1 })
  assert.equal((await send(hello, 0)).status, 200)
  assert.equal((await send(hello, 0)).status, 200)
  const refused = await send(hello, 1)
  assert.equal(objectOf(refused.body.error).code, 131048)
  await say({ kind: 'text', text: 'halo' }, 1)
  assert.equal((await send(hello, 1)).status, 200)
  await rig.control('POST', '/clock', { advance: DAY + 1 })
  assert.equal((await send(hello, 2)).status, 200)
})

test('a customer who stopped marketing gets none, and the business is told', async () => {
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('file', new Blob(['x'], { type: 'image/png' }), 'a.png')
  const uploaded = await fetch(`${rig.world.graphUrl}/${rig.world.numbers[1]?.id}/media`, {
    method: 'POST',
    headers: { authorization: `Bearer ${rig.world.token}` },
    body: form,
  })
  const { id } = objectOf(await uploaded.json())
  await rig.control('PATCH', `/customers/${rig.world.customers[0]?.id}`, { marketingStopped: true })
  const told = await rig.receiver.until((post) => post.raw.includes('user_preferences'))
  assert.ok(told.raw.includes('"value":"stop"'))
  const promotion = {
    name: 'promo_akhir_pekan',
    language: { code: 'id' },
    components: [
      { type: 'header', parameters: [{ type: 'image', image: { id } }] },
      { type: 'body', parameters: ['Dewi', '20%'].map((value) => ({ type: 'text', text: value })) },
    ],
  }
  const wamid = wamidOf(await send({ type: 'template', template: promotion }))
  const failed = statusIn(await rig.receiver.until(hasStatus('failed', wamid)))
  assert.equal(objectsOf(failed.errors)[0]?.code, 131050)
})

test('a medium lives 30 days by the clock of the world', async () => {
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('file', new Blob(['x'], { type: 'image/png' }), 'a.png')
  const url = `${rig.world.graphUrl}/${rig.world.numbers[1]?.id}/media`
  const headers = { authorization: `Bearer ${rig.world.token}` }
  const { id } = objectOf(await (await fetch(url, { method: 'POST', headers, body: form })).json())
  assert.equal((await rig.graph('GET', String(id))).status, 200)
  await rig.control('POST', '/clock', { advance: 31 * DAY })
  const refused = await send({ type: 'image', image: { id } })
  assert.match(
    String(objectOf(refused.body.error).message),
    /Param image\['id'\] is not a valid whatsapp business account media/,
  )
})

test('a world that is full of files takes new ones again when the old have expired', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'simulator-'))
  const sim = openSim({ dir, adminKey: 'key', now: Date.now, random: randomBytes })
  t.after(async () => {
    closeStore(sim.store)
    await rm(dir, { recursive: true, force: true })
  })
  const world = createWorld({ name: 'Penuh' }, Date.now(), randomBytes)
  const made = { mime: 'image/png', numberId: '', filename: null, voice: false, source: 'customer' } as const
  const keep = () => keepMedium(sim, world, { ...made, bytes: new Uint8Array(1) })
  assert.ok(await keep())
  atOnce(sim.store, () => {
    for (let at = 1; at < 2000; at++) {
      const facts = { id: `full${at}`, worldId: world.id, size: 1, sha256: '', expiresAt: Date.now() + DAY }
      insertMedium(sim, { ...made, ...facts })
    }
  })
  assert.equal(await keep(), undefined)
  world.clockOffset = 2 * DAY
  assert.ok(await keep())
})

test('the address of a medium ends after five minutes by the clock of the world, and a new one is given', async () => {
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('file', new Blob(['x'], { type: 'image/png' }), 'a.png')
  const headers = { authorization: `Bearer ${rig.world.token}` }
  const url = `${rig.world.graphUrl}/${rig.world.numbers[1]?.id}/media`
  const { id } = objectOf(await (await fetch(url, { method: 'POST', headers, body: form })).json())
  const address = async () => String((await rig.graph('GET', String(id))).body.url)
  const first = await address()
  assert.equal((await fetch(first)).status, 401)
  assert.equal((await fetch(first, { headers })).status, 200)
  await rig.control('POST', '/clock', { advance: 5 * 60_000 + 1000 })
  assert.equal((await fetch(first, { headers })).status, 404)
  assert.equal((await fetch(await address(), { headers })).status, 200)
})

test('a reaction lands on messages of its own chat only', async () => {
  const heard = await say({ kind: 'text', text: 'dari Hendra' }, 1)
  await say({ kind: 'text', text: 'halo' })
  const reaction = { message_id: String(heard.body.wamid), emoji: '☕' }
  await rig.receiver.until(hasStatus('sent', wamidOf(await send({ type: 'reaction', reaction }))))
  assert.equal((await rig.thread(1)).bubbles[0]?.reactions.business, null)
})

test('a customer who is looking reads at once; one without receipts never tells', async () => {
  await say({ kind: 'text', text: 'halo' })
  await rig.control('POST', `${threadPath(rig.world)}/look`, { open: true })
  await rig.receiver.until(hasStatus('read', wamidOf(await send(text))))
  await rig.control('PATCH', `/customers/${rig.world.customers[0]?.id}`, { readReceipts: false })
  const quiet = wamidOf(await send(text))
  await rig.receiver.until(hasStatus('delivered', quiet))
  await new Promise((resolve) => setTimeout(resolve, 150))
  assert.ok(!rig.receiver.posts.some(hasStatus('read', quiet)))
})
