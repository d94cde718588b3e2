import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { isObject } from '#core/base/json.ts'
import { isRefused } from '#core/whatsapp/finding.ts'
import { decodeTemplate } from '#core/whatsapp/template/decode.ts'
import { exampleValues, fillTemplate } from '#core/whatsapp/template/fill/fill.ts'
import { FILL_RULES, type FillRule } from '#core/whatsapp/template/fill/fill-rules.ts'
import { plainPreview } from '#core/whatsapp/template/fill/render.ts'
import { TemplateValues, type TextValue } from '#core/whatsapp/template/fill/values.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import { loadSuite } from '../../../../test/hostile.ts'

const data = (path: string) =>
  JSON.parse(readFileSync(new URL(`../../../../test/data/${path}`, import.meta.url), 'utf8'))

function made(category: string, components: readonly object[], more: object = {}): Template {
  return decodeTemplate({ name: 'pesanan', language: 'id', category, components, ...more }).template
}

const PAY = {
  type: 'URL',
  text: 'Bayar',
  url: 'https://toko.id/c/{{1}}',
  example: ['https://toko.id/c/ord_1'],
}
const TWO = 'Halo {{1}}, pesanan {{2}} sudah kami terima dan sedang disiapkan.'

type Vector = {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly template: { readonly variables: number; readonly url_suffix: boolean }
  readonly params: { readonly body: string[]; readonly url_suffix?: string }
  readonly expect: {
    readonly ok: boolean
    readonly code?: number | string
    readonly body?: string[]
    readonly sanitised?: boolean
  }
}

for (const { id, kind, title, template, params, expect } of data('vectors/template.json')
  .vectors as Vector[]) {
  if (kind !== 'send') continue
  test(`${id}: ${title}`, () => {
    const body = { type: 'BODY', text: template.variables === 2 ? TWO : 'Pesanan Anda sudah kami terima.' }
    const own = made('UTILITY', [body, ...(template.url_suffix ? [{ type: 'BUTTONS', buttons: [PAY] }] : [])])
    const suffix = params.url_suffix
    const buttons = suffix === undefined ? [] : [{ index: 0, value: suffix }]
    const { draft, findings } = fillTemplate(own, { body: params.body.map((text) => ({ text })), buttons })
    const errors = findings.filter(({ severity }) => severity === 'error')
    assert.equal(errors.length === 0, expect.ok)
    const { code } = expect
    if (typeof code === 'number') assert.ok(errors.some(({ codes }) => codes?.includes(code)))
    else
      assert.deepEqual(
        errors.map(({ rule }) => rule),
        code === undefined ? [] : [code],
      )
    if (expect.body)
      assert.deepEqual(
        draft.body.map(({ text }) => text),
        expect.body,
      )
    assert.equal(
      findings.some(({ rule }) => rule === 'param_sanitised'),
      expect.sanitised ?? false,
    )
  })
}

/** What becomes of the sends of the bad-input corpus: the rule that stops them, or the text that goes out. */
const HOSTILE: Readonly<Record<string, FillRule | readonly [string, string]>> = {
  'TP-059': 'param_extra',
  'TP-061': 'param_empty',
  'TP-063': ['a b', 'c'],
  'TP-065': 'text_too_long',
  'TP-067': ['1', 'b'],
  'TP-069': 'param_braces',
}

for (const { id, title, send } of loadSuite('templates').cases) {
  if (!isObject(send)) continue
  test(`${id} ${title}: the customer reads neither braces nor "undefined"`, () => {
    const values = send.params as (string | number | null)[]
    const isSuffix = id === 'TP-071'
    const own = made('UTILITY', [
      { type: 'BODY', text: isSuffix ? 'Pesanan {{1}} siap.' : TWO },
      { type: 'BUTTONS', buttons: isSuffix ? [PAY] : [] },
    ])
    const given = isSuffix
      ? { body: [{ text: values[0] }], buttons: [{ index: 0, value: values[1] }] }
      : { body: values.map((text) => ({ text })) }
    const { draft, findings, preview } = fillTemplate(own, TemplateValues.parse(given))
    const expected = isSuffix ? 'url_suffix_unsafe' : HOSTILE[id]
    if (typeof expected === 'string') {
      assert.deepEqual(
        findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule),
        [expected],
      )
    } else {
      assert.ok(!isRefused(findings))
      assert.deepEqual(
        draft.body.map(({ text }) => text),
        expected,
      )
      assert.doesNotMatch(preview.text, /\{\{|undefined/)
    }
  })
}

test('a template without variables that is given two refuses both', () => {
  const { findings } = fillTemplate(made('UTILITY', [{ type: 'BODY', text: 'Halo' }]), {
    body: [{ text: 'a' }, { text: 'b' }],
  })
  assert.deepEqual(
    findings.map(({ rule, field, codes }) => [rule, field, codes]),
    [
      ['param_extra', 'body.0', [132000]],
      ['param_extra', 'body.1', [132000]],
    ],
  )
})

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
    { type: 'BUTTONS', buttons: [{ ...PAY, url: 'https://toko.example.test/{{1}}' }] },
  ],
  { name: 'bayar_pesanan' },
)
const image = (mediaId: string) => ({ kind: 'image' as const, source: { mediaId } })
const cardOf = (at: number) => ({
  header: image(`101385960028545${at}`),
  body: body('10%'),
  buttons: [
    { index: 0, value: `lebih-${at}` },
    { index: 1, value: `produk-${at}` },
  ],
})

test('an empty value takes its fallback, and says so', () => {
  const values = {
    body: [
      { text: ' ', fallback: 'Kak' },
      { text: undefined, fallback: 'Anda' },
    ],
  }
  const { draft, findings } = fillTemplate(made('UTILITY', [{ type: 'BODY', text: TWO }]), values)
  assert.deepEqual(draft.body, [{ text: 'Kak' }, { text: 'Anda' }])
  assert.deepEqual(
    findings.map(({ rule, severity }) => [rule, severity]),
    [
      ['param_fallback', 'tip'],
      ['param_fallback', 'tip'],
    ],
  )
})

test('an unfilled variable is a finding and stays visible in the preview', () => {
  const { findings, preview } = fillTemplate(made('UTILITY', [{ type: 'BODY', text: TWO }]), {
    body: [{ text: 'Dewi' }],
  })
  assert.equal(preview.text, 'Halo Dewi, pesanan {{2}} sudah kami terima dan sedang disiapkan.')
  assert.equal(findings[0]?.reason.id, 'Nilai untuk {{2}} belum ada.')
})

test('a value is put in once and never read for variables again', () => {
  const own = made('UTILITY', [{ type: 'BODY', text: TWO }])
  const { preview } = fillTemplate(own, { body: [{ text: '$1 $& {2}' }, { text: 'A-1' }] })
  assert.equal(preview.text, 'Halo $1 $& {2}, pesanan A-1 sudah kami terima dan sedang disiapkan.')
})

test('a link may end in a path of the house, never climb out of its address', () => {
  const suffixRules = (value: string) =>
    fillTemplate(CHECKOUT, { body: body('1'), buttons: [{ index: 0, value }] }, 'path').findings.map(
      ({ rule }) => rule,
    )
  for (const good of ['pay/1001?t=abc', 'p/kopi-250', 'lacak?resi=JNE1&x=2', 'a.b'])
    assert.deepEqual(suffixRules(good), [])
  for (const bad of [
    '../x',
    'a/../../x',
    '/x',
    '//evil.id',
    'a//b',
    'a#b',
    'a b',
    'a%2e%2e/b',
    'a\\b',
    '.',
    'a/..',
  ]) {
    assert.deepEqual(suffixRules(bad), ['url_suffix_unsafe'], bad)
  }
})

test('values must fit their places: cards, buttons, coupons, products, offers', () => {
  const rulesOf = (template: Template, values: object) =>
    fillTemplate(template, TemplateValues.parse(values)).findings.map(({ rule }) => rule)
  const carousel = created('15-carousel-media')
  assert.deepEqual(rulesOf(carousel, { body: body('Sari'), cards: [cardOf(0)] }), ['cards_mismatch'])
  assert.deepEqual(
    rulesOf(CHECKOUT, {
      body: body('1'),
      buttons: [
        { index: 0, value: 'a' },
        { index: 3, value: 'b' },
      ],
    }),
    ['button_unknown'],
  )
  assert.deepEqual(
    rulesOf(APPOINTMENT, { body: body('1'), buttons: [{ index: 0, kind: 'url', value: 'a' }] }),
    ['button_unknown'],
  )
  assert.deepEqual(
    rulesOf(APPOINTMENT, { body: body('1'), buttons: [{ index: 0, value: 'x'.repeat(257) }] }),
    ['payload_length'],
  )
  const coupon = created('10-coupon')
  assert.deepEqual(rulesOf(coupon, { body: body('25%'), buttons: [{ index: 0, value: 'HEMAT 25' }] }), [
    'coupon_value',
  ])
  assert.deepEqual(rulesOf(coupon, { body: body('25%') }), ['button_param_missing'])
  const mpm = { header: { kind: 'text', text: 'Sari' }, body: body('X') }
  assert.deepEqual(
    rulesOf(created('13-mpm'), { ...mpm, buttons: [{ index: 0, sections: [{ title: '', skus: ['a'] }] }] }),
    ['products_wrong'],
  )
  const sale = {
    header: image('1'),
    body: body('Sari', 'HEMAT25'),
    buttons: [
      { index: 0, value: 'HEMAT25' },
      { index: 1, value: 'n3mtql' },
    ],
  }
  assert.deepEqual(rulesOf(created('11-limited-time-offer'), sale), ['offer_end_missing'])
  const filled = fillTemplate(created('11-limited-time-offer'), { ...sale, offerEndsAt: 1_790_500_000_000 })
  assert.deepEqual(filled.components[0], {
    type: 'limited_time_offer',
    parameters: [
      { type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: 1_790_500_000_000 } },
    ],
  })
})

test('a named header carries the name of its variable', () => {
  const own = made('UTILITY', [
    { type: 'HEADER', format: 'TEXT', text: 'Pesanan {{nomor}}' },
    { type: 'BODY', text: 'Halo {{nama}}, pesanan Anda siap.' },
  ])
  const { components } = fillTemplate(own, {
    header: { kind: 'text', text: 'A-1' },
    body: [{ name: 'nama', text: 'Dewi' }],
  })
  assert.deepEqual(components[0], {
    type: 'header',
    parameters: [{ type: 'text', parameter_name: 'nomor', text: 'A-1' }],
  })
})

test('the examples of a template are its preview', () => {
  const { preview } = fillTemplate(created('03-marketing-full'), exampleValues(created('03-marketing-full')))
  assert.equal(
    plainPreview(preview),
    'Promo Lebaran dimulai!\nDapatkan diskon 30% untuk semua produk kami minggu ini.\nBalas STOP untuk berhenti',
  )
  assert.deepEqual(preview.buttons, [
    { kind: 'reply', title: 'Berhenti promo', value: null },
    { kind: 'url', title: 'Belanja', value: 'https://toko.example.test/promo' },
    { kind: 'call', title: 'Telepon', value: '6281100000001' },
  ])
  const code = created('08-auth-copy-code')
  const shown = fillTemplate(code, exampleValues(code)).preview
  assert.equal(shown.text, '123456 adalah kode verifikasi Anda. Demi keamanan, jangan bagikan kode ini.')
  assert.deepEqual([shown.footer, shown.buttons[0]?.value], ['Kode ini kedaluwarsa dalam 5 menit.', '123456'])
})

test('whatever the values are, what may be sent holds no braces, no line breaks and no empty text', () => {
  const own = made('UTILITY', [
    { type: 'BODY', text: TWO },
    { type: 'BUTTONS', buttons: [PAY] },
  ])
  const bit = fc.constantFrom(
    '{{',
    '}}',
    '{{1}}',
    '\n',
    '\t',
    '     ',
    '\u2028',
    '\ud800',
    '\u0000',
    'Dewi',
    ' ',
    '/',
    '..',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(bit).map((bits) => bits.join('')),
    fc.constantFrom(null, undefined, Number.NaN, 7, 'undefined', '\u00a0'.repeat(60_000)),
  )
  const value = fc.record(
    { text, fallback: fc.option(fc.string(), { nil: undefined }) },
    { requiredKeys: ['text'] },
  )
  const suffix = fc.record({ index: fc.nat(2), value: text })
  fc.assert(
    fc.property(fc.array(value, { maxLength: 3 }), fc.array(suffix, { maxLength: 2 }), (given, buttons) => {
      const { components, findings } = fillTemplate(own, { body: given as TextValue[], buttons })
      if (isRefused(findings)) return
      const texts = components.flatMap(({ parameters }) =>
        (parameters as { text: string }[]).map((one) => one.text),
      )
      assert.equal(texts.length, 3)
      for (const one of texts) {
        assert.ok(one.trim() !== '' && one.isWellFormed() && !/\{\{|\}\}|[\n\r\t\u0000]| {5}/.test(one))
      }
    }),
    { numRuns: 1_000 },
  )
})

test('every rule of filling says in both languages why and what to do', () => {
  for (const { reason, remedy } of Object.values(FILL_RULES)) {
    for (const said of [reason.id, reason.en, remedy.id, remedy.en]) assert.match(said, /^[A-Z“].{8,}\.$/)
  }
})
