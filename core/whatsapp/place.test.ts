import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeWords } from '#core/whatsapp/place.ts'

const SAID: readonly (readonly [path: string, id: string, en: string])[] = [
  ['text', 'teks', 'text'],
  ['body.0', 'isi, nilai 1', 'body, value 1'],
  ['body.2.text', 'isi, nilai 3', 'body, value 3'],
  ['body.text', 'isi', 'body'],
  ['header.source.link', 'header, berkas', 'header, file'],
  ['buttons', 'tombol', 'button'],
  ['buttons.0.title', 'tombol 1, judul', 'button 1, title'],
  ['cards.1.body.0', 'kartu 2, isi, nilai 1', 'card 2, body, value 1'],
  ['sections.0.rows.4.description', 'bagian 1, baris 5, deskripsi', 'section 1, row 5, description'],
  ['contacts.0.phones.1.phone', 'kontak 1, nomor telepon 2', 'contact 1, phone number 2'],
  ['buttons.0.payload', 'buttons.0.payload', 'buttons.0.payload'],
  ['constructor', 'constructor', 'constructor'],
  ['', '', ''],
]

for (const [path, id, en] of SAID)
  test(`the place “${path}” is “${id}”`, () => assert.deepEqual(placeWords(path), { id, en }))
