import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefused } from '#core/whatsapp/finding.ts'
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
  const findings = (given: Given) => fillTemplate(TEMPLATE, valuesOf(TEMPLATE, given), 'path').findings
  assert.equal(isRefused(findings(GIVEN)), false)
  for (const key of Object.keys(GIVEN)) {
    const { [key]: _gone, ...rest } = GIVEN
    assert.equal(isRefused(findings(rest)), true, key)
  }
})

test('a place is given by two numbers, with a comma or a point', () => {
  const template: Template = { ...TEMPLATE, header: { kind: 'location' } }
  const given = { 'place.latitude': '-6,2', 'place.longitude': '106.8', 'place.name': 'Toko' }
  assert.deepEqual(valuesOf(template, given).place, { latitude: -6.2, longitude: 106.8, name: 'Toko' })
  assert.equal(valuesOf(template, { 'place.latitude': '-6,2' }).place, undefined)
})
