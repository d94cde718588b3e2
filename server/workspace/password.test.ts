import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isCommonPassword } from '#server/workspace/password.ts'

test('what anyone would try is no password', () => {
  for (const word of [
    'password',
    'Password1',
    'rahasia123',
    'bismillah',
    'aaaaaaaa',
    '12345678',
    'qwerty123!',
    'rina@contoh.id',
  ]) {
    assert.equal(isCommonPassword(word, 'rina@contoh.id'), true, word)
  }
})

test('a sentence of one’s own is one', () => {
  for (const word of ['kopi senja di tepi sawah', 'T4npa-gula!dua', '🐘gajah terbang'])
    assert.equal(isCommonPassword(word, 'rina@contoh.id'), false, word)
})
