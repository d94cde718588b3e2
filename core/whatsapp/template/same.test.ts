import assert from 'node:assert/strict'
import { test } from 'node:test'
import { starterTemplate } from '#core/whatsapp/template/intent/starter.ts'
import { isSameTemplate, withOwnSamples, withoutForeignSamples } from '#core/whatsapp/template/same.ts'
import type { HeaderSample, Template } from '#core/whatsapp/template/template.ts'

const PLAIN = starterTemplate('PAYMENT_UPDATE', 'id')
const pictured = (sample: HeaderSample): Template => ({ ...PLAIN, header: { kind: 'image', sample } })
const OURS = pictured({ file: 'f1' })
const THEIRS = pictured({ link: 'https://scontent.example/1.png' })

test('the same template under another name of its sample is the same; other words are not', () => {
  assert.equal(isSameTemplate(OURS, THEIRS), true)
  assert.equal(isSameTemplate(OURS, PLAIN), false)
  const other = { ...OURS, body: { ...OURS.body, text: `${OURS.body.text} Terima kasih.` } }
  assert.equal(isSameTemplate(OURS, other), false)
})

test('what Meta has keeps the file of ours, unless its header is of another kind', () => {
  assert.deepEqual(withOwnSamples(THEIRS, OURS).header, OURS.header)
  const film: Template = { ...PLAIN, header: { kind: 'video' } }
  assert.deepEqual(withOwnSamples(film, OURS).header, film.header)
})

test('a copy carries no sample that Meta shows for reading only', () => {
  assert.deepEqual(withoutForeignSamples(THEIRS).header, { kind: 'image' })
  assert.deepEqual(withoutForeignSamples(OURS).header, OURS.header)
})
