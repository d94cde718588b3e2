import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isListed, recipientOf } from '#core/whatsapp/number/recipient.ts'

test('a recipient is kept as digits, however it was typed; a number without country code is none', () => {
  assert.equal(recipientOf('+62 812-8841-2093'), '6281288412093')
  for (const typed of ['0812 8841 2093', '', '+62 812 abc', '12345'])
    assert.equal(recipientOf(typed), undefined)
})

test('only a test number with a list that we know refuses anyone', () => {
  const recipients = ['6281288412093']
  assert.equal(isListed({ test: true, recipients }, '6281288412093'), true)
  assert.equal(isListed({ test: true, recipients }, '6285711204410'), false)
  assert.equal(isListed({ test: true, recipients: [] }, '6285711204410'), false)
  assert.equal(isListed({ test: true, recipients: null }, '6285711204410'), null)
  assert.equal(isListed({ test: false, recipients }, '6285711204410'), null)
  assert.equal(isListed({ test: true, recipients }, undefined), null)
})
