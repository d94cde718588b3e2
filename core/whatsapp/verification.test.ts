import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  BUTTON_MISSING,
  DOCUMENTS_ACCEPTED,
  DOCUMENTS_REFUSED,
  footerSentence,
  isMailOfSite,
  isNamedInFooter,
  OFFICIAL_LINKS,
  PREPARATION,
  REQUEST_REFUSED,
  REQUEST_STEPS,
  VERIFICATION_NOTES,
} from '#core/whatsapp/verification.ts'

const LISTS = {
  DOCUMENTS_ACCEPTED,
  DOCUMENTS_REFUSED,
  PREPARATION,
  REQUEST_STEPS,
  BUTTON_MISSING,
  REQUEST_REFUSED,
  VERIFICATION_NOTES,
  OFFICIAL_LINKS,
}

test('every line of the checklist is said in both languages, under a key of its own', () => {
  for (const [name, list] of Object.entries(LISTS)) {
    assert.equal(new Set(list.map(({ key }) => key)).size, list.length, name)
    for (const { key, words } of list) assert.ok(words.id.length > 2 && words.en.length > 2, key)
  }
})

test('the documents of Indonesia, and those that Meta refuses, are those of the guide', () => {
  const keys = (list: readonly { readonly key: string }[]) => list.map(({ key }) => key)
  assert.deepEqual(keys(DOCUMENTS_ACCEPTED), [
    'bank-statement',
    'iumk',
    'nib',
    'siup',
    'sppkp',
    'tdp',
    'utility-bill',
  ])
  assert.deepEqual(keys(DOCUMENTS_REFUSED), [
    'invoice',
    'purchase-order',
    'self-filled',
    'tax-return',
    'website-print',
  ])
  assert.equal(PREPARATION.length, 7)
})

test('official links lead to pages of Meta only', () => {
  for (const { url } of OFFICIAL_LINKS)
    assert.match(url, /^https:\/\/(www|business|developers)\.facebook\.com\//)
})

test('the e-mail must be at the domain of the website', () => {
  const cases: readonly [string, string, boolean][] = [
    ['name@business.com', 'www.business.com', true],
    ['Name@Business.com', 'https://business.com/id', true],
    ['name@mail.business.com', 'business.com', true],
    ['name@business.com', 'toko.business.com', true],
    ['name@gmail.com', 'www.business.com', false],
    ['name@otherbusiness.com', 'www.business.com', false],
    ['name@co.id', 'toko.co.id', false],
    ['name@toko.co.id', 'www.toko.co.id', true],
    ['name', 'business.com', false],
    ['name@com', 'business.com', false],
    ['name@business.com', '', false],
  ]
  for (const [email, site, expected] of cases)
    assert.equal(isMailOfSite(email, site), expected, `${email} ${site}`)
})

test('the footer names the brand and the legal entity', () => {
  const { id, en } = footerSentence('Kopi Senja', 'PT Senja Nusantara')
  assert.ok(isNamedInFooter(`© 2026 ${id}.`, 'Kopi Senja', 'PT Senja Nusantara'))
  assert.ok(isNamedInFooter(en, 'KOPI SENJA', 'PT. Senja Nusantara'))
  assert.ok(!isNamedInFooter('© 2026 Kopi Senja', 'Kopi Senja', 'PT Senja Nusantara'))
})
