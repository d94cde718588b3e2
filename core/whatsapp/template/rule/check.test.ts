import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type Finding, isRefused } from '#core/whatsapp/finding.ts'
import { adviseTemplate } from '#core/whatsapp/template/advice/advise.ts'
import { decodeTemplate } from '#core/whatsapp/template/decode.ts'
import { checkSubmission, checkTemplate } from '#core/whatsapp/template/rule/check.ts'
import { CHECKLIST, checklistOf } from '#core/whatsapp/template/rule/checklist.ts'
import { TEMPLATE_RULES, type TemplateRule } from '#core/whatsapp/template/rule/rules.ts'
import { Template } from '#core/whatsapp/template/template.ts'
import { checkCreateBody } from '../../../../test/create-body.ts'
import { loadSuite } from '../../../../test/hostile.ts'
import { cpuMs } from '../../../../test/time.ts'

type Vector = {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly template: { readonly mode: string }
  readonly expect: { readonly errors: string[]; readonly warnings: string[] }
}

const { vectors }: { vectors: Vector[] } = JSON.parse(
  readFileSync(new URL('../../../../test/data/vectors/template.json', import.meta.url), 'utf8'),
)

for (const { id, kind, title, template, expect } of vectors) {
  if (kind !== 'template') continue
  test(`${id}: ${title}`, () => {
    const findings = checkCreateBody(template, template.mode === 'seed' ? '2022' : 'today')
    const advice = adviseTemplate(decodeTemplate(template).template)
    const rules = (severity: string) => [
      ...new Set([...findings, ...advice].filter((one) => one.severity === severity).map((one) => one.rule)),
    ]
    assert.deepEqual(rules('error'), expect.errors)
    assert.deepEqual(rules('warning'), expect.warnings)
  })
}

/** Definitions of the bad-input corpus that are sound: their fault is what is sent with them, or they are read as they are. */
const SOUND = ['TP-001', 'TP-057']

for (const { id, title, ...rest } of loadSuite('templates').cases) {
  if (!('definition' in rest)) continue
  test(`${id} ${title} is refused with its place, or read as what it stands for`, () => {
    const findings = checkCreateBody(rest.definition)
    assert.equal(isRefused(findings), !SOUND.includes(id), JSON.stringify(findings))
    for (const { field, reason, remedy } of findings) {
      assert.ok(field && reason.id && reason.en && remedy.id && remedy.en)
      assert.doesNotMatch(`${reason.id}${reason.en}${remedy.id}${remedy.en}`, /(?<!\{)\{\w+\}(?!\})/)
    }
  })
}

const sound = Template.parse({
  name: 'pesanan_dikirim',
  language: 'id',
  category: 'UTILITY',
  body: {
    text: 'Halo {{1}}, pesanan Anda sudah kami kirim hari ini.',
    examples: [{ name: '1', value: 'Dewi' }],
  },
})
const otp = { kind: 'otp', otp: 'COPY_CODE' }
const code = { ...sound, name: 'kode_masuk', category: 'AUTHENTICATION', body: { text: '' }, buttons: [otp] }
const card = {
  header: { kind: 'image', sample: { handle: '4::a' } },
  buttons: [{ kind: 'url', text: 'Beli', url: 'https://toko.id/p' }],
}
const cards = { ...sound, category: 'MARKETING', cards: [card, card] }
const offer = { ...sound, category: 'MARKETING', offer: { text: 'Segera habis!', expires: true } }
const body = (text: string) => ({ ...sound, body: { text, examples: sound.body.examples } })
const button = (...buttons: object[]) => ({ ...sound, buttons })
const url = (address: string, more: object = {}) =>
  button({ kind: 'url', text: 'Buka', url: address, ...more })
const header = (text: string) => ({ ...sound, header: { kind: 'text', text } })
const image = (sample?: object) => ({ kind: 'image', ...(sample && { sample }) })

/** What is wrong, a template, the rule that says so and where; each rule of content stands here once or more. */
const cases: readonly [string, object, TemplateRule, string][] = [
  ['a name with a space', { ...sound, name: 'pesanan dikirim' }, 'name_format', 'name'],
  ['a name that every object has', { ...sound, name: 'constructor' }, 'name_reserved', 'name'],
  ['a language with a hyphen', { ...sound, language: 'id-ID' }, 'language_format', 'language'],
  ['a language that Meta does not take', { ...sound, language: 'jv' }, 'language_unknown', 'language'],
  [
    'a marketing message that lives for a minute',
    { ...sound, category: 'MARKETING', lifetime: 60 },
    'lifetime_range',
    'lifetime',
  ],
  [
    'text that turns the reading round',
    body('Halo {{1}}, \u202epesanan kami kirim.'),
    'text_broken',
    'body.text',
  ],
  ['a header of 61', header('a'.repeat(61)), 'header_length', 'header.text'],
  ['an empty header', header(' '), 'header_length', 'header.text'],
  ['a bold header', header('*Pesanan*'), 'header_format', 'header.text'],
  ['a header in two lines', header('Pesanan\nbaru'), 'header_format', 'header.text'],
  ['a header with two variables', header('{{1}} dan {{2}}'), 'header_variables', 'header.text'],
  ['a picture without a sample', { ...sound, header: image() }, 'header_example_missing', 'header.sample'],
  [
    'a sample that is an address of Meta',
    { ...sound, header: image({ link: 'https://scontent.test/a.jpg' }) },
    'header_example_old',
    'header.sample',
  ],
  ['a product header in UTILITY', { ...sound, header: { kind: 'product' } }, 'header_place', 'header'],
  ['no body', body('  '), 'body_missing', 'body.text'],
  ['a body of 1025', body('a'.repeat(1025)), 'body_length', 'body.text'],
  ['a body of signs', body('!? 🎉'), 'body_words', 'body.text'],
  ['a body with three line breaks', body('Halo\n\n\n{{1}}, pesanan dikirim.'), 'body_format', 'body.text'],
  ['a body in HTML', body('Halo <b>{{1}}</b>, pesanan dikirim.'), 'body_markup', 'body.text'],
  ['an empty footer', { ...sound, footer: {} }, 'footer_length', 'footer.text'],
  ['a footer in two lines', { ...sound, footer: { text: 'Toko\nKopi' } }, 'footer_format', 'footer.text'],
  [
    'a footer with a variable',
    { ...sound, footer: { text: 'Salam {{1}}' } },
    'footer_variables',
    'footer.text',
  ],
  ['a variable with one brace too few', body('Halo {{1}, pesanan dikirim.'), 'variable_braces', 'body.text'],
  ['single braces', body('Halo {1}, pesanan Anda dikirim.'), 'single_brace', 'body.text'],
  ['a variable in capitals', body('Halo {{Nama}}, pesanan Anda dikirim.'), 'variable_name', 'body.text'],
  [
    'a numbered and a named variable',
    body('Halo {{1}}, pesanan {{nomor}} sudah kami kirim hari ini.'),
    'variable_mixed',
    'body.text',
  ],
  [
    'a named header above a numbered body',
    {
      ...sound,
      header: { kind: 'text', text: 'Pesanan {{nomor}}', examples: [{ name: 'nomor', value: '1' }] },
    },
    'variable_mixed',
    'format',
  ],
  [
    'variables that begin with two',
    body('Halo {{2}}, pesanan Anda dikirim.'),
    'variable_sequence',
    'body.text',
  ],
  ['a body that ends with a variable', body('Pesanan Anda dikirim, {{1}} '), 'variable_edge', 'body.text'],
  ['two variables in a row', body('Pesanan {{1}} {{1}} sudah kami kirim.'), 'variable_adjacent', 'body.text'],
  ['more variables than words', body('Halo {{1}}!'), 'variable_ratio', 'body.text'],
  [
    'a variable without an example',
    { ...sound, body: { text: sound.body.text } },
    'example_missing',
    'body.examples.1',
  ],
  [
    'eleven buttons',
    button(...Array.from({ length: 11 }, (_, at) => ({ kind: 'reply', text: `Opsi ${at}` }))),
    'buttons_count',
    'buttons',
  ],
  [
    'two phone buttons',
    button(
      { kind: 'phone', text: 'A', phone: '62811000001' },
      { kind: 'phone', text: 'B', phone: '62811000002' },
    ),
    'buttons_count',
    'buttons',
  ],
  [
    'a link between quick replies',
    button(
      { kind: 'reply', text: 'Ya' },
      { kind: 'url', text: 'Buka', url: 'https://a.id' },
      { kind: 'reply', text: 'Tidak' },
    ),
    'buttons_order',
    'buttons',
  ],
  ['a button that we do not make', button({ kind: 'other', type: 'HOLOGRAM' }), 'button_kind', 'buttons.0'],
  ['a button with a picture', button({ kind: 'reply', text: 'Ya 👍' }), 'button_text', 'buttons.0.text'],
  ['a button without text', button({ kind: 'reply', text: ' ' }), 'button_text', 'buttons.0.text'],
  ['a button that leads nowhere', url('toko.id/bayar'), 'url_format', 'buttons.0.url'],
  ['a link that is a script', url('javascript:alert(1)'), 'url_format', 'buttons.0.url'],
  [
    'a variable within the host',
    url('https://{{1}}.id/', { example: 'https://a.id/' }),
    'url_variable',
    'buttons.0.url',
  ],
  ['a variable before the end', url('https://toko.id/{{1}}/x'), 'url_variable', 'buttons.0.url'],
  [
    'a link back into WhatsApp',
    url('https://api.whatsapp.com/send?phone=62811'),
    'url_whatsapp',
    'buttons.0.url',
  ],
  ['a link without its example', url('https://toko.id/c/{{1}}'), 'example_missing', 'buttons.0.example'],
  [
    'a phone number of letters',
    button({ kind: 'phone', text: 'Telepon', phone: '0800-TOKO' }),
    'phone_format',
    'buttons.0.phone',
  ],
  [
    'a coupon with a space',
    button({ kind: 'code', example: 'HEMAT 25' }),
    'code_format',
    'buttons.0.example',
  ],
  ['a form without a form', button({ kind: 'flow', text: 'Isi' }), 'flow_target', 'buttons.0'],
  [
    'a product button without its product',
    { ...cards, cards: [], buttons: [{ kind: 'spm', text: 'View' }] },
    'product_header',
    'header',
  ],
  ['an OTP template with a header', { ...code, header: { kind: 'location' } }, 'auth_parts', 'header'],
  ['an OTP template with its own words', { ...code, body: { text: 'Kode Anda' } }, 'auth_body', 'body.text'],
  ['an OTP template without a button', { ...code, buttons: [] }, 'auth_button', 'buttons'],
  ['an OTP button in UTILITY', { ...sound, buttons: [otp] }, 'auth_only', 'buttons.0'],
  [
    'autofill without an app',
    { ...code, buttons: [{ ...otp, otp: 'ONE_TAP' }] },
    'otp_apps',
    'buttons.0.apps',
  ],
  [
    'zero tap without consent',
    { ...code, buttons: [{ ...otp, otp: 'ZERO_TAP', apps: [{ package: 'id.toko', hash: 'K8a/AINcGX7' }] }] },
    'otp_terms',
    'buttons.0.termsAccepted',
  ],
  [
    'a code that holds for two hours',
    { ...code, footer: { minutes: 120 } },
    'expiry_range',
    'footer.minutes',
  ],
  ['an offer of 17', { ...offer, offer: { text: 'a'.repeat(17) } }, 'offer_text', 'offer.text'],
  ['an offer with a footer', { ...offer, footer: { text: 'Toko Kopi' } }, 'offer_parts', 'offer'],
  ['one card', { ...cards, cards: [card] }, 'cards_count', 'cards'],
  ['cards below a header', { ...cards, header: { kind: 'location' } }, 'cards_alone', 'cards'],
  [
    'cards that differ',
    { ...cards, cards: [card, { ...card, body: { text: 'Diskon khusus hari ini.' } }] },
    'cards_alike',
    'cards.1',
  ],
  [
    'a card without a picture',
    { ...cards, cards: [card, { buttons: card.buttons }] },
    'card_header',
    'cards.1.header',
  ],
  [
    'a card without a button',
    { ...cards, cards: [card, { ...card, buttons: [] }] },
    'card_buttons',
    'cards.1.buttons',
  ],
]

test('a sound template of every kind passes', () => {
  for (const template of [sound, code, cards, offer])
    assert.deepEqual(checkTemplate(Template.parse(template)), [])
})

for (const [title, template, rule, field] of cases) {
  test(`${title}: ${rule}`, () => {
    const found = checkTemplate(Template.parse(template)).filter((finding) => finding.rule === rule)
    assert.deepEqual([...new Set(found.map((finding) => finding.field))].slice(0, 1), [field])
  })
}

test('quick replies and links stand together today and did not in 2022', () => {
  const mixed = Template.parse(
    button({ kind: 'reply', text: 'Ya' }, { kind: 'url', text: 'Buka', url: 'https://a.id' }),
  )
  assert.deepEqual(checkTemplate(mixed), [])
  assert.deepEqual(
    checkTemplate(mixed, '2022').map(({ rule }) => rule),
    ['buttons_mixed'],
  )
})

test('every rule is tried, and stands in exactly one line of the checklist', () => {
  const read: TemplateRule[] = [
    'category',
    'category_legacy',
    'components_shape',
    'component_unknown',
    'component_repeated',
  ]
  const tried = new Set<string>([...cases.map(([, , rule]) => rule), ...read, 'buttons_mixed'])
  assert.deepEqual(
    Object.keys(TEMPLATE_RULES).filter((rule) => !tried.has(rule)),
    [],
  )
  assert.deepEqual(CHECKLIST.flatMap(({ rules }) => rules).sort(), Object.keys(TEMPLATE_RULES).sort())
  const states = checklistOf(checkTemplate(Template.parse(body('Halo {{1}}!')))).map(({ state }) => state)
  assert.deepEqual(
    [states.filter((state) => state === 'warning').length, states.includes('error')],
    [1, false],
  )
})

test('a finding names what was found', () => {
  const [finding] = checkTemplate(Template.parse(body('a'.repeat(1025))))
  assert.equal(finding?.reason.id, 'Isi paling banyak 1024 karakter; sekarang 1025.')
  assert.equal(finding?.reason.en, 'The body has at most 1024 characters; now it has 1025.')
})

test('a template of any size is judged at once', () => {
  const bomb = '{{1}}{'.repeat(10_000)
  const from = cpuMs()
  checkTemplate(
    Template.parse({ ...body(bomb), header: { kind: 'text', text: bomb }, footer: { text: bomb } }),
  )
  assert.ok(cpuMs() - from < 1_000)
})

test('too many buttons are counted in a whole sentence, of one kind or of all', () => {
  const replies = Array.from({ length: 11 }, (_, at) => ({ kind: 'reply', text: `Opsi ${at}` }))
  const said = (buttons: object[], regime: 'today' | '2022') =>
    checkTemplate(Template.parse({ ...sound, buttons }), regime).map(({ reason }) => [reason.id, reason.en])
  assert.deepEqual(said(replies, 'today'), [
    ['Paling banyak 10 tombol; sekarang 11.', 'At most 10 buttons; now there are 11.'],
  ])
  assert.deepEqual(said(replies.slice(0, 4), '2022'), [
    ['Paling banyak 3 tombol balasan cepat; sekarang 4.', 'At most 3 quick reply buttons; now there are 4.'],
  ])
  assert.deepEqual(said([{ kind: 'code', example: 'HEMAT25' }], '2022'), [
    ['Jenis tombol salin kode tidak bisa dibuat.', 'Buttons of the kind copy code cannot be made.'],
  ])
})

test('a sample that Meta shows for reading only stands on what Meta has, and is handed in by nobody', () => {
  const shown = Template.parse({ ...sound, header: image({ link: 'https://scontent.test/a.jpg' }) })
  const found = (findings: readonly Finding[]) => findings.map(({ rule, severity }) => `${rule} ${severity}`)
  assert.deepEqual(found(checkTemplate(shown)), ['header_example_old warning'])
  assert.deepEqual(found(checkSubmission(shown)), ['header_example_old error'])
})
