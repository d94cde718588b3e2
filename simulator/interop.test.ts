import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { normalizeWebhook, verifySignature } from '@kapso/whatsapp-cloud-api/server'
import type { ServerMessageTypes, ServerStatus } from 'whatsapp-api-js/types'
import type { SayBody } from '#core/whatsapp/sim-api.ts'
import { arrives, FILES, type Interop, openInterop, PNG } from '#simulator/interop.ts'
import { eventually, hasStatus, type Post, threadPath, updatesIn } from '#simulator/rig.ts'
import { objectOf, objectsOf, textOf, type Wire } from '#simulator/wire.ts'

let world: Interop
before(async () => {
  world = await openInterop()
})
after(() => world.rig.close())

const base = () => ({ phoneNumberId: world.number, to: `+${world.waId}` })

test('both clients mark as read, show typing, and handle media', async () => {
  const { kapso, wajs, number, heard, rig } = world
  const read = await kapso.messages.markRead({
    phoneNumberId: number,
    messageId: heard,
    typingIndicator: { type: 'text' },
  })
  assert.equal(read.success, true)
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('file', new Blob([PNG], { type: 'image/png' }), 'a.png')
  const uploaded = await wajs().uploadMedia(number, form)
  assert.ok('id' in uploaded, JSON.stringify(uploaded))
  const known = await wajs().retrieveMedia(uploaded.id)
  assert.ok('url' in known, JSON.stringify(known))
  const file = await wajs().fetchMedia(known.url)
  assert.deepEqual(Buffer.from(await file.arrayBuffer()), PNG)
  assert.equal((await fetch(known.url)).status, 401)
  assert.deepEqual(await wajs().deleteMedia(uploaded.id), { success: true })
  assert.ok('error' in (await wajs().retrieveMedia(uploaded.id)))
  const list = await kapso.templates.list({ businessAccountId: rig.world.wabaId, limit: 2 })
  assert.equal(list.data.length, 2)
})

/** What a phone never says by itself: news of a number, a chat opened for the first time, what Meta cannot carry. */
type Unsaid = 'system' | 'request_welcome' | 'unknown' | 'unsupported'
type Heard = Exclude<ServerMessageTypes['type'], Unsaid>
/** `holds`: values that a client must find somewhere under the message's type. */
type Saying = { readonly say: () => Promise<SayBody>; readonly holds: readonly unknown[] }

const media = (kind: keyof typeof FILES, more: object, holds: readonly unknown[]): Saying => ({
  say: async () => {
    const { url } = world.rig.simulator
    const answer = await fetch(`${url}/worlds/${world.rig.world.id}/media?filename=a.${kind}`, {
      method: 'POST',
      headers: { 'x-world-key': world.rig.world.key, 'content-type': FILES[kind] },
      body: PNG,
    })
    return { kind: 'media', mediaId: textOf(objectOf(await answer.json()).mediaId), ...more }
  },
  holds,
})
const said = (body: SayBody, holds: readonly unknown[]): Saying => ({ say: async () => body, holds })

/** Taps what the business has sent before. */
const tap = (id: string, send: () => Promise<unknown>, holds: readonly unknown[]): Saying => ({
  say: async () => ({ kind: 'tap', to: await arrives(world, await send()), id }),
  holds,
})
const messages = () => world.kapso.messages

/** At least one of each type of message that the clients know. */
const SAYINGS: Readonly<Record<Heard, Readonly<Record<string, Saying>>>> = {
  text: {
    words: said({ kind: 'text', text: 'Terima kasih 🙏 café' }, ['Terima kasih 🙏 café']),
    'by an advertisement': said({ kind: 'text', text: 'dari iklan', advertisement: 'Diskon kopi' }, [
      'dari iklan',
    ]),
  },
  image: { picture: media('image', { caption: 'ini' }, ['image/png', 'ini']) },
  video: { film: media('video', { caption: 'ini' }, ['video/mp4', 'ini']) },
  audio: {
    sound: media('audio', {}, ['audio/ogg', false]),
    'voice note': media('audio', { voice: true }, [true]),
  },
  document: { file: media('document', { caption: 'ini' }, ['application/pdf', 'a.document', 'ini']) },
  sticker: { sticker: media('sticker', {}, ['image/webp']) },
  location: {
    place: said({ kind: 'location', latitude: -6.9, longitude: 107.6, name: 'Rumah' }, [
      -6.9,
      107.6,
      'Rumah',
    ]),
  },
  contacts: {
    card: said({ kind: 'contacts', contacts: [{ name: 'Budi Santoso', phone: '+62 811-0000-002' }] }, [
      'Budi Santoso',
      '+62 811-0000-002',
      '628110000002',
    ]),
  },
  reaction: {
    emoji: {
      say: async () => ({ kind: 'reaction', to: world.heard, emoji: '🔥' }),
      holds: ['🔥'],
    },
    'no emoji more': {
      say: async () => ({ kind: 'reaction', to: world.heard, emoji: null }),
      holds: [],
    },
  },
  order: {
    order: said(
      {
        kind: 'order',
        catalogId: '9',
        items: [{ sku: 'SKU-1', quantity: 2, price: 18000, currency: 'IDR' }],
      },
      ['9', 'SKU-1', 2, 18000, 'IDR'],
    ),
  },
  interactive: {
    'reply button': tap(
      'menu',
      () =>
        messages().sendInteractiveButtons({
          ...base(),
          bodyText: 'Mau apa?',
          buttons: [{ id: 'menu', title: 'Menu' }],
        }),
      ['button_reply', 'menu', 'Menu'],
    ),
    'row of a list': tap(
      'r1',
      () =>
        messages().sendInteractiveList({
          ...base(),
          bodyText: 'Menu',
          buttonText: 'Lihat',
          sections: [{ title: 'Kopi', rows: [{ id: 'r1', title: 'Kopi susu', description: 'Rp18.000' }] }],
        }),
      ['list_reply', 'r1', 'Kopi susu', 'Rp18.000'],
    ),
    form: tap(
      'flow',
      () =>
        messages().sendInteractiveFlow({
          ...base(),
          bodyText: 'Isi',
          parameters: { flowId: '1', flowCta: 'Isi', flowToken: 't', flowMessageVersion: '3' },
        }),
      ['nfm_reply', '{"flow_token":"t"}'],
    ),
  },
  button: {
    'quick reply of a template': tap(
      'ya',
      () =>
        messages().sendTemplate({
          ...base(),
          template: {
            name: 'pengingat_pesanan',
            language: { code: 'id' },
            components: [
              {
                type: 'body',
                parameters: [
                  { type: 'text', text: 'Dewi' },
                  { type: 'text', text: 'KS-1' },
                ],
              },
              {
                type: 'button',
                subType: 'quick_reply',
                index: 0,
                parameters: [{ type: 'payload', payload: 'ya' }],
              },
            ],
          },
        }),
      ['ya', 'Saya ke sana'],
    ),
  },
}

for (const [type, sayings] of Object.entries(SAYINGS)) {
  for (const [name, { say, holds }] of Object.entries(sayings)) {
    test(`both clients check the signature of a message of type ${type} (${name}), and read it`, async () => {
      const path = `${threadPath(world.rig.world)}/say`
      const { status, body } = await world.rig.control('POST', path, await say())
      assert.equal(status, 200, JSON.stringify(body))
      const wamid = textOf(body.wamid)
      const post = await world.rig.receiver.until((one) =>
        updatesIn(one, 'messages').some(({ id }) => id === wamid),
      )
      const [mine] = normalizeWebhook(post.body).messages
      const [theirs] = await readByWajs(post, 'message')
      for (const read of [objectOf(mine), objectOf(theirs?.message)]) {
        assert.deepEqual([read.id, read.type], [wamid, type])
        const values = valuesIn(read[type])
        for (const value of holds) assert.ok(values.includes(value), `${value}: ${JSON.stringify(read)}`)
      }
    })
  }
}

/** Every text, number and flag, at any depth. */
function valuesIn(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesIn) : [value]
}

/** A voice note that was heard is `played`; the phone of the simulator plays none. */
type Status = Exclude<ServerStatus, 'played'>
const STATUSES: Readonly<Record<Status, () => Promise<unknown>>> = {
  sent: () => messages().sendText({ ...base(), body: 'terkirim' }),
  delivered: () => messages().sendText({ ...base(), body: 'sampai' }),
  read: async () => {
    await world.rig.control('POST', `${threadPath(world.rig.world)}/look`, {})
    return messages().sendText({ ...base(), body: 'dibaca' })
  },
  failed: () => messages().sendText({ ...base(), to: STRANGER, body: 'gagal' }),
}
/** Not on WhatsApp. */
const STRANGER = '+628999999999'

for (const [status, send] of Object.entries(STATUSES)) {
  test(`both clients check the signature of a status ${status}, and read it`, async () => {
    const id = textOf(objectsOf(objectOf(await send()).messages)[0]?.id)
    const post = await world.rig.receiver.until(hasStatus(status, id))
    const [mine] = normalizeWebhook(post.body).statuses
    const [theirs] = await readByWajs(post, 'status')
    assert.deepEqual([mine?.id, mine?.status], [id, status])
    assert.deepEqual([theirs?.id, theirs?.status], [id, status])
    const code = status === 'failed' ? 131026 : undefined
    assert.equal(objectOf(theirs?.error).code, code)
    assert.equal(objectsOf(mine?.errors)[0]?.code, code)
  })
}

/** What the listeners of whatsapp-api-js are given for a webhook, after both clients have found its signature right. */
async function readByWajs(post: Post, kind: 'message' | 'status'): Promise<Wire[]> {
  const signature = String(post.headers['x-hub-signature-256'])
  const { appSecret } = world.rig.world
  assert.ok(verifySignature({ appSecret, rawBody: post.raw, signatureHeader: signature }))
  const seen: Wire[] = []
  const api = world.wajs()
  api.on[kind] = (args: object) => {
    seen.push({ ...args })
  }
  await api.post(JSON.parse(post.raw), post.raw, signature)
  return eventually(() => (seen.length > 0 ? seen : undefined), kind)
}
