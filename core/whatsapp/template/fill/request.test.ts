import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { isObject, type JsonObject } from '#core/base/json.ts'
import { checkDraft } from '#core/whatsapp/check.ts'
import { encodeDraft } from '#core/whatsapp/encode.ts'
import { decodeTemplate } from '#core/whatsapp/template/decode.ts'
import { decodeMetaTemplate } from '#core/whatsapp/template/decode-node.ts'
import { fillTemplate } from '#core/whatsapp/template/fill/fill.ts'
import type { FillRule } from '#core/whatsapp/template/fill/fill-rules.ts'
import { checkUse } from '#core/whatsapp/template/fill/use.ts'
import { TemplateValues } from '#core/whatsapp/template/fill/values.ts'
import type { Template } from '#core/whatsapp/template/template.ts'

const data = (path: string) =>
  JSON.parse(readFileSync(new URL(`../../../../test/data/${path}`, import.meta.url), 'utf8'))

function made(category: string, components: readonly object[], more: object = {}): Template {
  return decodeTemplate({ name: 'pesanan', language: 'id', category, components, ...more }).template
}

const created = (file: string) => decodeTemplate(data(`template-create/${file}.json`)).template
const body = (...texts: string[]) => texts.map((text) => ({ text }))
const APPOINTMENT = made(
  'UTILITY',
  [
    { type: 'BODY', text: 'Janji Anda hari {{1}}, bisa datang?' },
    {
      type: 'BUTTONS',
      buttons: [
        { type: 'QUICK_REPLY', text: 'Bisa' },
        { type: 'QUICK_REPLY', text: 'Batal' },
      ],
    },
  ],
  { name: 'pengingat_janji' },
)
const CHECKOUT = made(
  'UTILITY',
  [
    { type: 'BODY', text: 'Pesanan {{1}} menunggu pembayaran.' },
    { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Bayar', url: 'https://toko.example.test/{{1}}' }] },
  ],
  { name: 'bayar_pesanan' },
)
const PICTURE = made(
  'MARKETING',
  [
    { type: 'HEADER', format: 'IMAGE' },
    { type: 'BODY', text: 'Diskon {{1}} hari ini saja.' },
  ],
  { name: 'promo_gambar' },
)
const PRODUCTS = made(
  'MARKETING',
  [
    { type: 'BODY', text: 'Halo {{1}}, ini pilihan untuk Anda.' },
    {
      type: 'CAROUSEL',
      cards: [1, 2].map(() => ({
        components: [
          { type: 'HEADER', format: 'PRODUCT' },
          { type: 'BUTTONS', buttons: [{ type: 'SPM', text: 'View' }] },
        ],
      })),
    },
  ],
  { name: 'karusel_katalog' },
)
const catalogId = '900800700600500'
const image = (mediaId: string) => ({ kind: 'image' as const, source: { mediaId } })
const cardOf = (at: number) => ({
  header: image(`101385960028545${at}`),
  body: body('10%'),
  buttons: [
    { index: 0, value: `lebih-${at}` },
    { index: 1, value: `produk-${at}` },
  ],
})

/** Recorded requests, and the template and values that must become exactly them. */
const REQUESTS: readonly [string, Template, TemplateValues][] = [
  ['050-template-positional', created('01-utility-positional'), { body: body('Sari', '1001') }],
  [
    '051-template-named',
    created('02-utility-named'),
    {
      body: [
        { name: 'nomor', text: 1001 },
        { name: 'nama', text: 'Sari' },
      ],
    },
  ],
  [
    '053-template-header-text',
    { ...created('03-marketing-full'), buttons: [] },
    { header: { kind: 'text', text: 'Lebaran' }, body: body('30%') },
  ],
  [
    '054-template-header-image-link',
    PICTURE,
    {
      header: { kind: 'image', source: { link: 'https://toko.example.test/img/promo.jpg' } },
      body: body('30%'),
    },
  ],
  [
    '055-template-header-video-id',
    created('05-header-video'),
    { header: { kind: 'video', source: { mediaId: '1013859600285446' } } },
  ],
  [
    '057-template-header-location',
    created('07-header-location'),
    { place: { latitude: -6.175392, longitude: 106.827153, name: 'Toko Contoh', address: 'Jakarta' } },
  ],
  [
    '058-template-quick-replies',
    APPOINTMENT,
    {
      body: body('Senin'),
      buttons: [
        { index: 1, value: 'appt:cancel:9' },
        { index: 0, value: 'appt:ok:9' },
      ],
    },
  ],
  [
    '059-template-url-button',
    CHECKOUT,
    { body: body('1001'), buttons: [{ index: 0, value: 'pay/1001?t=abc' }] },
  ],
  ['061-template-auth-otp', created('08-auth-copy-code'), { body: body('739201') }],
  [
    '062-template-catalog',
    created('12-catalog'),
    { body: body('100'), buttons: [{ index: 0, value: 'SKU-KOPI-250' }] },
  ],
  [
    '063-template-mpm',
    created('13-mpm'),
    {
      header: { kind: 'text', text: 'Sari' },
      body: body('HEMAT10'),
      buttons: [{ index: 0, sections: [{ title: 'Kopi', skus: ['SKU-KOPI-250'] }] }],
    },
  ],
  [
    '065-template-flow-button',
    created('16-flow'),
    { buttons: [{ index: 0, value: 'ft-0002', data: { nama: 'Sari' } }] },
  ],
  [
    '066-template-carousel-media',
    created('15-carousel-media'),
    { body: body('Sari'), cards: [cardOf(0), cardOf(1)] },
  ],
  [
    '067-template-carousel-product',
    PRODUCTS,
    {
      body: body('Sari'),
      cards: ['SKU-KOPI-250', 'SKU-TEH-100'].map((sku) => ({ product: { sku, catalogId } })),
    },
  ],
]

for (const [file, template, values] of REQUESTS) {
  test(`${file} is made of its template and values`, () => {
    const filled = fillTemplate(template, TemplateValues.parse(values), 'path')
    assert.deepEqual(filled.findings, [])
    assert.deepEqual(checkDraft(filled.draft), [])
    const request = data(`requests/${file}.json`)
    assert.deepEqual(filled.components, request.template.components)
    const address = { waId: '6281234567890' }
    assert.deepEqual(encodeDraft(filled.draft, address, { mediaIdOf: () => undefined }), request)
    assert.deepEqual(fillTemplate(template, filled.draft, 'path').draft, filled.draft)
  })
}

/** The values that a recorded request carries, as far as the cases below need them. */
function valuesOf(components: readonly JsonObject[]): TemplateValues {
  const parametersOf = (type: string) =>
    (components.find((one) => one.type === type)?.parameters ?? []) as JsonObject[]
  const [header] = parametersOf('header')
  return TemplateValues.parse({
    ...(header?.type === 'text' && { header: { kind: 'text', text: header.text } }),
    ...(isObject(header?.image) && { header: { kind: 'image', source: { mediaId: header.image.id } } }),
    body: parametersOf('body').map(({ text }) => ({ text })),
  })
}

/** Requests that Meta refuses, the template they name, and the rule that stops them before any call. */
const REFUSED: readonly [string, Template, FillRule, string, boolean?][] = [
  ['040-template-missing', created('01-utility-positional'), 'template_missing', ''],
  ['041-template-wrong-language', created('01-utility-positional'), 'template_missing', ''],
  ['043-template-paused', PICTURE, 'template_paused', 'PAUSED'],
  ['044-template-disabled', PICTURE, 'template_disabled', 'DISABLED'],
  ['046-template-hydrated-too-long', created('01-utility-positional'), 'text_too_long', 'APPROVED'],
  ['047-template-header-format-mismatch', PICTURE, 'header_mismatch', 'APPROVED'],
  ['049-template-url-button-param-missing', CHECKOUT, 'button_param_missing', 'APPROVED'],
  ['050-template-otp-16', created('08-auth-copy-code'), 'otp_value', 'APPROVED'],
  ['058-auth-template-to-bsuid', created('08-auth-copy-code'), 'recipient_unnumbered', 'APPROVED'],
  [
    '059-marketing-disabled-on-cloud-api',
    { ...created('03-marketing-full'), buttons: [] },
    'marketing_disabled',
    'APPROVED',
    true,
  ],
]

const answers = new Map<string, { code: number }>(
  data('requests-invalid/index.json').map((one: { file: string; code: number }) => [one.file, one]),
)

for (const [file, template, rule, status, marketingDisabled = false] of REFUSED) {
  test(`${file} is stopped by ${rule}, with the code that Meta would give`, () => {
    const { to, template: sent } = data(`requests-invalid/${file}.json`)
    const listed = status ? decodeMetaTemplate({ ...nodeOf(template), status }) : undefined
    assert.ok(typeof listed !== 'string')
    const findings = [
      ...checkUse(listed, { numbered: to !== undefined, marketingDisabled }),
      ...(listed
        ? fillTemplate({ ...template, ...listed.template }, valuesOf(sent.components ?? [])).findings
        : []),
    ]
    const found = findings.find((one) => one.rule === rule)
    assert.ok(found?.codes?.includes(answers.get(`${file}.json`)?.code ?? 0), JSON.stringify(findings))
  })
}

/** A template as Meta would list it, as far as these cases look at it. */
function nodeOf(template: Template): JsonObject {
  const { name, language, category, body: own, header } = template
  const top = header && {
    type: 'HEADER',
    format: header.kind.toUpperCase(),
    ...('text' in header && { text: header.text }),
  }
  const buttons = template.buttons.map((button) =>
    button.kind === 'url'
      ? { type: 'URL', text: button.text, url: button.url }
      : { type: 'OTP', otp_type: 'COPY_CODE' },
  )
  const parts = [
    { type: 'BODY', text: own.text },
    ...(buttons.length > 0 ? [{ type: 'BUTTONS', buttons }] : []),
  ]
  return { id: '1', name, language, category, components: top ? [top, ...parts] : parts }
}

test('a template that Meta has not approved is not sent', () => {
  const pending = decodeMetaTemplate({ ...nodeOf(CHECKOUT), status: 'PENDING' })
  assert.ok(typeof pending === 'object')
  assert.deepEqual(
    checkUse(pending, { numbered: true }).map(({ rule }) => rule),
    ['template_unapproved'],
  )
  assert.deepEqual(checkUse({ ...pending, status: 'FLAGGED' }, { numbered: false }), [])
})
