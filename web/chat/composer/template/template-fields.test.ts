import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { isRefused } from '#core/whatsapp/finding.ts'
import { decodeTemplate } from '#core/whatsapp/template/decode.ts'
import { fillTemplate } from '#core/whatsapp/template/fill/fill.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import { fieldsOf, type Given, valuesOf } from '#web/chat/composer/template/template-fields.ts'

const TEMPLATE: Template = {
  name: 'tagihan',
  language: 'id',
  category: 'UTILITY',
  format: 'POSITIONAL',
  header: { kind: 'image' },
  body: { text: 'Halo {{1}}, tagihan {{2}} belum dibayar.', examples: [{ name: '1', value: 'Dewi' }] },
  buttons: [
    { kind: 'reply', text: 'Nanti' },
    { kind: 'url', text: 'Bayar', url: 'https://kopi.example/{{1}}', example: 'https://kopi.example/7' },
    { kind: 'code', example: 'KOPI10' },
  ],
  cards: [],
}
const NOW = 1_790_000_000_000
const GIVEN: Given = {
  file: 'f1',
  'body.1': 'Dewi',
  'body.2': 'KS-7',
  'button.1': 'KS-7',
  'button.2': 'SENJA20',
}

test('a form asks for everything that a template needs, in reading order', () => {
  assert.deepEqual(
    fieldsOf(TEMPLATE).map(({ key }) => key),
    ['file', 'body.1', 'body.2', 'button.1', 'button.2'],
  )
})

test('filled in completely, nothing is amiss; each thing left out is', () => {
  const findings = (given: Given) => fillTemplate(TEMPLATE, valuesOf(TEMPLATE, given, NOW), 'path').findings
  assert.equal(isRefused(findings(GIVEN)), false)
  for (const key of Object.keys(GIVEN)) {
    const { [key]: _gone, ...rest } = GIVEN
    assert.equal(isRefused(findings(rest)), true, key)
  }
})

test('a place is given by two numbers, with a comma or a point', () => {
  const template: Template = { ...TEMPLATE, header: { kind: 'location' } }
  const given = { 'place.latitude': '-6,2', 'place.longitude': '106.8', 'place.name': 'Toko' }
  assert.deepEqual(valuesOf(template, given, NOW).place, { latitude: -6.2, longitude: 106.8, name: 'Toko' })
  assert.equal(valuesOf(template, { 'place.latitude': '-6,2' }, NOW).place, undefined)
})

const FOLDER = new URL('../../../../test/data/template-create/', import.meta.url)
const templateOf = (file: string) =>
  decodeTemplate(JSON.parse(readFileSync(new URL(`${file}.json`, FOLDER), 'utf8'))).template

/** What a person fills into the form of each kind, and the part of Meta's request that it becomes. */
const FILLED: readonly [file: string, given: Given, part: RegExp][] = [
  [
    '15-carousel-media',
    {
      'body.1': 'Dewi',
      ...{ 'card.0.file': 'f1', 'card.0.body.1': '10%', 'card.0.button.1': '1' },
      ...{ 'card.1.file': 'f2', 'card.1.body.1': '20%', 'card.1.button.1': '2' },
    },
    /"card_index":1.*"id":"f2".*20%/,
  ],
  [
    '11-limited-time-offer',
    {
      file: 'f1',
      offerEnd: '6',
      'body.1': 'Dewi',
      'body.2': 'SENJA20',
      'button.0': 'SENJA20',
      'button.1': 'x7',
    },
    /"expiration_time_ms":1790021600000/,
  ],
  ['12-catalog', { 'body.1': '100', 'button.0': 'KOPI-1' }, /"thumbnail_product_retailer_id":"KOPI-1"/],
  [
    '13-mpm',
    { header: 'Dewi', 'body.1': 'SENJA20', 'button.0': 'KOPI-1, KOPI-2' },
    /"product_items":\[\{"product_retailer_id":"KOPI-1"\},\{"product_retailer_id":"KOPI-2"\}\]/,
  ],
  [
    '14-spm',
    { 'product.sku': 'KOPI-1', 'product.catalog': '77', 'body.kode': 'SENJA20' },
    /"product_retailer_id":"KOPI-1","catalog_id":"77"/,
  ],
  ['16-flow', {}, /"sub_type":"flow".*"flow_token":"unused"/],
  ['10-coupon', { 'body.1': '25%', 'button.0': 'SENJA20' }, /"coupon_code":"SENJA20"/],
]

for (const [file, given, part] of FILLED) {
  test(`${file} asks for exactly what it needs, and is sent with it`, () => {
    const template = templateOf(file)
    assert.deepEqual(
      fieldsOf(template)
        .map(({ key }) => key)
        .sort(),
      Object.keys(given).sort(),
    )
    const { findings, components } = fillTemplate(template, valuesOf(template, given, NOW), 'path')
    assert.deepEqual(findings, [])
    assert.match(JSON.stringify(components), part)
  })
}
