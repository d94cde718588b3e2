import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnsOf, readList } from '#core/contact/list.ts'

const FIELDS = [
  { key: 'kota', label: 'Kota asal' },
  { key: 'belanja', label: 'Total belanja' },
]

test('a list is read with and without a heading, with commas and semicolons', () => {
  const { columns, isHeading } = columnsOf('Nama;No HP;Kota asal;Lain', FIELDS)
  assert.ok(isHeading)
  assert.deepEqual([columns.phone, columns.name, columns.fields], [1, 0, [{ at: 2, key: 'kota' }]])
  const { rows, bad } = readList('Dewi;0812-3456-7890;Bandung;x\n\n"Budi;0812;;\n', 2, columns)
  assert.deepEqual(rows, [{ phone: '6281234567890', name: 'Dewi', tags: [], fields: { kota: 'Bandung' } }])
  assert.deepEqual(
    bad.map(({ line }) => line),
    [4],
  )
  const bare = columnsOf('081234567890,Dewi', FIELDS)
  assert.equal(bare.isHeading, false)
  assert.equal(readList('081234567890,Dewi', 1, bare.columns).rows[0]?.name, 'Dewi')
})

test('the sign that parts the cells is the first line’s, so a comma may stand in a name or a price', () => {
  const { columns } = columnsOf('Nomor;Nama;Total belanja', FIELDS)
  const { rows, bad } = readList('081234567890;Budi, S.E.;12,5', 2, columns)
  assert.deepEqual(bad, [])
  assert.deepEqual([rows[0]?.name, rows[0]?.fields.belanja], ['Budi, S.E.', '12,5'])
  const bare = columnsOf('081234567890;Budi, S.E.', FIELDS)
  assert.equal(readList('081234567890;Budi, S.E.', 1, bare.columns).rows[0]?.name, 'Budi, S.E.')
})

test('what was copied from a spreadsheet is parted by tabs', () => {
  const { columns } = columnsOf('Nama\tWhatsApp', FIELDS)
  const { rows } = readList('Toko "Maju", Bandung\t0812 3456 7890', 2, columns)
  assert.deepEqual([rows[0]?.phone, rows[0]?.name], ['6281234567890', 'Toko "Maju", Bandung'])
})

test('a first line with a phone number in it is no heading, whatever the other cells say', () => {
  const { columns, isHeading } = columnsOf('081234567890,Toko HP Jaya', FIELDS)
  assert.equal(isHeading, false)
  assert.equal(readList('081234567890,Toko HP Jaya', 1, columns).rows[0]?.name, 'Toko HP Jaya')
})

test('columns that fill nothing are named, and another number is not taken for the phone', () => {
  const { columns } = columnsOf('Nomor pesanan,Nama,No. WA,Catatan,', FIELDS)
  assert.equal(columns.phone, 2)
  assert.deepEqual(columns.unused, ['Nomor pesanan', 'Catatan'])
})

test('tags stand in a column of their own where a list may bring them', () => {
  const { columns } = columnsOf('Nomor,Nama,Tag', FIELDS, true)
  assert.deepEqual(readList('081234567890,Dewi,"vip, reseller,vip"', 2, columns).rows[0]?.tags, [
    'vip',
    'reseller',
  ])
  assert.deepEqual(columnsOf('Nomor,Nama,Tag', FIELDS).columns.unused, ['Tag'])
})
