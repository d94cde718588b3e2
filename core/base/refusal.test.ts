import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Language } from '#core/base/language.ts'
import { isRefusal, REFUSALS, type RefusalCode, refuse, sentenceOf } from '#core/base/refusal.ts'

const namesIn = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

test('every refusal has a sentence in both languages with the same details', () => {
  for (const [code, { status, id, en }] of Object.entries(REFUSALS)) {
    assert.ok(status >= 400 && status < 600, code)
    assert.ok(id.length > 10 && en.length > 10 && String(id) !== String(en), code)
    assert.deepEqual(namesIn(id), namesIn(en), code)
  }
})

test('a sentence is filled with its details, each in its language', () => {
  assert.match(sentenceOf('too-many', 'en', { seconds: 7 }), /Wait 7 seconds/)
  assert.match(sentenceOf('too-many', 'id'), /Tunggu – detik/)
  const details = { field: 'text', reason_id: 'belum diisi', reason_en: 'is empty' }
  assert.match(sentenceOf('draft-invalid', 'en', details), /is empty \(text\)/)
  assert.match(sentenceOf('draft-invalid', 'id', details), /belum diisi \(text\)/)
})

test('a refusal is told from everything else', () => {
  const code: RefusalCode = 'not-found'
  assert.ok(isRefusal(refuse(code)))
  for (const value of [null, undefined, 'refusal', {}, { kind: 'send' }]) assert.ok(!isRefusal(value))
})

test('how long one waits is said in the largest unit that fits', () => {
  const said = (minutes: number, language: Language) =>
    sentenceOf('marketing-capped', language, { minutes }).match(/\d+ \w+/)?.[0]
  const spans = [1, 119, 120, 1440, 2880, 4321].map((minutes) => [said(minutes, 'id'), said(minutes, 'en')])
  assert.deepEqual(spans, [
    ['1 menit', '1 minute'],
    ['119 menit', '119 minutes'],
    ['2 jam', '2 hours'],
    ['24 jam', '24 hours'],
    ['2 hari', '2 days'],
    ['4 hari', '4 days'],
  ])
})
