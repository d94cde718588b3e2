import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { hasStatus, isSigned, openRig, type Rig, threadPath, updatesIn, wamidOf } from '#simulator/rig.ts'
import { objectOf } from '#simulator/wire.ts'

let rig: Rig
before(async () => {
  rig = await openRig()
})
after(() => rig.close())

const send = (body: object, number = 1) =>
  rig.graph('POST', `${rig.world.numbers[number]?.id}/messages`, { messaging_product: 'whatsapp', ...body })
const to = () => `+${rig.world.customers[0]?.waId}`

test('a customer says halo, the business answers with buttons, the customer taps one', async () => {
  const path = threadPath(rig.world)
  const said = await rig.control('POST', `${path}/say`, { kind: 'text', text: 'halo ☕ a/b' })
  assert.equal(said.status, 200)
  const heard = await rig.receiver.until((post) =>
    updatesIn(post, 'messages').some((one) => one.type === 'text'),
  )
  assert.ok(isSigned(heard, rig.world.appSecret))
  assert.ok(heard.raw.includes('halo \\u2615 a\\/b'))
  assert.equal(heard.headers['user-agent'], 'facebookexternalua')

  const sent = await send({
    to: to(),
    type: 'interactive',
    biz_opaque_callback_data: 'row-1',
    interactive: {
      type: 'button',
      body: { text: 'Mau apa?' },
      action: { buttons: [{ type: 'reply', reply: { id: 'menu', title: 'Menu' } }] },
    },
  })
  assert.equal(sent.status, 200)
  const wamid = wamidOf(sent)
  const delivered = await rig.receiver.until(hasStatus('delivered', wamid))
  const [status] = updatesIn(delivered, 'statuses')
  assert.equal(status?.biz_opaque_callback_data, 'row-1')
  assert.equal(objectOf(status?.pricing).pricing_model, 'PMP')

  await rig.control('POST', `${path}/look`, { open: true })
  await rig.receiver.until(hasStatus('read', wamid))
  const tapped = await rig.control('POST', `${path}/say`, { kind: 'tap', to: wamid, id: 'menu' })
  assert.equal(tapped.status, 200)
  const reply = await rig.receiver.until((post) =>
    updatesIn(post, 'messages').some((one) => one.type === 'interactive'),
  )
  const [message] = updatesIn(reply, 'messages')
  assert.deepEqual(message?.interactive, {
    type: 'button_reply',
    button_reply: { id: 'menu', title: 'Menu' },
  })
  assert.equal(objectOf(message?.context).id, wamid)

  const thread = await rig.thread()
  assert.deepEqual(
    thread.bubbles.map(({ from, status, content }) => [from, status, content.text]),
    [
      ['customer', 'delivered', 'halo ☕ a/b'],
      ['business', 'read', 'Mau apa?'],
      ['customer', 'delivered', 'Menu'],
    ],
  )
})

test('who is asked for a form or their number taps to answer; who is asked for a place answers with one', async () => {
  const path = threadPath(rig.world, 1)
  const [, hendra] = rig.world.customers
  await rig.control('POST', `${path}/say`, { kind: 'text', text: 'halo' })
  const ask = async (type: string, action: object) =>
    wamidOf(
      await send({
        to: `+${hendra?.waId}`,
        type: 'interactive',
        interactive: { type, body: { text: 'Boleh?' }, action },
      }),
    )
  const form = await ask('flow', {
    name: 'flow',
    parameters: { flow_message_version: '3', flow_id: '1', flow_cta: 'Isi', flow_token: 'token-7' },
  })
  const person = await ask('request_contact_info', { name: 'request_contact_info' })
  const place = await ask('location_request_message', { name: 'send_location' })
  const { bubbles } = await rig.thread(1)
  assert.deepEqual(
    bubbles.flatMap(({ content }) => content.buttons.map(({ kind, id }) => [kind, id])),
    [
      ['form', 'flow'],
      ['contact', 'request_contact_info'],
      ['location', 'location_request_message'],
    ],
  )
  await rig.control('POST', `${path}/say`, { kind: 'tap', to: form, id: 'flow' })
  await rig.control('POST', `${path}/say`, { kind: 'tap', to: person, id: 'request_contact_info' })
  await rig.control('POST', `${path}/say`, { kind: 'location', latitude: 1, longitude: 2, replyTo: place })
  const heard = async (wamid: string) => {
    const post = await rig.receiver.until((one) =>
      updatesIn(one, 'messages').some(({ context }) => objectOf(context).id === wamid),
    )
    return updatesIn(post, 'messages')[0] ?? {}
  }
  const { nfm_reply } = objectOf((await heard(form)).interactive)
  assert.deepEqual(JSON.parse(String(objectOf(nfm_reply).response_json)), { flow_token: 'token-7' })
  assert.match(JSON.stringify((await heard(person)).contacts), new RegExp(`"wa_id":"${hendra?.waId}"`))
  assert.equal((await heard(place)).type, 'location')
})

test('a sound of any format is heard as a sound, and its type is told as it is', async () => {
  const path = threadPath(rig.world, 2)
  const told = async (mime: string, voice: boolean) => {
    const medium = await fetch(`${rig.simulator.url}/worlds/${rig.world.id}/media`, {
      method: 'POST',
      headers: { 'x-world-key': rig.world.key, 'content-type': mime },
      body: 'bytes',
    })
    const { mediaId } = objectOf(await medium.json())
    const { wamid } = (await rig.control('POST', `${path}/say`, { kind: 'media', mediaId, voice })).body
    const post = await rig.receiver.until((one) => updatesIn(one, 'messages').some(({ id }) => id === wamid))
    const { mime_type, voice: isVoice } = objectOf(updatesIn(post, 'messages')[0]?.audio)
    return [mime_type, isVoice]
  }
  assert.deepEqual(await told('audio/webm;codecs=opus', true), ['audio/webm', true])
  assert.deepEqual(await told('audio/ogg', true), ['audio/ogg; codecs=opus', true])
  assert.deepEqual(await told('audio/mpeg', false), ['audio/mpeg', false])
  const sound = (await rig.thread(2)).bubbles.at(-1)?.wamid
  await rig.control('POST', `${path}/say`, { kind: 'text', text: 'dengar ini', replyTo: sound })
  const reply = (await rig.thread(2)).bubbles.at(-1)?.quoted
  assert.deepEqual(
    reply,
    { wamid: sound, from: 'customer', kind: 'audio', text: '' },
    'the reader says what it is',
  )
})
