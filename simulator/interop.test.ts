import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { WhatsAppClient } from '@kapso/whatsapp-cloud-api'
import { normalizeWebhook, verifySignature } from '@kapso/whatsapp-cloud-api/server'
import { WhatsAppAPI } from 'whatsapp-api-js'
import * as wa from 'whatsapp-api-js/messages'
import { eventually, hasStatus, openRig, type Rig, threadPath, updatesIn } from '#simulator/rig.ts'
import { objectOf } from '#simulator/wire.ts'

/** Two independent clients, each speaking as it speaks to Meta. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

let rig: Rig
let heard: string
const media: Record<string, string> = {}
before(async () => {
  rig = await openRig()
  await rig.control('PATCH', '', { pairLimit: false })
  const said = await rig.control('POST', `${threadPath(rig.world)}/say`, { kind: 'text', text: 'halo' })
  heard = String(said.body.wamid)
  for (const [kind, mime] of Object.entries({
    image: 'image/png',
    video: 'video/mp4',
    audio: 'audio/ogg',
    document: 'application/pdf',
    sticker: 'image/webp',
  })) {
    const blob = new Blob([PNG], { type: mime })
    const answer = await kapso().media.upload({
      phoneNumberId: number(),
      type: mime,
      file: blob,
      fileName: `a.${kind}`,
    })
    media[kind] = answer.id
  }
})
after(() => rig.close())

const number = () => rig.world.numbers[1]?.id ?? ''
const waId = () => rig.world.customers[0]?.waId ?? ''
const kapso = () =>
  new WhatsAppClient({ accessToken: rig.world.token, baseUrl: rig.world.graphUrl, graphVersion: 'v23.0' })
const wajs = () =>
  new WhatsAppAPI({
    token: rig.world.token,
    appSecret: rig.world.appSecret,
    v: 'v24.0',
    ponyfill: {
      subtle: crypto.subtle,
      fetch: (url: string | URL | Request, init?: RequestInit) =>
        fetch(String(url).replace('https://graph.facebook.com', rig.world.graphUrl), init),
    },
  })

const rows = [{ id: 'r1', title: 'Kopi susu', description: 'Rp18.000' }]
const image = () => ({ type: 'image' as const, image: { id: media.image ?? '' } })
const base = () => ({ phoneNumberId: number(), to: `+${waId()}` })
const parameter = (text: string) => ({ type: 'text' as const, text })

type Kapso = WhatsAppClient['messages']
const kapsoSends: Record<string, (messages: Kapso) => Promise<unknown>> = {
  text: (m) => m.sendText({ ...base(), body: 'halo' }),
  image: (m) => m.sendImage({ ...base(), image: { id: media.image ?? '', caption: 'foto' } }),
  audio: (m) => m.sendAudio({ ...base(), audio: { id: media.audio ?? '' } }),
  video: (m) => m.sendVideo({ ...base(), video: { id: media.video ?? '' } }),
  document: (m) => m.sendDocument({ ...base(), document: { id: media.document ?? '', filename: 'a.pdf' } }),
  sticker: (m) => m.sendSticker({ ...base(), sticker: { id: media.sticker ?? '' } }),
  location: (m) =>
    m.sendLocation({ ...base(), location: { latitude: -6.9, longitude: 107.6, name: 'Toko' } }),
  contacts: (m) =>
    m.sendContacts({
      ...base(),
      contacts: [
        { name: { formattedName: 'Budi', firstName: 'Budi' }, phones: [{ phone: '+628110000002' }] },
      ],
    }),
  reaction: (m) => m.sendReaction({ ...base(), reaction: { messageId: heard, emoji: '👍' } }),
  buttons: (m) =>
    m.sendInteractiveButtons({
      ...base(),
      bodyText: 'Mau apa?',
      header: image(),
      buttons: [{ id: 'menu', title: 'Menu' }],
    }),
  list: (m) =>
    m.sendInteractiveList({
      ...base(),
      bodyText: 'Menu',
      buttonText: 'Lihat',
      sections: [{ title: 'Kopi', rows }],
    }),
  'cta url': (m) =>
    m.sendInteractiveCtaUrl({
      ...base(),
      bodyText: 'Bayar',
      parameters: { displayText: 'Bayar', url: 'https://toko.example' },
    }),
  product: (m) => m.sendInteractiveProduct({ ...base(), catalogId: '9', productRetailerId: 'SKU-1' }),
  'product list': (m) =>
    m.sendInteractiveProductList({
      ...base(),
      bodyText: 'Menu',
      header: { type: 'text', text: 'Kopi' },
      catalogId: '9',
      sections: [{ title: 'Kopi', productItems: [{ productRetailerId: 'SKU-1' }] }],
    }),
  'catalog message': (m) =>
    m.sendInteractiveCatalogMessage({
      ...base(),
      bodyText: 'Katalog',
      parameters: { thumbnailProductRetailerId: 'SKU-1' },
    }),
  flow: (m) =>
    m.sendInteractiveFlow({
      ...base(),
      bodyText: 'Isi',
      parameters: { flowId: '1', flowCta: 'Isi', flowToken: 't', flowMessageVersion: '3' },
    }),
  carousel: (m) =>
    m.sendInteractiveCarousel({
      ...base(),
      bodyText: 'Pilihan',
      cards: [0, 1].map((cardIndex) => ({
        cardIndex,
        header: image(),
        bodyText: 'Kopi',
        action: { displayText: 'Beli', url: 'https://toko.example' },
      })),
    }),
  'location request': (m) =>
    m.sendInteractiveLocationRequest({
      ...base(),
      bodyText: 'Di mana?',
      parameters: { requestMessage: 'Di mana?' },
    }),
  'address request': (m) =>
    m.sendInteractiveAddress({ ...base(), bodyText: 'Alamat?', parameters: { country: 'SG' } }),
  'call permission request': (m) =>
    m.sendInteractiveCallPermission({
      ...base(),
      bodyText: 'Boleh telepon?',
      parameters: { phoneNumber: `+${waId()}` },
    }),
  template: (m) =>
    m.sendTemplate({
      ...base(),
      template: {
        name: 'pengingat_pesanan',
        language: { code: 'id' },
        components: [
          { type: 'body', parameters: [parameter('Dewi'), parameter('KS-1')] },
          {
            type: 'button',
            subType: 'quick_reply',
            index: 0,
            parameters: [{ type: 'payload', payload: 'ya' }],
          },
        ],
      },
    }),
}

for (const [name, send] of Object.entries(kapsoSends)) {
  test(`@kapso/whatsapp-cloud-api sends a ${name}`, async () => {
    const answer = await send(kapso().messages)
    await arrives(answer)
  })
}

const wajsSends: Record<string, () => InstanceType<typeof wa.Text> | unknown> = {
  text: () => new wa.Text('halo', true),
  image: () => new wa.Image(media.image ?? '', true, 'foto'),
  audio: () => new wa.Audio(media.audio ?? '', true, true),
  video: () => new wa.Video(media.video ?? '', true, 'video'),
  document: () => new wa.Document(media.document ?? '', true, 'berkas', 'a.pdf'),
  sticker: () => new wa.Sticker(media.sticker ?? '', true),
  location: () => new wa.Location(107.6, -6.9, 'Toko', 'Bandung'),
  contacts: () =>
    new wa.Contacts([new wa.Name('Budi Santoso', 'Budi'), new wa.Phone('+628110000002', 'CELL')]),
  reaction: () => new wa.Reaction(heard, '☕'),
  buttons: () =>
    new wa.Interactive(
      new wa.ActionButtons(new wa.Button('a', 'Ya'), new wa.Button('b', 'Tidak')),
      new wa.Body('Jadi?'),
      new wa.Header('Pesanan'),
      new wa.Footer('Kopi Senja'),
    ),
  list: () =>
    new wa.Interactive(
      new wa.ActionList('Lihat', new wa.ListSection('Kopi', new wa.Row('k', 'Kopi susu', 'Rp18.000'))),
      new wa.Body('Menu'),
    ),
  'cta url': () =>
    new wa.Interactive(new wa.ActionCTA('Bayar', 'https://toko.example'), new wa.Body('Bayar')),
  catalog: () => new wa.Interactive(new wa.ActionCatalog(new wa.Product('SKU-1')), new wa.Body('Katalog')),
  product: () => new wa.Interactive(new wa.ActionProduct(new wa.CatalogProduct('SKU-1', '9'))),
  'product list': () =>
    new wa.Interactive(
      new wa.ActionProductList('9', new wa.ProductSection('Kopi', new wa.Product('SKU-1'))),
      new wa.Body('Menu'),
      new wa.Header('Kopi'),
    ),
  flow: () =>
    new wa.Interactive(
      new wa.ActionNavigateFlow('t', '1', 'Isi', 'AWAL', { nama: 'Dewi' }),
      new wa.Body('Isi'),
    ),
  'location request': () => new wa.Interactive(new wa.ActionLocation(), new wa.Body('Di mana?')),
  'call permission request': () =>
    new wa.Interactive(new wa.ActionCallPermission(), new wa.Body('Boleh telepon?')),
  'contact request': () => new wa.Interactive(new wa.ActionContactRequest(), new wa.Body('Nomor Anda?')),
  template: () =>
    new wa.Template(
      'tautan_pembayaran',
      'id',
      new wa.BodyComponent(new wa.BodyParameter('Dewi'), new wa.BodyParameter('Rp45.000')),
      new wa.URLComponent('KS-1001'),
    ),
  'template with an image': () =>
    new wa.Template(
      'promo_akhir_pekan',
      'id',
      new wa.HeaderComponent(new wa.HeaderParameter(new wa.Image(media.image ?? '', true))),
      new wa.BodyComponent(new wa.BodyParameter('Dewi'), new wa.BodyParameter('20%')),
      new wa.PayloadComponent('pesan'),
    ),
}

for (const [name, make] of Object.entries(wajsSends)) {
  test(`whatsapp-api-js sends a ${name}`, async () => {
    const message = make() as wa.Text
    await arrives(await wajs().sendMessage(number(), waId(), message, undefined, `kunci ${name}`))
  })
}

/** The answer has a wamid, and its message is sent (or at least not failed) soon after. */
async function arrives(answer: unknown): Promise<void> {
  const [message] = objectOf(answer).messages as { id: string }[]
  assert.ok(message, JSON.stringify(answer))
  const post = await rig.receiver.until(
    (one) => hasStatus('sent', message.id)(one) || hasStatus('failed', message.id)(one),
  )
  assert.equal(updatesIn(post, 'statuses')[0]?.status, 'sent', post.raw)
}

test('both clients mark as read, show typing, and handle media', async () => {
  const client = kapso()
  const read = await client.messages.markRead({
    phoneNumberId: number(),
    messageId: heard,
    typingIndicator: { type: 'text' },
  })
  assert.equal(read.success, true)
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('file', new Blob([PNG], { type: 'image/png' }), 'a.png')
  const uploaded = await wajs().uploadMedia(number(), form)
  assert.ok('id' in uploaded, JSON.stringify(uploaded))
  const known = await wajs().retrieveMedia(uploaded.id)
  assert.ok('url' in known, JSON.stringify(known))
  const file = await wajs().fetchMedia(known.url)
  assert.deepEqual(Buffer.from(await file.arrayBuffer()), PNG)
  assert.equal((await fetch(known.url)).status, 401)
  assert.deepEqual(await wajs().deleteMedia(uploaded.id), { success: true })
  assert.ok('error' in (await wajs().retrieveMedia(uploaded.id)))
  const list = await client.templates.list({ businessAccountId: rig.world.wabaId, limit: 2 })
  assert.equal(list.data.length, 2)
})

const SAYINGS: Record<string, object> = {
  text: { kind: 'text', text: 'Terima kasih 🙏 café' },
  advertisement: { kind: 'text', text: 'dari iklan', advertisement: 'Diskon kopi' },
  location: { kind: 'location', latitude: -6.9, longitude: 107.6, name: 'Rumah' },
  contacts: { kind: 'contacts', contacts: [{ name: 'Budi Santoso', phone: '+62 811-0000-002' }] },
  order: {
    kind: 'order',
    catalogId: '9',
    items: [{ sku: 'SKU-1', quantity: 2, price: 18000, currency: 'IDR' }],
  },
}

test('both clients check the signature of what the customer does, and read it', async () => {
  for (const [name, saying] of Object.entries(SAYINGS)) {
    const said = await rig.control('POST', `${threadPath(rig.world)}/say`, saying)
    assert.equal(said.status, 200, JSON.stringify(said.body))
    await readsBoth(String(said.body.wamid), name)
  }
  const picture = await fetch(`${rig.simulator.url}/worlds/${rig.world.id}/media?filename=a.png`, {
    method: 'POST',
    headers: { 'x-world-key': rig.world.key, 'content-type': 'image/png' },
    body: PNG,
  })
  const { mediaId } = (await picture.json()) as { mediaId: string }
  const shown = await rig.control('POST', `${threadPath(rig.world)}/say`, {
    kind: 'media',
    mediaId,
    caption: 'ini',
  })
  await readsBoth(String(shown.body.wamid), 'image')
  const reacted = await rig.control('POST', `${threadPath(rig.world)}/say`, {
    kind: 'reaction',
    to: heard,
    emoji: '🔥',
  })
  await readsBoth(String(reacted.body.wamid), 'reaction')
})

test('both clients read the status webhooks', async () => {
  const sent = await kapso().messages.sendText({ ...base(), body: 'status' })
  const id = sent.messages[0]?.id ?? ''
  const post = await rig.receiver.until(hasStatus('delivered', id))
  const normal = normalizeWebhook(post.body)
  assert.equal(normal.statuses[0]?.id, id)
  const seen: string[] = []
  const api = wajs()
  api.on.status = ({ id: wamid, status }) => {
    seen.push(`${status} ${wamid}`)
  }
  await api.post(JSON.parse(post.raw), post.raw, String(post.headers['x-hub-signature-256']))
  await eventually(() => (seen.length > 0 ? true : undefined), 'the status')
  assert.deepEqual(seen, [`delivered ${id}`])
})

async function readsBoth(wamid: string, name: string): Promise<void> {
  const post = await rig.receiver.until((one) => updatesIn(one, 'messages').some(({ id }) => id === wamid))
  const signature = String(post.headers['x-hub-signature-256'])
  assert.ok(
    verifySignature({ appSecret: rig.world.appSecret, rawBody: post.raw, signatureHeader: signature }),
    name,
  )
  const normal = normalizeWebhook(post.body)
  assert.equal(normal.messages[0]?.id, wamid, name)
  const seen: string[] = []
  const api = wajs()
  api.on.message = ({ message }) => {
    seen.push(message.id)
  }
  await api.post(JSON.parse(post.raw), post.raw, signature)
  await eventually(() => (seen.length > 0 ? true : undefined), name)
  assert.deepEqual(seen, [wamid], name)
}
