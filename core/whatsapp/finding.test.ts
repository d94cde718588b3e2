import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sentenceOf } from '#core/base/refusal.ts'
import { findingOf, isRefused, type Rule, refusalOf } from '#core/whatsapp/finding.ts'

const RULES = {
  long: {
    severity: 'error',
    reason: { id: 'Terlalu panjang: {found}, paling banyak {max}.', en: 'Too long: {found}, at most {max}.' },
    remedy: { id: 'Tulis {{1}} saja.', en: 'Write {{1}} only.' },
    codes: [100],
  },
  odd: {
    severity: 'tip',
    reason: { id: 'Ada {thing}.', en: 'There is {thing}.' },
    remedy: { id: 'Biarkan.', en: 'Leave it.' },
  },
} as const satisfies Record<string, Rule>

test('a finding tells its reason with its values, in both languages', () => {
  const finding = findingOf(RULES, 'long', 'body.text', { found: 7, max: 5 })
  assert.deepEqual(finding.reason, {
    id: 'Terlalu panjang: 7, paling banyak 5.',
    en: 'Too long: 7, at most 5.',
  })
  assert.deepEqual([finding.rule, finding.field, finding.codes], ['long', 'body.text', [100]])
})

test('a value may read differently in each language, and variables of a template are no blanks', () => {
  const { reason } = findingOf(RULES, 'odd', 'name', { thing_id: 'gambar', thing_en: 'a picture' })
  assert.deepEqual(reason, { id: 'Ada gambar.', en: 'There is a picture.' })
  assert.equal(findingOf(RULES, 'long', 'name').remedy.id, 'Tulis {{1}} saja.')
})

test('the first error becomes a refusal whose sentence can be read; a tip forbids nothing', () => {
  const tip = findingOf(RULES, 'odd', 'name')
  const error = findingOf(RULES, 'long', 'body.text', { found: 7, max: 5 })
  assert.equal(isRefused([tip]), false)
  assert.equal(refusalOf('template-invalid', [tip]), undefined)
  const refusal = refusalOf('template-invalid', [tip, error])
  assert.ok(refusal)
  assert.equal(
    sentenceOf(refusal.code, 'en', refusal.details),
    'Meta would refuse this template: Too long: 7, at most 5 (body).',
  )
})
