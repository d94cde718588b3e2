import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withChange } from '#web/contact/change.ts'

const contact = {
  id: 'c',
  name: 'Dewi',
  profileName: 'dewi.l',
  phone: '+62812',
  fields: { kota: 'Bandung', email: 'd@contoh.id' },
  tags: ['VIP', 'Grosir'],
  marketing: null,
  createdAt: 1,
}

test('a change names only what changes; a null field disappears; tags stay unique', () => {
  const after = withChange(contact, {
    fields: { kota: 'Jakarta', email: null },
    addTags: ['VIP', 'Komplain'],
    removeTags: ['Grosir'],
  })
  assert.deepEqual(after, { ...contact, fields: { kota: 'Jakarta' }, tags: ['VIP', 'Komplain'] })
  assert.equal(withChange(contact, { name: 'Dewi Lestari' }).name, 'Dewi Lestari')
  assert.deepEqual(withChange(contact, {}), contact)
})
