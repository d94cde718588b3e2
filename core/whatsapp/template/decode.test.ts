import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseJson } from '#core/base/json.ts'
import { decodeTemplate } from '#core/whatsapp/template/decode.ts'
import { decodeMetaTemplate } from '#core/whatsapp/template/decode-node.ts'
import { encodeNewTemplate } from '#core/whatsapp/template/encode.ts'
import { Template } from '#core/whatsapp/template/template.ts'
import { checkCreateBody } from '../../../test/create-body.ts'

const node = {
  id: '700100200300400',
  name: 'pembayaran_diterima',
  language: 'id',
  status: 'APPROVED',
  category: 'UTILITY',
  previous_category: 'ACCOUNT_UPDATE',
  correct_category: 'MARKETING',
  parameter_format: 'POSITIONAL',
  quality_score: { score: 'YELLOW', date: 1_790_000_000 },
  rejected_reason: 'NONE',
  last_updated_time: '1790000000',
  components: [
    { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['https://scontent.example.test/a.jpg'] } },
    { type: 'BODY', text: 'Halo {{1}}, pembayaran diterima.', example: { body_text: [['Dewi']] } },
    { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Terima kasih' }] },
  ],
}

test('a template that Meta lists is read with its state, quality and coming category', () => {
  assert.deepEqual(decodeMetaTemplate(node), {
    id: '700100200300400',
    status: 'APPROVED',
    quality: 'YELLOW',
    rejection: null,
    previousCategory: 'UTILITY',
    correctCategory: 'MARKETING',
    updatedAt: 1_790_000_000_000,
    template: {
      name: 'pembayaran_diterima',
      language: 'id',
      category: 'UTILITY',
      format: 'POSITIONAL',
      header: { kind: 'image', sample: { link: 'https://scontent.example.test/a.jpg' } },
      body: { text: 'Halo {{1}}, pembayaran diterima.', examples: [{ name: '1', value: 'Dewi' }] },
      buttons: [{ kind: 'reply', text: 'Terima kasih' }],
      cards: [],
    },
  })
})

test('what is no template says why, and an unknown state is not taken for an approval', () => {
  assert.equal(decodeMetaTemplate(null), 'template is not an object')
  assert.equal(decodeMetaTemplate({ ...node, id: undefined }), 'template has no id')
  assert.equal(decodeMetaTemplate({ ...node, name: 7 }), 'template has no name or language')
  const strange = decodeMetaTemplate({
    ...node,
    status: 'MOONLIT',
    rejected_reason: 'SCAM',
    quality_score: 'x',
  })
  assert.ok(typeof strange === 'object')
  assert.deepEqual([strange.status, strange.rejection, strange.quality], ['UNKNOWN', 'SCAM', 'UNKNOWN'])
})

test('360dialog writes in small letters and says submitted', () => {
  const listed = decodeMetaTemplate({
    ...node,
    status: 'submitted',
    category: 'utility',
    components: [
      { type: 'body', text: 'Pesanan siap.' },
      { type: 'buttons', buttons: [{ type: 'quick_reply', text: 'Ya' }] },
    ],
  })
  assert.ok(typeof listed === 'object')
  assert.equal(listed.status, 'PENDING')
  assert.deepEqual(listed.template.buttons, [{ kind: 'reply', text: 'Ya' }])
})

test('an OTP button comes back as a link into WhatsApp and is known again', () => {
  const { template } = decodeTemplate({
    name: 'kode',
    language: 'id',
    category: 'AUTHENTICATION',
    components: [
      { type: 'BODY', text: '*{{1}}* adalah kode verifikasi Anda.', add_security_recommendation: true },
      { type: 'FOOTER', text: 'Kode ini kedaluwarsa dalam 5 menit.', code_expiration_minutes: 5 },
      {
        type: 'BUTTONS',
        buttons: [
          {
            type: 'URL',
            text: 'Salin kode',
            url: 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code_expiration_minutes=5&code=otp{{1}}',
          },
        ],
      },
    ],
  })
  assert.deepEqual(template.buttons, [{ kind: 'otp', otp: 'COPY_CODE', text: 'Salin kode', apps: [] }])
  assert.deepEqual(encodeNewTemplate(template).components, [
    { type: 'BODY', add_security_recommendation: true },
    { type: 'FOOTER', code_expiration_minutes: 5 },
    { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', text: 'Salin kode' }] },
  ])
})

test('a button that we do not make keeps its place, so that the others keep their index', () => {
  const { template } = decodeTemplate({
    ...node,
    components: [
      { type: 'BODY', text: 'Pesanan siap.' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'ORDER_DETAILS', text: 'Review and pay' },
          null,
          { type: 'URL', text: 'Buka', url: 'https://a.id' },
        ],
      },
    ],
  })
  assert.deepEqual(
    template.buttons.map(({ kind }) => kind),
    ['other', 'other', 'url'],
  )
})

test('a category of 2022 is read as the one of today, and said', () => {
  const { template, findings } = decodeTemplate({ ...node, category: 'SHIPPING_UPDATE' })
  assert.equal(template.category, 'UTILITY')
  assert.deepEqual(
    findings.map(({ rule, reason }) => [rule, reason.en]),
    [['category_legacy', 'The category SHIPPING_UPDATE is an old one; today it belongs to UTILITY.']],
  )
})

test('parts that Meta does not have, or that are there twice, are said with their place', () => {
  const rulesOf = (components: unknown) =>
    checkCreateBody({ name: 'info', language: 'id', category: 'UTILITY', components }).map(
      ({ rule, field }) => `${rule} ${field}`,
    )
  const body = { type: 'BODY', text: 'Pesanan Anda sudah siap.' }
  assert.deepEqual(rulesOf([body, { type: 'SIDEBAR' }]), ['component_unknown components.1'])
  assert.deepEqual(rulesOf([body, body]), ['component_repeated components.1'])
  assert.deepEqual(rulesOf([body, { type: 'CAROUSEL', cards: [] }]), ['cards_count cards'])
  assert.deepEqual(rulesOf([body, { type: 'BUTTONS' }]), ['components_shape buttons'])
  assert.deepEqual(rulesOf(JSON.stringify([body])), [])
  assert.deepEqual(rulesOf(undefined), ['components_shape components'])
})

test('any JSON at all gives a template that our own schema takes', () => {
  const json = fc.jsonValue({ maxDepth: 5 })
  const part = fc.dictionary(
    fc.constantFrom(
      'type',
      'format',
      'text',
      'example',
      'buttons',
      'cards',
      'components',
      'limited_time_offer',
      '__proto__',
    ),
    fc.oneof(json, fc.constantFrom('HEADER', 'BODY', 'BUTTONS', 'CAROUSEL', 'TEXT', '{{1}}', 'URL')),
  )
  const raws = fc.oneof(
    json,
    fc.record({ name: json, category: json, components: fc.oneof(json, fc.array(part)) }),
  )
  fc.assert(
    fc.property(raws, (raw) => {
      Template.parse(decodeTemplate(raw).template)
      checkCreateBody(raw)
    }),
    { numRuns: 1_000 },
  )
})

test('a bomb of depth is read no deeper than a carousel', () => {
  const deep = parseJson(
    `${'{"type":"CAROUSEL","cards":[{"components":['.repeat(5_000)}${']}]}'.repeat(5_000)}`,
  )
  const findings = checkCreateBody({ ...node, components: [deep] })
  assert.ok(findings.some(({ rule }) => rule === 'component_unknown'))
})
