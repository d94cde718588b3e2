import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnsOf, readNumbers } from '#core/broadcast/numbers.ts'
import { expand, loadSuite } from '../../test/hostile.ts'

/** A whole list as the server reads it, in one piece. */
function read(text: string) {
  const fields = [{ key: 'email', label: 'Email' }]
  const { columns, isHeading } = columnsOf(text.split(/\r\n|\n|\r/, 1)[0] ?? '', fields)
  return readNumbers(isHeading ? text.replace(/^[^\r\n]*/, '') : text, 1, columns)
}

/** Cases about exports, files as large as a disk, and what the browser does before the server reads: not about lines. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'CSV-005': 'the page reads UTF-8; each line is named as unreadable',
  'CSV-007': 'the page reads UTF-8; only the name suffers',
  'CSV-015': 'a piece ends with a line: a cell of two lines is named as that',
  'CSV-047': 'a list comes in pieces and has a largest length: core/broadcast/limits.ts',
  'CSV-049': 'a piece has a largest size: core/broadcast/limits.ts',
  'CSV-051': 'the page sends text',
  'CSV-053': 'a piece is one transaction, and a number is in a list once',
}
const NO_ROW = ['CSV-001', 'CSV-027', 'CSV-031', 'CSV-033']

const { cases } = loadSuite('csv')
for (const { id, title, raw } of cases.filter(({ id }) => !(id in ELSEWHERE))) {
  test(`${id}: ${title.slice(0, 60)}`, () => {
    const { rows } = read(String(expand(raw)))
    const found = [...new Set(rows.map(({ phone }) => phone))]
    assert.deepEqual(found, NO_ROW.includes(id) ? [] : ['6281234567890'])
    for (const { name, fields } of rows) {
      assert.doesNotMatch(name, /b@c\.id|^Budi./, 'no column is shifted into another')
      assert.deepEqual(
        Object.keys(fields).filter((key) => key !== 'email'),
        [],
      )
    }
    assert.equal(({} as { polluted?: string }).polluted, undefined)
  })
}

test('a list with semicolons keeps the commas in its cells, and the other way round', () => {
  const list = read('Nomor;Nama;Email\n0812-3456-7890;Budi, Bos;b@c.id\n0812-3456-7891;"Dewi; Ani";')
  assert.deepEqual(list.bad, [])
  assert.deepEqual(
    list.rows.map(({ name, fields }) => [name, fields]),
    [
      ['Budi, Bos', { email: 'b@c.id' }],
      ['Dewi; Ani', {}],
    ],
  )
  assert.equal(read('Nomor,Nama\n081234567890,Ani; Dewi').rows[0]?.name, 'Ani; Dewi')
  assert.equal(read('Nomor\tNama\n081234567890\tAni, Dewi').rows[0]?.name, 'Ani, Dewi')
})

test('a number that a spreadsheet has rounded is named as that, with its cure', () => {
  for (const text of ['6.28123E+12', '"6,28123E+12"', '6.28E+12'])
    assert.match(read(`phone,name\n${text},Budi`).bad[0]?.id ?? '', /Teks/)
})
