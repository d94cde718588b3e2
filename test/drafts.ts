import { readFileSync } from 'node:fs'
import type { Address, Extras } from '#core/whatsapp/encode.ts'
import type { Loose } from './rig.ts'
import { TEMPLATE_DRAFTS } from './template-drafts.ts'

export const SARI: Address = { waId: '6281234567890' }
export const BSUID = 'ID.40817263544556677889'
const KOPI = { catalogId: '900800700600500', sku: 'SKU-KOPI-250' }

/** One of the recorded bodies of `POST /{phone-number-id}/messages`. */
export function readRequest(name: string): Loose {
  return JSON.parse(readFileSync(new URL(`data/requests/${name}.json`, import.meta.url), 'utf8'))
}

const link = (path: string) => ({ link: `https://toko.example.test/${path}` })
const row = (id: string, title: string, description?: string) => ({
  id,
  title,
  ...(description && { description }),
})

/** Recorded bodies that the Cloud API takes, and the drafts that must become exactly them. */
export const DRAFTS: readonly [file: string, draft: object, to?: Address, extras?: Partial<Extras>][] = [
  ['001-text', { kind: 'text', text: 'Halo Sari, ada yang bisa kami bantu?' }],
  [
    '002-text-preview-url',
    { kind: 'text', text: 'Lihat katalog: https://toko.example.test/katalog', preview: true },
  ],
  ['003-text-max-4096', { kind: 'text', text: 'a'.repeat(4096) }],
  ['006-text-to-bsuid', { kind: 'text', text: 'Halo' }, { bsuid: BSUID }],
  ['009-text-opaque-data', { kind: 'text', text: 'Halo' }, SARI, { key: '{"conversation":"c1"}' }],
  [
    '011-image-id',
    { kind: 'media', media: 'image', source: { file: 'f1' }, caption: 'Foto produk' },
    SARI,
    { mediaIdOf: () => '1013859600285441' },
  ],
  ['013-audio-id', { kind: 'media', media: 'audio', source: { mediaId: '1013859600285442' } }],
  [
    '014-audio-voice',
    { kind: 'media', media: 'audio', source: { mediaId: '1013859600285443' }, voice: true },
  ],
  ['015-video-link', { kind: 'media', media: 'video', source: link('v/unboxing.mp4'), caption: 'Unboxing' }],
  [
    '017-document-link',
    { kind: 'media', media: 'document', source: link('inv/1001.pdf'), filename: 'invoice-1001.pdf' },
  ],
  ['018-sticker-id', { kind: 'media', media: 'sticker', source: { mediaId: '1013859600285445' } }],
  [
    '019-location',
    {
      kind: 'location',
      latitude: -6.175392,
      longitude: 106.827153,
      name: 'Toko Contoh',
      address: 'Jl. Merdeka 1, Jakarta',
    },
  ],
  ['022-reaction', { kind: 'reaction', wamid: wamidOf('022-reaction'), emoji: '😀' }],
  ['023-reaction-remove', { kind: 'reaction', wamid: wamidOf('023-reaction-remove'), emoji: null }],
  [
    '025-interactive-button-image-header',
    {
      kind: 'buttons',
      header: { kind: 'image', source: link('img/banner.jpg') },
      text: 'Pilih menu',
      footer: 'Toko Contoh',
      buttons: [row('m1', 'Produk'), row('m2', 'Harga'), row('m3', 'Hubungi CS')],
    },
  ],
  [
    '027-interactive-button-document-header',
    {
      kind: 'buttons',
      header: { kind: 'document', source: { mediaId: '1013859600285444' }, filename: 'brosur.pdf' },
      text: 'Sudah dibaca?',
      buttons: [row('ok', 'Sudah')],
    },
  ],
  [
    '029-interactive-list-single-section-no-title',
    {
      kind: 'list',
      text: 'Pilih',
      button: 'Buka',
      sections: [{ rows: Array.from({ length: 10 }, (_, at) => row(`r${at}`, `Baris ${at}`)) }],
    },
  ],
  [
    '031-interactive-cta-url',
    {
      kind: 'link',
      header: { kind: 'text', text: 'Bayar pesanan' },
      text: 'Ketuk tombol untuk membayar',
      footer: 'Berlaku 24 jam',
      label: 'Bayar',
      url: 'https://toko.example.test/pay/abc',
    },
  ],
  ['039-interactive-location-request', { kind: 'locationRequest', text: 'Kirim lokasi pengantaran' }],
  ['005-text-no-recipient-type', { kind: 'text', text: 'Halo' }],
  ['007-text-to-and-recipient', { kind: 'text', text: 'Halo' }, { ...SARI, bsuid: BSUID }],
  [
    '010-text-identity-check',
    { kind: 'text', text: 'Saldo Anda ...' },
    { ...SARI, identityHash: 'DF2lS5v2W6x=' },
  ],
  [
    '021-contacts-full',
    {
      kind: 'contacts',
      contacts: [
        {
          name: { formatted: 'Budi Santoso', first: 'Budi', last: 'Santoso' },
          phones: [{ phone: '+628110000002', type: 'WORK', waId: '628110000002' }],
          emails: [{ email: 'budi@example.test', type: 'WORK' }],
          organisation: 'Toko Contoh',
          department: 'CS',
          title: 'Agen',
          birthday: '1990-08-17',
          addresses: [
            {
              street: 'Jl. Merdeka 1',
              city: 'Jakarta',
              state: 'DKI',
              zip: '10110',
              country: 'Indonesia',
              countryCode: 'ID',
              type: 'WORK',
            },
          ],
          urls: [{ url: 'https://toko.example.test', type: 'WORK' }],
        },
      ],
    },
  ],
  ['026-interactive-button-text-header', longestButtons()],
  ['030-interactive-list-max', longestList()],
  [
    '033-interactive-flow-name-draft',
    {
      kind: 'form',
      text: 'Isi formulir',
      label: 'Isi',
      form: { name: 'pendaftaran' },
      unpublished: true,
      token: 'unused',
      action: 'data_exchange',
    },
  ],
  [
    '034-interactive-product',
    { kind: 'product', text: 'Favorit minggu ini', footer: 'Stok terbatas', ...KOPI },
  ],
  ['035-interactive-product-minimal', { kind: 'product', ...KOPI }],
  [
    '037-interactive-catalog-message',
    { kind: 'catalog', text: 'Lihat katalog kami', footer: 'Toko Contoh', sku: KOPI.sku },
  ],
  ['038-interactive-catalog-message-no-thumbnail', { kind: 'catalog', text: 'Lihat katalog kami' }],
  ['041-interactive-request-contact-info', { kind: 'contactRequest', text: 'Boleh kami minta nomor Anda?' }],
  [
    '042-interactive-carousel-url',
    {
      kind: 'carousel',
      text: 'Produk baru:',
      cards: [0, 1].map((at) => ({
        header: { kind: 'image', source: link(`img/${at}.jpg`) },
        text: `Produk ${at}`,
        link: { label: 'Beli', url: `https://toko.example.test/p/${at}` },
      })),
    },
  ],
  [
    '043-interactive-carousel-quick-reply',
    {
      kind: 'carousel',
      text: 'Produk baru:',
      cards: [0, 1, 2].map((at) => ({
        header: { kind: 'image', source: link(`img/${at}.jpg`) },
        buttons: [row(`like-${at}`, 'Suka')],
      })),
    },
  ],
  [
    '045-interactive-order-details-br',
    {
      kind: 'orderDetails',
      text: 'Pesanan Anda',
      reference: 'ord-1001',
      goods: 'digital-goods',
      currency: 'BRL',
      payUrl: 'https://toko.example.test/pay/1001',
      items: [{ sku: 'SKU-1', name: 'Kopi', amount: '500.00', quantity: 1 }],
    },
  ],
  [
    '046-interactive-order-status',
    {
      kind: 'orderStatus',
      text: 'Pesanan diproses',
      reference: 'ord-1001',
      status: 'processing',
      description: 'Sedang dikemas',
    },
  ],
  ['047-interactive-call-permission-request', { kind: 'callRequest', text: 'Boleh kami menelepon?' }],
  ...TEMPLATE_DRAFTS,
]

function wamidOf(name: string): string {
  return readRequest(name).reaction.message_id
}

/** All limits at their maximum: the words are the recorded ones. */
function longestButtons(): object {
  const { header, body, footer, action } = readRequest('026-interactive-button-text-header').interactive
  return {
    kind: 'buttons',
    header: { kind: 'text', text: header.text },
    text: body.text,
    ...(footer && { footer: footer.text }),
    buttons: action.buttons.map((button: Loose) => button.reply),
  }
}

function longestList(): object {
  const { header, body, footer, action } = readRequest('030-interactive-list-max').interactive
  return {
    kind: 'list',
    text: body.text,
    button: action.button,
    sections: action.sections,
    ...(header && { header: header.text }),
    ...(footer && { footer: footer.text }),
  }
}

/**
 * Recorded bodies that say a thing in a second way, and the one way in which the product says it: Meta takes both for the
 * same message. Every other recorded body must be produced exactly.
 */
export const SAID_ONCE: Readonly<Record<string, (request: Loose) => Loose>> = {
  // Left out, it is individual.
  '005-text-no-recipient-type': (request) => ({ ...request, recipient_type: 'individual' }),
  // With both, the number wins.
  '007-text-to-and-recipient': ({ recipient: _, ...request }) => request,
  // A button's place may be a number and its kind in any case; we write text and lower case.
  '069-template-button-index-int': (request) => {
    const { components, ...template } = request.template
    const plain = components.map((one: Loose) =>
      one.type === 'button'
        ? { ...one, index: String(one.index), sub_type: one.sub_type.toLowerCase() }
        : one,
    )
    return { ...request, template: { ...template, components: plain } }
  },
  // `deterministic` is the only policy there is, and today's API no longer asks for it.
  '070-template-language-policy': (request) => ({
    ...request,
    recipient_type: 'individual',
    template: { ...request.template, language: { code: request.template.language.code } },
  }),
}
