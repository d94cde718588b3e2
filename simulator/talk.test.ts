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
