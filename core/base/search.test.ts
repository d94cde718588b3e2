import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canFindMessages, excerptOf, numberWish, searchWords } from '#core/base/search.ts'

test('words are compared without accents, capitals, marks and emoji', () => {
  assert.deepEqual(searchWords(' 🌸Déwi-SARI🌸 (Toko)'), ['dewi', 'sari', 'toko'])
  assert.deepEqual(searchWords('𝓓𝓮𝔀𝓲 O’Brien'), ['dewi', 'o', 'brien'])
  assert.deepEqual(searchWords('سارة ديوي'), ['سارة', 'ديوي'])
  assert.deepEqual(searchWords(' .,! '), [])
})

test('messages are looked through for two letters and more', () => {
  for (const search of ['ko', 'k ko', '78', '!ko!']) assert.ok(canFindMessages(searchWords(search)), search)
  for (const search of ['', 'k', 'k o', 'é', '!!!', '🌸', '👨‍👩‍👧'])
    assert.ok(!canFindMessages(searchWords(search)), search)
})

test('a number is meant as people write it', () => {
  assert.deepEqual(numberWish('0812-34'), { from: '6281234', within: ['081234'] })
  assert.deepEqual(numberWish('+62 812 34'), { within: ['6281234'] })
  assert.deepEqual(numberWish('012 345 6789'), { from: '62123456789', within: ['0123456789', '123456789'] })
  assert.deepEqual(numberWish('789'), { within: ['789'] })
  assert.equal(numberWish('78'), null)
  assert.equal(numberWish('dewi 812'), null)
})

test('an excerpt shows the first word that was found, set apart', () => {
  const said = (text: string, ...words: string[]) =>
    excerptOf(text, words)
      .map((part) => (part.hit ? `[${part.text}]` : part.text))
      .join('')
  assert.equal(said('Pesan kopi\nsusu, ya? Kópi!', 'kopi', 'su'), 'Pesan [kopi] [susu], ya? [Kópi]!')
  assert.equal(said(`${'kata '.repeat(30)}kopi susu`, 'kopi').slice(0, 6), '…kata ')
  assert.match(said(`${'kata '.repeat(30)}kopi susu`, 'kopi'), /\[kopi\] susu$/)
  assert.match(said(`kopi ${'x'.repeat(500)}`, 'kopi'), /^\[kopi\] x+…$/)
})
