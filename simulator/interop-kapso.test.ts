import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  buildTemplateSendPayload,
  MessagesResource,
  type TemplateSendInput,
  type WhatsAppClient,
} from '@kapso/whatsapp-cloud-api'
import { arrives, type Interop, openInterop } from '#simulator/interop.ts'

let world: Interop
before(async () => {
  world = await openInterop()
})
after(() => world.rig.close())

const rows = [{ id: 'r1', title: 'Kopi susu', description: 'Rp18.000' }]
const image = () => ({ type: 'image' as const, image: { id: world.media.image } })
const base = () => ({ phoneNumberId: world.number, to: `+${world.waId}` })
const text = (value: string) => ({ type: 'text' as const, text: value })

type Messages = WhatsAppClient['messages']
/** One message for every method that sends: one that is new in the client is missed by the types. */
type Sends = {
  readonly [K in keyof Messages as K extends `send${string}` ? K : never]: (m: Messages) => Promise<unknown>
}

const SENDS: Sends = {
  sendText: (m) => m.sendText({ ...base(), body: 'halo' }),
  sendImage: (m) => m.sendImage({ ...base(), image: { id: world.media.image, caption: 'foto' } }),
  sendAudio: (m) => m.sendAudio({ ...base(), audio: { id: world.media.audio } }),
  sendVideo: (m) => m.sendVideo({ ...base(), video: { id: world.media.video } }),
  sendDocument: (m) =>
    m.sendDocument({ ...base(), document: { id: world.media.document, filename: 'a.pdf' } }),
  sendSticker: (m) => m.sendSticker({ ...base(), sticker: { id: world.media.sticker } }),
  sendLocation: (m) =>
    m.sendLocation({ ...base(), location: { latitude: -6.9, longitude: 107.6, name: 'Toko' } }),
  sendContacts: (m) =>
    m.sendContacts({
      ...base(),
      contacts: [
        { name: { formattedName: 'Budi', firstName: 'Budi' }, phones: [{ phone: '+628110000002' }] },
      ],
    }),
  sendReaction: (m) => m.sendReaction({ ...base(), reaction: { messageId: world.heard, emoji: '👍' } }),
  sendInteractiveButtons: (m) =>
    m.sendInteractiveButtons({
      ...base(),
      bodyText: 'Mau apa?',
      header: image(),
      buttons: [{ id: 'menu', title: 'Menu' }],
    }),
  sendInteractiveList: (m) =>
    m.sendInteractiveList({
      ...base(),
      bodyText: 'Menu',
      buttonText: 'Lihat',
      sections: [{ title: 'Kopi', rows }],
    }),
  sendInteractiveCtaUrl: (m) =>
    m.sendInteractiveCtaUrl({
      ...base(),
      bodyText: 'Bayar',
      parameters: { displayText: 'Bayar', url: 'https://toko.example' },
    }),
  sendInteractiveProduct: (m) =>
    m.sendInteractiveProduct({ ...base(), catalogId: '9', productRetailerId: 'SKU-1' }),
  sendInteractiveProductList: (m) =>
    m.sendInteractiveProductList({
      ...base(),
      bodyText: 'Menu',
      header: { type: 'text', text: 'Kopi' },
      catalogId: '9',
      sections: [{ title: 'Kopi', productItems: [{ productRetailerId: 'SKU-1' }] }],
    }),
  sendInteractiveCatalogMessage: (m) =>
    m.sendInteractiveCatalogMessage({
      ...base(),
      bodyText: 'Katalog',
      parameters: { thumbnailProductRetailerId: 'SKU-1' },
    }),
  sendInteractiveFlow: (m) =>
    m.sendInteractiveFlow({
      ...base(),
      bodyText: 'Isi',
      parameters: { flowId: '1', flowCta: 'Isi', flowToken: 't', flowMessageVersion: '3' },
    }),
  sendInteractiveCarousel: (m) =>
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
  sendInteractiveLocationRequest: (m) =>
    m.sendInteractiveLocationRequest({
      ...base(),
      bodyText: 'Di mana?',
      parameters: { requestMessage: 'Di mana?' },
    }),
  sendInteractiveAddress: (m) =>
    m.sendInteractiveAddress({ ...base(), bodyText: 'Alamat?', parameters: { country: 'SG' } }),
  sendInteractiveCallPermission: (m) =>
    m.sendInteractiveCallPermission({
      ...base(),
      bodyText: 'Boleh telepon?',
      parameters: { phoneNumber: `+${world.waId}` },
    }),
  sendTemplate: (m) =>
    m.sendTemplate({
      ...base(),
      template: {
        name: 'pengingat_pesanan',
        language: { code: 'id' },
        components: [
          { type: 'body', parameters: [text('Dewi'), text('KS-1')] },
          {
            type: 'button',
            subType: 'quick_reply',
            index: 0,
            parameters: [{ type: 'payload', payload: 'ya' }],
          },
        ],
      },
    }),
  sendInteractiveRaw: (m) =>
    m.sendInteractiveRaw({
      ...base(),
      interactive: {
        type: 'request_contact_info',
        body: { text: 'Nomor Anda?' },
        action: { name: 'request_contact_info' },
      },
    }),
  sendRaw: (m) =>
    m.sendRaw({
      phoneNumberId: world.number,
      payload: { messagingProduct: 'whatsapp', to: base().to, type: 'text', text: { body: 'halo' } },
    }),
}

test('no method of @kapso/whatsapp-cloud-api that sends is left out', () => {
  const methods = Object.getOwnPropertyNames(MessagesResource.prototype).filter((name) => /^send/.test(name))
  assert.deepEqual(methods.toSorted(), Object.keys(SENDS).toSorted())
})

for (const [name, send] of Object.entries(SENDS)) {
  test(`@kapso/whatsapp-cloud-api: ${name} arrives`, async () => {
    await arrives(world, await send(world.kapso.messages))
  })
}

type Filling = Omit<TemplateSendInput, 'name' | 'language'>
const button = (index: number) => ({ type: 'button' as const, index })
/**
 * The account's templates with every header, parameter and button that the client fills, but two: its currency says
 * `amount1000` on the wire where Meta wants `amount_1000`, and its button `phone_number` takes nothing at Meta.
 */
const TEMPLATES: Readonly<Record<string, () => Filling>> = {
  konfirmasi_pesanan: () => ({
    body: [text('Dewi'), { type: 'date_time', dateTime: { fallbackValue: '28 November 2026' } }],
  }),
  konfirmasi_pesanan_nama: () => ({
    body: [
      { ...text('KS-1'), parameterName: 'nomor' },
      { ...text('Dewi'), parameterName: 'nama' },
    ],
  }),
  promo_judul: () => ({
    header: text('Lebaran'),
    body: [text('30%')],
    buttons: [
      { ...button(0), subType: 'quick_reply', parameters: [{ type: 'payload', payload: 'berhenti' }] },
      { ...button(1), subType: 'url', parameters: [text('promo')] },
    ],
  }),
  promo_image: () => ({ header: image() }),
  promo_video: () => ({ header: { type: 'video', video: { id: world.media.video } } }),
  promo_document: () => ({ header: { type: 'document', document: { id: world.media.document } } }),
  lokasi_toko: () => ({
    header: { type: 'location', location: { latitude: -6.9, longitude: 107.6, name: 'Toko' } },
  }),
  kupon_25: () => ({
    body: [text('25%')],
    buttons: [
      {
        ...button(0),
        subType: 'copy_code',
        parameters: [{ type: 'coupon_code', coupon_code: 'HEMAT25' }],
      },
    ],
  }),
  survei: () => ({
    buttons: [
      { ...button(0), subType: 'flow', parameters: [{ type: 'action', action: { flow_token: 'survei-1' } }] },
    ],
  }),
  karusel_produk: () => ({
    body: [text('Dewi')],
    cards: [0, 1].map((cardIndex) => ({
      cardIndex,
      components: [
        { type: 'header', parameters: [image()] },
        { type: 'body', parameters: [text('10%')] },
        { ...button(0), subType: 'quick_reply', parameters: [{ type: 'payload', payload: 'lagi' }] },
        { ...button(1), subType: 'url', parameters: [text('1')] },
      ],
    })),
  }),
}

for (const [name, filling] of Object.entries(TEMPLATES)) {
  test(`@kapso/whatsapp-cloud-api: the template ${name} arrives`, async () => {
    const built = buildTemplateSendPayload({ name, language: 'id', ...filling() })
    const template = { ...built, components: (built.components ?? []).map((component) => ({ ...component })) }
    await arrives(world, await world.kapso.messages.sendTemplate({ ...base(), template }))
  })
}
