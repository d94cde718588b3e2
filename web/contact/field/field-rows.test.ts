import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldsOf, keyOfLabel } from '#web/contact/field/field-rows.ts'

test('known fields come first, also when empty; values of unknown fields stay in sight', () => {
  const known = [
    { key: 'kota', label: 'Kota', type: 'text' },
    { key: 'lahir', label: 'Tanggal lahir', type: 'date' },
  ] as const
  const rows = fieldsOf(known, { kota: 'Bandung', lama: 'x' })
  assert.deepEqual(
    rows.map((row) => [row.label, row.value]),
    [
      ['Kota', 'Bandung'],
      ['Tanggal lahir', ''],
      ['lama', 'x'],
    ],
  )
})

test("a field's key follows from its label and always fits merge fields", () => {
  const table = [
    ['Alamat kirim', 'alamat_kirim'],
    ['  Nomor HP (2) ', 'nomor_hp_2'],
    ['Café favorit', 'cafe_favorit'],
    ['2nd order', 'nd_order'],
    ['☕', ''],
  ] as const
  for (const [label, key] of table) {
    assert.equal(keyOfLabel(label), key)
    if (key) assert.match(keyOfLabel(label), /^[a-z][a-z0-9_]{0,49}$/)
  }
})
