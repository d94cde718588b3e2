import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Profile } from '#core/whatsapp/number/own-api.ts'
import { decodeProfile, encodeProfile } from '#core/whatsapp/number/profile.ts'

const FULL = {
  about: 'Kopi segar tiap hari',
  address: 'Jl. Braga 1, Bandung',
  description: 'Kedai kopi',
  email: 'halo@kopisenja.id',
  websites: ['https://kopisenja.id'],
  vertical: 'RESTAURANT' as const,
}

test('a profile comes back as it was sent', () => {
  const { messaging_product, ...sent } = encodeProfile(FULL)
  assert.equal(messaging_product, 'whatsapp')
  assert.deepEqual(decodeProfile({ data: [sent] }), FULL)
  assert.equal('about' in encodeProfile({ ...FULL, about: '' }), false)
})

test('a profile that Meta does not have is empty', () => {
  for (const body of [undefined, {}, { data: [] }, { data: [7] }, { data: [{ vertical: 'NEW_KIND' }] }]) {
    const profile = decodeProfile(body)
    assert.equal(profile.vertical, 'OTHER')
    assert.deepEqual(profile.websites, [])
    assert.ok(Profile.safeParse(profile).success)
  }
})

test('what Meta would refuse is refused before', () => {
  for (const change of [
    { about: 'x'.repeat(140) },
    { email: 'bukan email' },
    { websites: ['javascript:alert(1)'] },
    { websites: ['https://a.id', 'https://b.id', 'https://c.id'] },
    { vertical: 'COFFEE' },
  ])
    assert.equal(Profile.safeParse({ ...FULL, ...change }).success, false, JSON.stringify(change))
})
