import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Draft } from '#core/whatsapp/draft.ts'
import { type Address, type Extras, encodeDraft, encodeRead, filesOf } from '#core/whatsapp/encode.ts'

const SARI: Address = { waId: '6281234567890' }
const BSUID = 'ID.40817263544556677889'
const NO_FILES: Extras = { mediaIdOf: () => undefined }

function request(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../test/data/requests/${name}.json`, import.meta.url), 'utf8'))
}

const link = (path: string) => ({ link: `https://toko.example.test/${path}` })
const row = (id: string, title: string, description?: string) => ({
  id,
  title,
  ...(description && { description }),
})

/** Recorded bodies that the Cloud API takes, and the drafts that must become exactly them. */
const cases: readonly [string, object, Address?, Partial<Extras>?][] = [
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
  ['049-template-no-params', { kind: 'template', name: 'hello_world', language: 'en_US' }],
  [
    '050-template-positional',
    {
      kind: 'template',
      name: 'konfirmasi_pesanan',
      language: 'id',
      body: [{ text: 'Sari' }, { text: '1001' }],
    },
  ],
  [
    '051-template-named',
    {
      kind: 'template',
      name: 'konfirmasi_pesanan_nama',
      language: 'id',
      body: [
        { name: 'nama', text: 'Sari' },
        { name: 'nomor', text: '1001' },
      ],
    },
  ],
  [
    '053-template-header-text',
    {
      kind: 'template',
      name: 'promo_judul',
      language: 'id',
      header: { kind: 'text', text: 'Lebaran' },
      body: [{ text: '30%' }],
    },
  ],
  [
    '054-template-header-image-link',
    {
      kind: 'template',
      name: 'promo_gambar',
      language: 'id',
      header: { kind: 'image', source: link('img/promo.jpg') },
      body: [{ text: '30%' }],
    },
  ],
  [
    '055-template-header-video-id',
    {
      kind: 'template',
      name: 'promo_video',
      language: 'id',
      header: { kind: 'video', source: { mediaId: '1013859600285446' } },
    },
  ],
  [
    '058-template-quick-replies',
    {
      kind: 'template',
      name: 'pengingat_janji',
      language: 'id',
      body: [{ text: 'Senin' }],
      buttons: [
        { index: 0, kind: 'reply', value: 'appt:ok:9' },
        { index: 1, kind: 'reply', value: 'appt:cancel:9' },
      ],
    },
  ],
  [
    '059-template-url-button',
    {
      kind: 'template',
      name: 'bayar_pesanan',
      language: 'id',
      body: [{ text: '1001' }],
      buttons: [{ index: 0, kind: 'url', value: 'pay/1001?t=abc' }],
    },
  ],
  [
    '061-template-auth-otp',
    {
      kind: 'template',
      name: 'kode_verifikasi',
      language: 'id',
      body: [{ text: '739201' }],
      buttons: [{ index: 0, kind: 'url', value: '739201' }],
    },
  ],
]

function wamidOf(name: string): string {
  return (request(name) as { reaction: { message_id: string } }).reaction.message_id
}

for (const [name, draft, to = SARI, extras = {}] of cases) {
  test(`${name} is produced exactly`, () => {
    assert.deepEqual(encodeDraft(Draft.parse(draft), to, { ...NO_FILES, ...extras }), request(name))
  })
}

test('the longest list and buttons keep every word', () => {
  const list = request('030-interactive-list-max') as { interactive: ListForm }
  const { header, body, footer, action } = list.interactive
  const draft = { kind: 'list', text: body.text, button: action.button, sections: action.sections }
  const framed = { ...draft, ...(header && { header: header.text }), ...(footer && { footer: footer.text }) }
  assert.deepEqual(encodeDraft(Draft.parse(framed), SARI, NO_FILES), list)

  const buttons = request('026-interactive-button-text-header') as { interactive: ButtonsForm }
  const { interactive } = buttons
  const replies = interactive.action.buttons.map((button) => button.reply)
  const parts = { ...(interactive.footer && { footer: interactive.footer.text }) }
  const head = { kind: 'text', text: interactive.header.text }
  const meant = { kind: 'buttons', header: head, text: interactive.body.text, buttons: replies, ...parts }
  assert.deepEqual(encodeDraft(Draft.parse(meant), SARI, NO_FILES), buttons)
})

type Texted = { readonly text: string }
type ListForm = {
  readonly header?: Texted
  readonly body: Texted
  readonly footer?: Texted
  readonly action: { readonly button: string; readonly sections: unknown }
}
type ButtonsForm = {
  readonly header: Texted
  readonly body: Texted
  readonly footer?: Texted
  readonly action: { readonly buttons: readonly { readonly reply: object }[] }
}

test('a number wins over a business-scoped id, and always carries its plus', () => {
  const body = encodeDraft({ kind: 'text', text: 'Halo' }, { ...SARI, bsuid: BSUID }, NO_FILES)
  assert.equal(body.to, '+6281234567890')
  assert.ok(!('recipient' in body))
})

test('an answer quotes its message, but a reaction quotes nothing', () => {
  const extras = { ...NO_FILES, replyTo: 'wamid.B' }
  const answer = encodeDraft({ kind: 'text', text: 'Halo' }, SARI, extras)
  assert.deepEqual(answer.context, { message_id: 'wamid.B' })
  assert.ok(!('context' in encodeDraft({ kind: 'reaction', wamid: 'wamid.B', emoji: '👍' }, SARI, extras)))
})

test('a contact card always has a second part of the name', () => {
  const draft = Draft.parse({
    kind: 'contacts',
    contacts: [
      { name: { formatted: 'Budi' }, phones: [{ phone: '+62 811', waId: '62811' }], organisation: 'Toko' },
    ],
  })
  assert.deepEqual(encodeDraft(draft, SARI, NO_FILES).contacts, [
    {
      name: { formatted_name: 'Budi', first_name: 'Budi' },
      phones: [{ phone: '+62 811', wa_id: '62811' }],
      org: { company: 'Toko' },
    },
  ])
})

test('files of ours are named before sending, and sending without their upload is our own mistake', () => {
  const header = { kind: 'image', source: { file: 'f1' } } as const
  const draft: Draft = { kind: 'link', header, text: 'a', label: 'b', url: 'https://a.test' }
  assert.deepEqual(filesOf(draft), ['f1'])
  assert.deepEqual(filesOf({ kind: 'media', media: 'image', source: { link: 'https://a.test' } }), [])
  assert.throws(() => encodeDraft(draft, SARI, NO_FILES), /was uploaded before/)
})

test('a read mark may show that somebody types', () => {
  const mark = request('071-mark-read') as { message_id: string }
  assert.deepEqual(encodeRead(mark.message_id), mark)
  assert.deepEqual(encodeRead('w', true).typing_indicator, { type: 'text' })
})

test('coordinates never take an exponent', () => {
  const body = encodeDraft({ kind: 'location', latitude: 1e-7, longitude: -0.000001 }, SARI, NO_FILES)
  assert.deepEqual(body.location, { latitude: '0', longitude: '-0.000001' })
})
