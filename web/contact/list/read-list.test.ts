import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ListPiece } from '#core/contact/api.ts'
import { readList } from '#web/contact/list/read-list.ts'

async function read(file: Blob) {
  const pieces: ListPiece[] = []
  const hand = async (piece: ListPiece) => {
    pieces.push(piece)
    return { added: 1, repeated: 0, bad: [], unused: [], unread: 0 }
  }
  const report = await readList(file, hand, () => {})
  return { report, text: pieces.map((piece) => piece.text).join('') }
}

test('a list is read in the two ways in which spreadsheets write text', async () => {
  const list = 'nama,nomor\nJosé,081234567890\n'
  assert.equal((await read(new Blob([list]))).text, list)
  const wide = Buffer.from(`\ufeff${list}`, 'utf16le')
  assert.equal((await read(new Blob([wide]))).text, list)
  assert.equal((await read(new Blob([Buffer.from(wide).swap16()]))).text, list)
})

test('a spreadsheet’s own file is no list, and nothing of it is handed over', async () => {
  const excel = Buffer.from('504b030414000600080000002100', 'hex')
  assert.deepEqual(await read(new Blob([excel])), { report: null, text: '' })
})
