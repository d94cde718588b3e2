import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { catalogueOf, type FieldShape } from '#core/contact/field/catalogue.ts'
import type { FieldType } from '#core/contact/field/value.ts'
import { namesIn, readFormula, renameIn, runFormula } from '#core/flow/formula/formula.ts'
import { FUNCTIONS } from '#core/flow/formula/functions.ts'
import { wrongSentence } from '#core/flow/formula/wrong.ts'
import type { Known } from '#core/flow/person.ts'
import { typeNamed } from '#core/flow/text/system.ts'
import { isOfRequest, loadSuite } from '../../../test/hostile.ts'
import { cpuMs } from '../../../test/time.ts'

const TYPES: Readonly<Record<string, FieldType>> = {
  jumlah: 'number',
  kosong: 'number',
  acara: 'date',
  dibuat: 'datetime',
  belanja: 'list',
  vip: 'boolean',
  nama: 'text',
}
const catalogue = catalogueOf(
  Object.entries(TYPES).map(
    ([id, type]): FieldShape => ({ id, key: id, type, scope: 'contact', former: [] }),
  ),
)
const NOON = 1_760_000_000_000 // 9 October 2025, 15:53 in Jakarta
const known: Known = {
  now: NOON,
  catalogue,
  workspace: { name: 'Kopi Senja', zone: 'Asia/Jakarta', language: 'id' },
  person: {
    name: 'Sari Dewi',
    phone: '628123456789',
    tags: ['vip', 'kopi'],
    lastInboundAt: NOON,
    fields: {
      jumlah: '4',
      acara: '2025-12-25',
      dibuat: '2025-10-08T08:00:00Z',
      belanja: '["kopi","roti"]',
      vip: 'true',
      nama: 'Ayu',
    },
  },
}

function read(source: string) {
  return readFormula(source, (name) => typeNamed(catalogue, name))
}

test('a formula reckons exactly, with every type of field', () => {
  const cases: [string, FieldType, string][] = [
    ['jumlah * 15000', 'number', '60000'],
    ['0.1 + 0.2', 'number', '0.3'],
    ['7 / 2', 'number', '3.5'],
    ['-jumlah % 3', 'number', '-1'],
    ['round(10 / 3, 2)', 'number', '3.33'],
    ['jumlah > 3 ? jumlah : 0', 'number', '4'],
    ['default(kosong, 1) * 2', 'number', '2'],
    ['filled(kosong)', 'boolean', 'false'],
    ['vip && jumlah >= 4', 'boolean', 'true'],
    ['acara - today', 'number', '77'],
    ['acara + 7', 'date', '2026-01-01'],
    ['addMonths(date("2025-01-31"), 1)', 'date', '2025-02-28'],
    ['weekday(today)', 'number', '4'],
    ['hoursBetween(dibuat, now) > 24', 'boolean', 'true'],
    ['addHours(dibuat, 3)', 'datetime', '2025-10-08T11:00:00Z'],
    ['belanja + ["teh"]', 'list', '["kopi","roti","teh"]'],
    ['belanja.filter(barang, barang != "roti")', 'list', '["kopi"]'],
    ['"kopi" in belanja', 'boolean', 'true'],
    ['belanja[1]', 'text', 'roti'],
    ['count(belanja) + length(nama)', 'number', '5'],
    ['upper(nama) + " pesan " + jumlah', 'text', 'AYU pesan 4'],
    ['window_open && tags.exists(tag, tag == "kopi")', 'boolean', 'true'],
  ]
  for (const [source, type, value] of cases)
    assert.deepEqual(runFormula(source, known), { kind: 'value', type, value }, source)
})

test('what cannot be reckoned is said, and is no accident', () => {
  const cases: [string, string][] = [
    ['kosong * 2', 'empty'],
    ['jumlah / 0', 'divided-by-zero'],
    ['99999999999999999999 * 99999999999999999999', 'out-of-range'],
    ['belanja[9]', 'not-a-value'],
    ['number(nama)', 'not-a-value'],
    ['jumlah +', 'unreadable'],
  ]
  for (const [source, fault] of cases)
    assert.deepEqual(runFormula(source, known), { kind: 'fault', fault }, source)
})

test('a mistake is named with its place, in both languages', () => {
  const cases: [string, string, [number, number], string][] = [
    ['', 'empty', [0, 0], 'Rumusnya masih kosong.'],
    ['jumlh * 2', 'name', [0, 5], 'Tidak ada field bernama jumlh.'],
    ['jumlah * nama', 'operation', [0, 13], 'Jenisnya tidak cocok: angka * teks.'],
    ['(jumlah', 'unfinished', [7, 7], 'Rumusnya belum selesai.'],
    ['round(nama, 1)', 'arguments', [0, 14], 'Isi fungsinya tidak cocok: round(teks, angka).'],
    ['vip ? 1 : nama', 'branches', [0, 14], 'Kedua hasil sesudah “?” harus sejenis.'],
    ['1 + nama.length', 'form', [4, 15], 'nama.length tidak bisa dipakai di rumus.'],
    [`1${' + 1'.repeat(300)}`, 'too-long', [1000, 1201], 'Rumusnya terlalu panjang atau terlalu rumit.'],
  ]
  for (const [source, code, place, sentence] of cases) {
    const wrong = read(source)
    assert(wrong.kind === 'wrong', source)
    assert.deepEqual([wrong.code, [wrong.from, wrong.to]], [code, place], source)
    assert.equal(wrongSentence(wrong, 'id'), sentence)
    assert.doesNotMatch(wrongSentence(wrong, 'en'), /[{}]|Rumus/)
  }
})

test('nothing of the language beneath is reached: no prototype, no pattern, no bytes, no types, no maps', () => {
  const before = JSON.stringify(Object.getOwnPropertyNames(Object.prototype))
  const tries = [
    'nama.constructor',
    'nama["constructor"]',
    'belanja.__proto__',
    '"".__proto__.polluted',
    'nama.matches("(a+)+$")',
    'bytes(nama)',
    'b"x"',
    'type(nama)',
    'dyn(nama)',
    'google.protobuf.Timestamp',
    'cel.bind(a, nama + nama, a + a)',
    '{"a": 1}',
    'constructor',
    '__proto__',
    'process',
    'globalThis',
    'timestamp("2025-01-01T00:00:00Z")',
  ]
  for (const source of tries) assert.equal(read(source).kind, 'wrong', source)
  assert.equal(JSON.stringify(Object.getOwnPropertyNames(Object.prototype)), before)
})

test('the hostile expressions are no formulas, or come to nothing but a plain value, at once', () => {
  const before = JSON.stringify(Object.getOwnPropertyNames(Object.prototype))
  for (const one of loadSuite('expressions').cases) {
    if (isOfRequest(one)) continue
    const { id, template, path } = one
    const text = String(template ?? path)
    for (const source of [text, text.replace(/^\{\{|\}\}$/g, '')]) {
      read(source)
      const began = cpuMs()
      const made = runFormula(source, known)
      assert(cpuMs() - began < 50, id)
      assert(
        made.kind === 'fault' || made.value === 'Sari Dewi' || /^\d+$/.test(made.value),
        `${id} ${source}`,
      )
    }
  }
  assert.equal(JSON.stringify(Object.getOwnPropertyNames(Object.prototype)), before)
})

test('a formula that would work long stops early, also inside `exists`, which forgives errors', () => {
  const long = { ...known, person: { ...known.person, fields: { belanja: listOf(100) } } }
  const nested = (inner: string) =>
    ['a', 'b', 'c', 'd', 'e'].reduceRight((body, name) => `belanja.exists(${name}, ${body})`, inner)
  const grown = 'belanja.map(a, join(belanja, a) + join(belanja, a)).map(b, b + b + b + b + b + b)'
  for (const source of [
    nested('a + b + c + d + e == "x"'),
    `belanja.map(a, ${nested('a == "x"')} ? "1" : "2")`,
    grown,
  ]) {
    assert.equal(read(source).kind, 'formula', source)
    const began = cpuMs()
    assert.deepEqual(runFormula(source, long), { kind: 'fault', fault: 'limit' }, source)
    assert(cpuMs() - began < 200)
  }
})

function listOf(count: number): string {
  return JSON.stringify(Array.from({ length: count }, (_, at) => `barang ${at}`))
}

test('any text is a formula or a mistake, never an accident', () => {
  const words = fc.constantFrom(
    ...Object.keys(TYPES),
    '1',
    '2.5',
    '"a"',
    '+',
    '-',
    '*',
    '/',
    '(',
    ')',
    '[',
    ']',
    ',',
  )
  const more = fc.constantFrom(
    '?',
    ':',
    '&&',
    '!',
    '==',
    '>',
    'in',
    '.map(x, x)',
    'round(',
    'default(',
    'true',
    '.',
  )
  const source = fc.array(fc.oneof(words, more), { maxLength: 12 }).map((parts) => parts.join(' '))
  fc.assert(
    fc.property(fc.oneof(source, fc.string({ maxLength: 40 })), (text) => {
      const formula = read(text)
      const made = runFormula(text, known)
      assert.equal(made.kind === 'fault' && made.fault === 'unreadable', formula.kind === 'wrong')
      if (formula.kind === 'wrong') assert(formula.from <= formula.to && formula.to <= text.length)
    }),
    { numRuns: 3000, seed: 7 },
  )
})

test('a renamed field is renamed wherever the formula reads it, and nowhere else', () => {
  const source = 'jumlah * 2 + (belanja.exists(jumlah, jumlah == "jumlah") ? jumlah : 0)'
  const isMeant = (name: string) => name === 'jumlah'
  const expected = 'banyak * 2 + (belanja.exists(jumlah, jumlah == "jumlah") ? banyak : 0)'
  assert.equal(renameIn(source, isMeant, 'banyak'), expected)
  assert.deepEqual(namesIn(expected), ['banyak', 'belanja'])
})

test('every function is explained in both languages by an example that can be read', () => {
  const types = (name: string): FieldType | undefined =>
    typeNamed(catalogue, name) ??
    (
      {
        total: 'number',
        diskon: 'number',
        selisih: 'number',
        tanggal_acara: 'date',
        tanggal_lahir: 'date',
      } as const
    )[name as 'total']
  for (const { signature, does, example } of FUNCTIONS) {
    assert(does.id.endsWith('.') && does.en.endsWith('.'), signature)
    const formula = readFormula(example, types)
    assert.equal(formula.kind, 'formula', example)
  }
})
