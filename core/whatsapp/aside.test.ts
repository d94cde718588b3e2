import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ASIDE_CODES, ASIDE_WORDS, asideOf, asideSentence, readAsides } from '#core/whatsapp/aside.ts'

const nonsense = (reason: string) => asideOf({ kind: 'nonsense', where: 'entry[0]', reason })

test('what was set aside is told in a sentence of its kind', () => {
  const cases: readonly [string, string][] = [
    ['message of a group', 'Pesan dari grup. Wetalk melayani percakapan perorangan saja.'],
    ['status is not one that is known: warning', 'Laporan pengiriman yang belum dikenal: warning.'],
    ['error 130429: Rate limit hit', 'Meta melaporkan gangguan: Rate limit hit.'],
    ['message has no type', 'Ada bagian yang bentuknya tidak dikenal (message has no type).'],
  ]
  for (const [reason, sentence] of cases) assert.equal(asideSentence(nonsense(reason), 'id'), sentence)
})

test('every kind has its words in both languages', () => {
  for (const code of ASIDE_CODES) {
    const { id, en } = ASIDE_WORDS[code]
    assert.ok(id && en && id !== en)
    const told = asideSentence({ code, where: 'history', reason: 'a: b' }, 'id')
    assert.ok(told.endsWith('.') && !told.includes('{'), told)
  }
})

test('what a former version kept is read too, and what is no list holds nothing', () => {
  assert.deepEqual(readAsides([{ where: 'entry[0]', reason: 'not JSON' }, 7]), [
    { code: 'not-json', where: 'entry[0]', reason: 'not JSON' },
  ])
  assert.deepEqual(readAsides([{ code: 'unheard', where: 'history', reason: 'history' }]), [
    { code: 'unheard', where: 'history', reason: 'history' },
  ])
  assert.deepEqual(readAsides(null), [])
})
