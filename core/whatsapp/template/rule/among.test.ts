import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY } from '#core/base/time.ts'
import { decodeMetaTemplate } from '#core/whatsapp/template/decode-node.ts'
import { checkAmong } from '#core/whatsapp/template/rule/among.ts'
import type { MetaTemplate } from '#core/whatsapp/template/state.ts'

const NOW = 1_790_000_000_000

function listed(name: string, language: string, text: string): MetaTemplate {
  const components = [{ type: 'BODY', text }]
  const found = decodeMetaTemplate({
    id: '1',
    name,
    language,
    status: 'APPROVED',
    category: 'UTILITY',
    components,
  })
  assert.ok(typeof found === 'object')
  return found
}

const siap = listed('pesanan_siap', 'id', 'Pesanan Anda sudah siap.')
const rulesOf = (own: MetaTemplate, account: Parameters<typeof checkAmong>[1]) =>
  checkAmong(own.template, account, NOW).map(({ rule }) => rule)

test('one name has one template in each language', () => {
  const account = { templates: [siap], verified: false }
  assert.deepEqual(rulesOf(listed('pesanan_siap', 'id', 'Lain.'), account), ['name_taken'])
  assert.deepEqual(rulesOf(listed('pesanan_siap', 'en', 'Your order is ready.'), account), [])
})

test('two templates may not say the same', () => {
  assert.deepEqual(
    rulesOf(listed('siap', 'id', 'Pesanan Anda sudah siap.'), { templates: [siap], verified: false }),
    ['content_repeated'],
  )
})

test('the name of a deleted template is free after thirty days', () => {
  const deletedAt = (at: number) => ({
    templates: [],
    verified: false,
    deleted: [{ name: 'pesanan_siap', at }],
  })
  assert.deepEqual(rulesOf(siap, deletedAt(NOW - 29 * DAY)), ['name_blocked'])
  assert.deepEqual(rulesOf(siap, deletedAt(NOW - 30 * DAY)), [])
})

test('an unverified account holds 250 templates, a verified one 6,000', () => {
  const templates = Array.from({ length: 250 }, (_, at) => listed(`info_${at}`, 'id', `Kabar ${at}.`))
  assert.deepEqual(rulesOf(siap, { templates, verified: false }), ['templates_full'])
  assert.deepEqual(rulesOf(siap, { templates, verified: true }), [])
})
