import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { isRefused } from '#core/whatsapp/finding.ts'
import { adviseTemplate } from '#core/whatsapp/template/advice/advise.ts'
import { categoryOf, INTENTS, LEGACY_CATEGORIES } from '#core/whatsapp/template/intent/category.ts'
import { INTENT_WORDS, starterTemplate } from '#core/whatsapp/template/intent/starter.ts'
import { checkTemplate } from '#core/whatsapp/template/rule/check.ts'
import { Template } from '#core/whatsapp/template/template.ts'

const { legacy_categories } = JSON.parse(
  readFileSync(new URL('../../../../test/data/vectors/template.json', import.meta.url), 'utf8'),
)

test('the categories of the guide belong to the three of today', () => {
  assert.deepEqual({ ...LEGACY_CATEGORIES }, legacy_categories)
  const names = ['otp', ' marketing ', 'TRANSACTIONAL', 'PROMO', '', '__proto__']
  assert.deepEqual(names.map(categoryOf), [
    'AUTHENTICATION',
    'MARKETING',
    'UTILITY',
    undefined,
    undefined,
    undefined,
  ])
})

test('every intent has its name, explanation and situations in both languages', () => {
  for (const intent of INTENTS) {
    for (const words of [INTENT_WORDS.id[intent], INTENT_WORDS.en[intent]]) {
      assert.ok(words.name && words.about.endsWith('.') && words.situations.length >= 3, intent)
    }
    assert.equal(INTENT_WORDS.id[intent].situations.length, INTENT_WORDS.en[intent].situations.length, intent)
  }
})

for (const intent of INTENTS) {
  for (const language of ['id', 'en'] as const) {
    test(`the starter of ${intent} in ${language} passes every rule and all advice as it stands`, () => {
      const template = Template.parse(starterTemplate(intent, language))
      assert.deepEqual([...checkTemplate(template), ...adviseTemplate(template, { intent })], [])
      assert.ok(!isRefused(checkTemplate(template)))
    })
  }
}
