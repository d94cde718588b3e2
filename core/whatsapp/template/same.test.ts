import assert from 'node:assert/strict'
import { test } from 'node:test'
import { starterTemplate } from '#core/whatsapp/template/intent/starter.ts'
import { isSameTemplate, withOwnParts, withoutForeignSamples } from '#core/whatsapp/template/same.ts'
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
  assert.deepEqual(withOwnParts(THEIRS, OURS).header, OURS.header)
  const film: Template = { ...PLAIN, header: { kind: 'video' } }
  assert.deepEqual(withOwnParts(film, OURS).header, film.header)
})

test('the apps of a one-time password stay, which Meta does not show; another way of filling it in is Meta’s word', () => {
  const code = starterTemplate('OTP', 'id')
  const apps = [{ package: 'id.toko.app', hash: 'K8a/AINcGX7' }]
  const ours: Template = { ...code, buttons: [{ kind: 'otp', otp: 'ONE_TAP', apps }] }
  const shown: Template = {
    ...code,
    buttons: [{ kind: 'otp', otp: 'ONE_TAP', text: 'Salin kode', apps: [] }],
  }
  assert.deepEqual(withOwnParts(shown, ours).buttons, ours.buttons)
  assert.equal(isSameTemplate(withOwnParts(shown, ours), ours), true)
  const copied: Template = {
    ...code,
    buttons: [{ kind: 'otp', otp: 'COPY_CODE', text: 'Salin kode', apps: [] }],
  }
  assert.deepEqual(withOwnParts(copied, ours).buttons, copied.buttons)
})

test('a copy carries no sample that Meta shows for reading only', () => {
  assert.deepEqual(withoutForeignSamples(THEIRS).header, { kind: 'image' })
  assert.deepEqual(withoutForeignSamples(OURS).header, OURS.header)
})
