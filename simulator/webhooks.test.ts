import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { sign } from '#simulator/deliver.ts'
import {
  eventually,
  hasStatus,
  isSigned,
  openRig,
  type Post,
  type Rig,
  rigOf,
  simulatorIn,
  threadPath,
  updatesIn,
  wamidOf,
} from '#simulator/rig.ts'
import { metaJson, objectOf, objectsOf } from '#simulator/wire.ts'

const RAW = join(import.meta.dirname, '../test/data/webhooks/raw')
const HOUR = 3_600_000

const rigs: Rig[] = []
let rig: Rig
beforeEach(async () => {
  rig = await openRig()
  rigs.push(rig)
})
after(async () => {
  for (const one of rigs) await one.close()
})

const say = (text: string, customer = 0) =>
  rig.control('POST', `${threadPath(rig.world, customer)}/say`, { kind: 'text', text })
const sendText = (text: string, more: object = {}, customer = 0) =>
  rig.graph('POST', `${rig.world.numbers[1]?.id}/messages`, {
    messaging_product: 'whatsapp',
    to: `+${rig.world.customers[customer]?.waId}`,
    type: 'text',
    text: { body: text },
    ...more,
  })
const faults = (value: object) => rig.control('PATCH', '', { faults: value })
const heard = (text: string) => (post: Post) =>
  updatesIn(post, 'messages').some((message) => objectOf(message.text).body === text)
const timesHeard = (text: string) => rig.receiver.posts.filter(heard(text)).length
const codeIn = (post: Post) => objectsOf(updatesIn(post, 'statuses')[0]?.errors)[0]?.code

test("the wire form and the signature are Meta's, byte by byte", async () => {
  const body = await readFile(join(RAW, 'text-escaped.body'), 'utf8')
  const known = JSON.parse(await readFile(join(RAW, 'signature.json'), 'utf8'))
  assert.equal(metaJson(JSON.parse(body)), body)
  assert.equal(sign(known.app_secret, body), known.value)
})

test('a restart keeps the conversation, and the webhooks that nobody took go on', async () => {
  rig.receiver.status = 503
  await say('sebelum mati')
  await rig.receiver.until(heard('sebelum mati'))
  await rig.simulator.close()
  rig.receiver.posts.length = 0
  rig.receiver.status = 200
  const simulator = await simulatorIn(rig.dir)
  const again = rigOf(simulator, { ...rig.world, url: simulator.url }, rig.receiver, rig.dir)
  rigs.push(again)
  const post = await rig.receiver.until(heard('sebelum mati'))
  assert.ok(isSigned(post, rig.world.appSecret))
  const thread = await eventually(async () => {
    const shown = await again.thread()
    return shown.bubbles[0]?.status === 'delivered' ? shown : undefined
  }, 'the second tick')
  assert.deepEqual(
    thread.bubbles.map(({ content }) => content.text),
    ['sebelum mati'],
  )
})

test('a message that was accepted before a crash is sent after it', async () => {
  await say('halo')
  const wamid = wamidOf(await sendText('balasan'))
  await rig.simulator.close()
  const simulator = await simulatorIn(rig.dir)
  rigs.push(rigOf(simulator, rig.world, rig.receiver, rig.dir))
  await rig.receiver.until(hasStatus('delivered', wamid))
})

test('the window closes when the clock is turned 24 hours, and the receiver is told the time at once', async () => {
  await say('halo')
  assert.equal((await rig.thread()).window.open, true)
  const open = wamidOf(await sendText('masih boleh'))
  await rig.receiver.until(hasStatus('delivered', open))
  const before = Date.now()
  await rig.control('POST', '/clock', { advance: 24 * HOUR })
  const poke = await rig.receiver.until((post) => objectsOf(post.body.entry).length === 0)
  assert.ok(isSigned(poke, rig.world.appSecret))
  const told = Date.parse(poke.headers.date ?? '')
  assert.ok(Math.abs(told - before - 24 * HOUR) < 2000, poke.headers.date)
  assert.equal((await rig.thread()).window.open, false)
  const late = await sendText('terlambat')
  assert.equal(late.status, 200)
  assert.equal(codeIn(await rig.receiver.until(hasStatus('failed', wamidOf(late)))), 131047)
  const template = await sendText('', {
    type: 'template',
    text: undefined,
    template: { name: 'hello_world', language: { code: 'en_US' } },
  })
  await rig.receiver.until(hasStatus('delivered', wamidOf(template)))
})

test('a customer who is not on WhatsApp, and a number nobody has, fail with 131026', async () => {
  await say('halo')
  await rig.control('PATCH', `/customers/${rig.world.customers[0]?.id}`, { onWhatsApp: false })
  assert.equal(codeIn(await rig.receiver.until(hasStatus('failed', wamidOf(await sendText('halo'))))), 131026)
  const stranger = await sendText('halo', { to: '+6289999999999' })
  assert.equal(codeIn(await rig.receiver.until(hasStatus('failed', wamidOf(stranger)))), 131026)
})

test('a customer with a username is named by business-scoped id only', async () => {
  const customer = rig.world.customers[0]
  await rig.control('PATCH', `/customers/${customer?.id}`, { usernameOnly: true, username: '@dewi' })
  await say('halo')
  const post = await rig.receiver.until(heard('halo'))
  assert.ok(!post.raw.includes(customer?.waId ?? '-'))
  const sent = await sendText('hai', { to: undefined, recipient: customer?.bsuid })
  const [status] = updatesIn(await rig.receiver.until(hasStatus('delivered', wamidOf(sent))), 'statuses')
  assert.equal(status?.recipient_id, undefined)
  assert.equal(status?.recipient_user_id, customer?.bsuid)
})

test('a webhook that was under way when the clock was turned has not the last word about the time', async () => {
  const held = Promise.withResolvers<void>()
  rig.receiver.hold = held.promise
  await say('lama')
  await rig.receiver.until(heard('lama'))
  rig.receiver.hold = null
  await rig.control('POST', '/clock', { advance: HOUR })
  held.resolve()
  const pokes = () => rig.receiver.posts.filter(({ body }) => objectsOf(body.entry).length === 0)
  await eventually(() => (pokes().length === 2 ? true : undefined), 'the time, told once more')
})

test('the clock is turned when what is under way has arrived: nothing tells the old time after the new one', async () => {
  const held = Promise.withResolvers<void>()
  rig.receiver.hold = held.promise
  await say('menyusul')
  await rig.receiver.until(heard('menyusul'))
  const turned = rig.control('POST', '/clock', { advance: HOUR })
  await say('ikut', 1)
  held.resolve()
  rig.receiver.hold = null
  await turned
  const pokes = rig.receiver.posts.filter(({ body }) => objectsOf(body.entry).length === 0)
  assert.equal(pokes.length, 1, 'once is enough')
})

test('without a fault a webhook is there in less than 20 ms', async () => {
  await say('pemanasan')
  await rig.receiver.until(heard('pemanasan'))
  const waits: number[] = []
  for (const text of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) {
    await say(text)
    const answered = Date.now()
    waits.push((await rig.receiver.until(heard(text))).at - answered)
  }
  assert.ok(Math.min(...waits) < 20, `${waits.join(' ')} ms`)
})

test('words of one customer arrive in order', async () => {
  const texts = Array.from({ length: 30 }, (_, at) => `urut ${at}`)
  for (const text of texts) await say(text)
  await rig.receiver.until(heard('urut 29'))
  const arrived = rig.receiver.posts
    .flatMap((post) => updatesIn(post, 'messages'))
    .map(({ text }) => objectOf(text).body)
  assert.deepEqual(arrived, texts)
})

test('a webhook that is not answered with 200 comes again, and first after a second', async () => {
  rig.receiver.status = 500
  await say('ulang')
  const first = await rig.receiver.until(heard('ulang'))
  rig.receiver.status = 200
  const second = await rig.receiver.until((post) => post !== first && heard('ulang')(post))
  assert.ok(second.at - first.at >= 900, String(second.at - first.at))
  assert.equal(second.raw, first.raw)
})

test('fault switch: delay', async () => {
  await faults({ delay: { from: 300, to: 400 } })
  const started = Date.now()
  await say('lambat')
  assert.ok((await rig.receiver.until(heard('lambat'))).at - started >= 290)
})

test('fault switch: duplicate', async () => {
  await faults({ duplicate: 1 })
  await say('dobel')
  await eventually(() => (timesHeard('dobel') === 2 ? true : undefined), 'the second copy')
})

test('fault switch: drop first', async () => {
  await faults({ dropFirst: true })
  const started = Date.now()
  await say('hilang')
  assert.ok((await rig.receiver.until(heard('hilang'))).at - started >= 900)
})

test('fault switch: batch', async () => {
  await faults({ batch: true })
  for (const text of ['satu', 'dua', 'tiga']) await say(text)
  await rig.receiver.until(heard('tiga'))
  const many = rig.receiver.posts.map((post) => objectsOf(post.body.entry).length)
  assert.ok(Math.max(...many) >= 2, many.join(' '))
})

test('fault switch: reorder', async () => {
  await faults({ reorder: true })
  const texts = Array.from({ length: 12 }, (_, at) => `acak ${at}`)
  for (const text of texts) await say(text)
  for (const text of texts) await rig.receiver.until(heard(text))
  const arrived = rig.receiver.posts
    .flatMap((post) => updatesIn(post, 'messages'))
    .map(({ text }) => String(objectOf(text).body))
    .filter((text) => text.startsWith('acak'))
  assert.notDeepEqual(arrived, texts)
})

test('fault switch: no statuses', async () => {
  await say('halo')
  await faults({ statusOff: true })
  const wamid = wamidOf(await sendText('diam'))
  await eventually(async () => {
    const { bubbles } = await rig.thread()
    return bubbles.find((bubble) => bubble.wamid === wamid)?.status === 'delivered' ? true : undefined
  }, 'the phone')
  assert.ok(!rig.receiver.posts.some((post) => post.raw.includes(metaJson(wamid).slice(1, -1))))
})
const graph = (kind: string) => faults({ graph: { kinds: [kind], share: 1 } })
test('the Graph API on demand: 429 with code 4 or 130429', async () => {
  await graph('throttle')
  const throttled = await sendText('x')
  assert.deepEqual([throttled.status, objectOf(throttled.body.error).code], [429, 4])
  await graph('rate')
  const rated = await sendText('x')
  assert.deepEqual([rated.status, objectOf(rated.body.error).code], [429, 130429])
})

test('the Graph API on demand: 500 without a body', async () => {
  await graph('server')
  assert.deepEqual(await sendText('x'), { status: 500, body: {} })
})

test('the Graph API on demand: reset before accepting: nothing is sent', async () => {
  await graph('resetBefore')
  await assert.rejects(sendText('putus sebelum'))
  const { bubbles } = await rig.thread()
  assert.ok(!bubbles.some(({ content }) => content.text === 'putus sebelum'))
})

test('the Graph API on demand: reset after accepting: the message goes out, its status names our key', async () => {
  await say('halo')
  await graph('resetAfter')
  await assert.rejects(sendText('putus sesudah', { biz_opaque_callback_data: 'kunci-9' }))
  await rig.receiver.until((post) => post.raw.includes('kunci-9'))
})

for (const kind of ['hangBefore', 'hangAfter']) {
  const isAccepted = kind === 'hangAfter'
  test(`the Graph API on demand: ${kind}: no answer, and ${isAccepted ? 'the message goes out' : 'nothing is sent'}`, async () => {
    await say('halo')
    await graph(kind)
    const given = AbortSignal.timeout(200)
    const url = `${rig.world.graphUrl}/v25.0/${rig.world.numbers[1]?.id}/messages`
    const body = JSON.stringify({
      messaging_product: 'whatsapp',
      to: `+${rig.world.customers[0]?.waId}`,
      type: 'text',
      text: { body: 'gantung' },
    })
    const headers = { authorization: `Bearer ${rig.world.token}`, 'content-type': 'application/json' }
    await assert.rejects(fetch(url, { method: 'POST', headers, body, signal: given }))
    const { bubbles } = await rig.thread()
    assert.equal(
      bubbles.some(({ content }) => content.text === 'gantung'),
      isAccepted,
    )
  })
}

test('a forced code ends the next messages: at once or as a failed status, as Meta does it', async () => {
  await say('halo')
  await faults({ force: { code: 130472, times: 1 } })
  assert.equal(codeIn(await rig.receiver.until(hasStatus('failed', wamidOf(await sendText('a'))))), 130472)
  await faults({ force: { code: 131031, times: 2 } })
  const locked = [await sendText('b'), await sendText('c')]
  assert.deepEqual(
    locked.map(({ status, body }) => [status, objectOf(body.error).code]),
    [
      [403, 131031],
      [403, 131031],
    ],
  )
  await rig.receiver.until(hasStatus('delivered', wamidOf(await sendText('d'))))
})

test('after 45 messages to one customer Meta asks for patience, others are not touched', async () => {
  await say('halo')
  await say('halo', 1)
  const codes: unknown[] = []
  for (let at = 0; at < 46; at++) codes.push(objectOf((await sendText(`pesan ${at}`)).body.error).code)
  assert.deepEqual(codes.slice(44), [undefined, 131056])
  assert.equal((await sendText('lain', {}, 1)).status, 200)
})

test('reading, typing and reactions go both ways', async () => {
  const wamid = wamidOf(await say('lihat ini'))
  const number = rig.world.numbers[1]?.id
  await rig.graph('POST', `${number}/messages`, {
    messaging_product: 'whatsapp',
    status: 'read',
    message_id: wamid,
    typing_indicator: { type: 'text' },
  })
  const typing = await rig.thread()
  assert.equal(typing.bubbles[0]?.status, 'read')
  assert.ok(typing.typingUntil)
  const reaction = await sendText('', {
    type: 'reaction',
    text: undefined,
    reaction: { message_id: wamid, emoji: '☕' },
  })
  await rig.receiver.until(hasStatus('sent', wamidOf(reaction)))
  assert.equal((await rig.thread()).bubbles[0]?.reactions.business, '☕')
  const reply = wamidOf(await sendText('ini', { context: { message_id: wamid } }))
  await rig.receiver.until(hasStatus('delivered', reply))
  await rig.control('POST', `${threadPath(rig.world)}/say`, { kind: 'reaction', to: reply, emoji: '👍' })
  await rig.receiver.until((post) => updatesIn(post, 'messages').some(({ type }) => type === 'reaction'))
  const { bubbles } = await rig.thread()
  assert.deepEqual(
    bubbles.map(({ quoted, reactions }) => [quoted?.text ?? null, reactions.customer]),
    [
      [null, null],
      ['lihat ini', '👍'],
    ],
  )
})

test('two customers and two worlds do not mix', async () => {
  await say('dari Dewi')
  await say('dari Hendra', 1)
  assert.deepEqual(
    (await rig.thread(1)).bubbles.map(({ content }) => content.text),
    ['dari Hendra'],
  )
  const other = rig.simulator.createWorld()
  const answer = await fetch(`${rig.simulator.url}/worlds/${rig.world.id}`, {
    headers: { 'x-world-key': other.key },
  })
  assert.equal(answer.status, 401)
  const stranger = await fetch(`${other.graphUrl}/v25.0/${rig.world.wabaId}`, {
    headers: { authorization: `Bearer ${other.token}` },
  })
  assert.equal(stranger.status, 400)
})
