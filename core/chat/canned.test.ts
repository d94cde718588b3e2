import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CANNED_NAME, calledBy, callIn, withReply } from '#core/chat/canned.ts'

const REPLIES = [
  { name: 'alamat', text: 'Jl. Kenanga 12, buka jam 8.' },
  { name: 'jam-buka', text: 'Kami buka 08.00 sampai 21.00.' },
  { name: 'ongkir', text: 'Ongkos kirim dalam kota Rp10.000.' },
]
const called = (text: string, caret = text.length) => {
  const call = callIn(text, caret)
  return call && calledBy(REPLIES, call).map(({ name }) => name)
}

test('a slash calls replies by a part of the name, and at the beginning of a text by its words too', () => {
  const table: [string, string[] | null][] = [
    ['/', ['alamat', 'jam-buka', 'ongkir']],
    ['/ong', ['ongkir']],
    ['/BUKA', ['jam-buka', 'alamat']],
    ['/jam buka', ['jam-buka', 'alamat']],
    ['/kirim kota', ['ongkir']],
    ['/tidak ada', []],
    ['Halo kak /jam', ['jam-buka']],
    ['Rp5.000 /kota', []],
    ['Rp5.000 /ong ya', null],
    ['Halo\n/ong', ['ongkir']],
    ['https://toko', null],
    ['a/b', null],
    ['1/2', null],
    ['halo', null],
    ['/jam\n', null],
  ]
  for (const [text, names] of table) assert.deepEqual(called(text), names, text)
})

test('only what stands before the caret is a call', () => {
  assert.deepEqual(called('/ong kak', 4), ['ongkir'])
  assert.equal(called('/ongkir', 0), null)
})

test('the reply takes the place of its call and leaves the rest of the text alone', () => {
  const text = 'Halo /ong, ditunggu'
  const caret = 'Halo /ong'.length
  const { from = -1 } = callIn(text, caret) ?? {}
  assert.deepEqual(withReply(text, { from, caret }, 'Rp10.000'), {
    text: 'Halo Rp10.000, ditunggu',
    caret: 'Halo Rp10.000'.length,
  })
})

test('a name is one word', () => {
  for (const name of ['ongkir', 'jam-buka', 'Promo_2', 'ñandú', '3']) assert.match(name, CANNED_NAME)
  for (const name of ['jam buka', '/ongkir', '-', 'a/b', '']) assert.doesNotMatch(name, CANNED_NAME)
})
