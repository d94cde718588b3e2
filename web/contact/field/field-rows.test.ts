import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Field } from '#core/contact/api.ts'
import { fieldsOf, foldedOf, foldersOf, keyOfLabel, stillFolded } from '#web/contact/field/field-rows.ts'

function field(made: Partial<Field>): Field {
  const id = made.id ?? 'x'
  const words = { label: id, folder: '', description: '', former: [], default: '', value: '' }
  return { id, key: id, type: 'text', scope: 'contact', ...words, ...made }
}

test('fields stand in their folders, and are found by name, key and description', () => {
  const all = [
    field({ id: 'kota' }),
    field({ id: 'total', folder: 'Pesanan' }),
    field({ id: 'a', folder: 'Alamat' }),
  ]
  const names = (search: string) =>
    foldersOf(all, search).map(({ name, fields }) => `${name} ${fields.length}`)
  assert.deepEqual(names(''), [' 1', 'Alamat 1', 'Pesanan 1'])
  assert.deepEqual(names('TOTAL'), ['Pesanan 1'])
})

test('known fields come first, also when empty; values of unknown fields stay in sight', () => {
  const known = [
    field({ id: 'kota', key: 'tempat', label: 'Kota' }),
    field({ id: 'lahir', label: 'Tanggal lahir', type: 'date' }),
    field({ id: 'antrean', label: 'Antrean', scope: 'bot' }),
  ]
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

test('a few empty fields stand among the others, more of them behind one line', () => {
  const rows = (...values: string[]) => values.map((value, at) => ({ ...field({ id: `f${at}` }), value }))
  assert.deepEqual([...foldedOf(rows('', 'Bandung', '', ''))], [])
  assert.deepEqual([...foldedOf(rows('', 'Bandung', '', '', ''))], ['f0', 'f2', 'f3', 'f4'])
})

test('a folded field that was filled in stands among the others from then on, emptied or not', () => {
  const row = (id: string, value = '') => ({ id, label: id, type: 'text' as const, value })
  const folded = foldedOf([row('a'), row('b'), row('c'), row('d')])
  const still = stillFolded(folded, [row('a', 'Bandung'), row('b'), row('c'), row('d')])
  assert.deepEqual([...still], ['b', 'c', 'd'])
  assert.equal(stillFolded(still, [row('a'), row('b'), row('c'), row('d')]), still)
})
