import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { decodeTemplate } from '#core/whatsapp/template/decode.ts'
import { encodeNewTemplate, encodeTemplateEdit, sampleFilesOf } from '#core/whatsapp/template/encode.ts'
import { Template } from '#core/whatsapp/template/template.ts'
import { checkCreateBody } from '../../../test/create-body.ts'

const folder = new URL('../../../test/data/template-create/', import.meta.url)
const files = readdirSync(folder).filter((file) => file !== 'index.json')
const bodyOf = (file: string) => JSON.parse(readFileSync(new URL(file, folder), 'utf8'))

for (const file of files) {
  test(`${file} passes every rule and is made again, exactly, from our form`, () => {
    const body = bodyOf(file)
    assert.deepEqual(checkCreateBody(body), [])
    const { template, findings } = decodeTemplate(body)
    assert.deepEqual(findings, [])
    assert.deepEqual(encodeNewTemplate(Template.parse(template)), body)
  })
}

const draft = (more: object) =>
  Template.parse({ language: 'id', category: 'UTILITY', body: { text: '' }, ...more })
const examples = (...values: string[]) => values.map((value, at) => ({ name: String(at + 1), value }))

/** Recorded bodies, and drafts written by hand that must become exactly them. */
const cases: readonly [string, object][] = [
  [
    '01-utility-positional.json',
    {
      name: 'konfirmasi_pesanan',
      body: {
        text: 'Terima kasih {{1}}, pesanan nomor {{2}} sudah kami terima.',
        examples: examples('Sari', '1001').reverse(),
      },
    },
  ],
  [
    '02-utility-named.json',
    {
      name: 'konfirmasi_pesanan_nama',
      format: 'NAMED',
      body: {
        text: 'Terima kasih {{nama}}, pesanan nomor {{nomor}} sudah kami terima.',
        examples: [
          { name: 'nomor', value: '1001' },
          { name: 'nama', value: 'Sari' },
        ],
      },
    },
  ],
  [
    '03-marketing-full.json',
    {
      name: 'promo_judul',
      category: 'MARKETING',
      header: { kind: 'text', text: 'Promo {{1}} dimulai!', examples: examples('Lebaran') },
      body: { text: 'Dapatkan diskon {{1}} untuk semua produk kami minggu ini.', examples: examples('30%') },
      footer: { text: 'Balas STOP untuk berhenti' },
      buttons: [
        { kind: 'reply', text: 'Berhenti promo' },
        {
          kind: 'url',
          text: 'Belanja',
          url: 'https://toko.example.test/{{1}}',
          example: 'https://toko.example.test/promo',
        },
        { kind: 'phone', text: 'Telepon', phone: '6281100000001' },
      ],
    },
  ],
  [
    '04-header-image.json',
    {
      name: 'promo_image',
      category: 'MARKETING',
      header: { kind: 'image', sample: { file: 'f1' } },
      body: { text: 'Lihat penawaran terbaru kami minggu ini.' },
    },
  ],
  [
    '08-auth-copy-code.json',
    {
      name: 'kode_verifikasi',
      category: 'AUTHENTICATION',
      lifetime: 600,
      body: { text: '', security: true },
      footer: { minutes: 5 },
      buttons: [{ kind: 'otp', otp: 'COPY_CODE', text: 'Salin kode' }],
    },
  ],
]

for (const [file, more] of cases) {
  test(`a draft by hand becomes ${file}`, () => {
    const template = draft(more)
    assert.deepEqual(
      encodeNewTemplate(template, () => '4::aW1hZ2U='),
      bodyOf(file),
    )
  })
}

test('the samples of header and cards are uploaded before a template is submitted', () => {
  const template = draft({
    name: 'karusel',
    header: { kind: 'image', sample: { file: 'a' } },
    cards: [
      { header: { kind: 'video', sample: { file: 'b' } } },
      { header: { kind: 'image', sample: { handle: 'h' } } },
    ],
  })
  assert.deepEqual(sampleFilesOf(template), ['a', 'b'])
  assert.throws(() => encodeNewTemplate(template), /sample a was uploaded/)
})

test('an edit sends all parts anew, and the category only while the template is not approved', () => {
  const template = draft({ name: 'info', body: { text: 'Pesanan Anda sudah siap.' } })
  const components = [{ type: 'BODY', text: 'Pesanan Anda sudah siap.' }]
  const numbered = { parameter_format: 'POSITIONAL', components }
  assert.deepEqual(
    encodeTemplateEdit(template, 'APPROVED'),
    numbered,
    'a template that had names has numbers now',
  )
  assert.deepEqual(encodeTemplateEdit(template, 'REJECTED'), { category: 'UTILITY', ...numbered })
})
