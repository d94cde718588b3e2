import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { isRefusal, sentenceOf } from '#core/base/refusal.ts'
import { acceptFile, wrongPhoto } from '#server/base/mime.ts'

type Case = {
  readonly id: string
  readonly title: string
  readonly filename?: string
  readonly content_type?: string
  readonly body?: { readonly $b64?: string; readonly $gen?: string; readonly w?: number; readonly h?: number }
}

const suite: { cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL('../../test/data/hostile/files.json', import.meta.url), 'utf8'),
)
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ', 'base64')
const bytes = (text: string) => Buffer.from(text, 'latin1')

test('hostile files are refused or become harmless: a plain name, an ending that fits, no type that runs', () => {
  const judged = suite.cases.filter(({ body }) => body?.$b64 !== undefined)
  assert(judged.length >= 30)
  for (const { id, title, filename = '', content_type = '', body } of judged) {
    const accepted = acceptFile(filename, content_type, Buffer.from(body?.$b64 ?? '', 'base64'))
    const runs = /svg|html|js file|elf|xml with/i.test(title) && !/upload name/.test(title)
    assert.equal(isRefusal(accepted), runs, `${id} ${title}`)
    if (isRefusal(accepted)) continue
    assert.doesNotMatch(accepted.name, /[/\\\u0000-\u001f\u007f<>:"|?*]|^[.~]|\.\./, id)
    assert(accepted.name.isWellFormed() && accepted.name.length <= 110, id)
    assert.match(accepted.name, /\.(png|gif|txt|csv)$/, id)
    assert.doesNotMatch(accepted.mime, /html|xml|svg|script/, id)
  }
})

test('a picture that claims to be giant is refused by its header', () => {
  const png = Buffer.concat([PNG.subarray(0, 16), Buffer.from([0, 1, 0, 0, 0, 1, 0, 0]), PNG.subarray(24)])
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0xfa, 0, 0xfa, 0, 3, 1, 0x22, 0])
  for (const head of [png, jpeg]) assert(isRefusal(acceptFile('a.png', 'image/png', head)))
})

const ZIP = 'PK\x03\x04\x14\x00[Content_Types].xml'
const TYPES: readonly (readonly [Buffer, string, string, string, string])[] = [
  [PNG, 'a.png', '', 'image/png', 'image'],
  [bytes('\xff\xd8\xff\xe0..JFIF'), 'a.jpg', '', 'image/jpeg', 'image'],
  [bytes('RIFF....WEBPVP8 '), 'a.webp', '', 'image/webp', 'sticker'],
  [bytes('....ftypisom'), 'a.mp4', 'video/mp4', 'video/mp4', 'video'],
  [bytes('....ftypisom'), 'a.m4a', 'audio/mp4', 'audio/mp4', 'audio'],
  [bytes('....ftypM4A '), 'a.m4a', '', 'audio/mp4', 'audio'],
  [bytes('....ftyp3gp4'), 'a.3gp', '', 'video/3gpp', 'video'],
  [bytes('OggS..OpusHead'), 'voice', 'audio/ogg; codecs=opus', 'audio/ogg', 'audio'],
  [bytes('ID3\x04'), 'a.mp3', '', 'audio/mpeg', 'audio'],
  [bytes('\xff\xfb\x90'), 'a.mp3', '', 'audio/mpeg', 'audio'],
  [bytes('\xff\xf1\x50'), 'a.aac', '', 'audio/aac', 'audio'],
  [bytes('#!AMR\n'), 'a.amr', '', 'audio/amr', 'audio'],
  [bytes('%PDF-1.7'), 'a.pdf', '', 'application/pdf', 'document'],
  [
    bytes(`${ZIP}..xl/workbook.xml`),
    'a.xlsx',
    '',
    `application/vnd.openxmlformats-officedocument.spreadsheetml.sheet`,
    'document',
  ],
  [bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), 'a.doc', '', 'application/msword', 'document'],
  [Buffer.from('nama,harga\nkopi,18000\n'), 'a.csv', '', 'text/csv', 'document'],
  [Buffer.from('Halo, 1 < 2 dan émoji 🙂'), 'a.txt', 'text/plain', 'text/plain', 'document'],
]

test('every kind WhatsApp takes is known by its first bytes, whatever it is called', () => {
  for (const [head, name, declared, mime, media] of TYPES) {
    const accepted = acceptFile(name, declared, head)
    assert(!isRefusal(accepted), `${name} ${declared}`)
    assert.deepEqual({ mime: accepted.mime, media: accepted.media }, { mime, media })
  }
})

test('a WebP picture that is called a photo is refused to whoever sends it: it would go as a sticker', () => {
  const webp = bytes('RIFF....WEBPVP8 ')
  const wrong = (name: string, head = webp) => {
    const accepted = acceptFile(name, 'image/jpeg', head)
    assert(!isRefusal(accepted))
    return wrongPhoto(name, accepted)
  }
  for (const name of ['menu.jpg', 'menu.JPEG', 'menu.png'])
    assert.equal(wrong(name)?.code, 'file-misnamed', name)
  assert.equal(wrong('menu.webp'), null)
  assert.equal(wrong('menu'), null)
  assert.equal(wrong('menu.jpg', PNG), null, 'a photo under the name of another goes as a photo')
  const no = wrong('menu.jpg')
  assert.equal(
    no && sentenceOf(no.code, 'id', no.details),
    'Isi berkas “menu.jpg” ternyata gambar WebP, bukan JPG seperti namanya. Simpan ulang sebagai JPG dari aplikasi asalnya, lalu pilih lagi.',
  )
})

test('programs, archives and unknown bytes are refused whatever they claim', () => {
  const heads = [
    'MZ\x90',
    '\x7fELF',
    '#!/bin/sh\n',
    `PK\x03\x04..evil.apk`,
    '\xd0\xcf\x11\xe0',
    '\x00\x01\x02',
    '',
    'RIFF....AVI ',
  ]
  for (const head of heads)
    assert(isRefusal(acceptFile('a.pdf', 'application/pdf', bytes(head))), JSON.stringify(head))
})

const REFUSED: readonly (readonly [string, string, string])[] = [
  [
    '\x00\x01\x02',
    'foto.jpg',
    'Isi berkas “foto.jpg” tidak bisa dibaca: mungkin rusak, atau bukan seperti namanya.',
  ],
  ['', 'kosong', 'Isi berkas “kosong” tidak bisa dibaca'],
  [
    '<html><body>404',
    'struk.pdf',
    'Isi berkas “struk.pdf” ternyata halaman HTML atau XML, bukan PDF seperti namanya.',
  ],
  ['MZ\x90', 'tagihan.pdf', 'Isi berkas “tagihan.pdf” ternyata program, bukan PDF seperti namanya.'],
  [`PK\x03\x04..foto/1.jpg`, 'foto.zip', 'Berkas “foto.zip” tidak diterima karena isinya arsip ZIP.'],
  [
    '\xd0\xcf\x11\xe0',
    'gaji.xlsx',
    'Isi berkas “gaji.xlsx” ternyata dokumen Office lama atau berkata sandi, bukan XLSX',
  ],
  [
    '....ftypheic',
    'IMG_1.jpg',
    'Berkas “IMG_1.jpg” tidak diterima karena isinya foto HEIC. Kirim dalam bentuk lain',
  ],
  ['RIFF....AVI LIST', 'a.avi', 'Berkas “a.avi” tidak diterima karena isinya berkas AVI.'],
  ['\x00\x01\x02', '../b\u202ec.rar', 'Berkas “b c.rar” tidak diterima karena isinya berkas RAR.'],
]

test('whoever chose a file that is refused reads what is in it, whether its name says so, and what to do', () => {
  for (const [head, name, sentence] of REFUSED) {
    const refused = acceptFile(name, '', bytes(head))
    assert(isRefusal(refused), name)
    const told = sentenceOf(refused.code, 'id', refused.details)
    assert(told.startsWith(sentence), told)
    assert.doesNotMatch(told + sentenceOf(refused.code, 'en', refused.details), /–|\{/, name)
  }
})

const NAMES: readonly (readonly [string, string])[] = [
  ['foto.png', 'foto.png'],
  ['Foto Toko Sari.PNG', 'Foto Toko Sari.png'],
  ['a.html', 'a.png'],
  ['../../etc/passwd', 'passwd.png'],
  ['C:\\Users\\x\\a.png', 'a.png'],
  ['CON', '_CON.png'],
  ['a.png.', 'a.png'],
  ['a\r\nX-Evil: 1.png', 'aX-Evil_ 1.png'],
  ['\u202egnp.exe', 'gnp.png'],
  ['...', 'file.png'],
  ['', 'file.png'],
  ['daftar harga.v2', 'daftar harga.png'],
]

test('a name shown to people has no path, no tricks, and the ending of its content', () => {
  for (const [name, shown] of NAMES) {
    const accepted = acceptFile(name, 'image/png', PNG)
    assert(!isRefusal(accepted))
    assert.equal(accepted.name, shown, JSON.stringify(name))
  }
})
