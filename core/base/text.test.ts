import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cleanName, cleanText, cutText } from './text.ts'

test('a text loses only what a database cannot hold', () => {
  assert.equal(cleanText('a\u0000b'), 'ab')
  assert.equal(cleanText('a\ud800b'), 'a\ufffdb')
  assert.equal(cleanText('\\u0000 \u202e\u0001 👍🏿'), '\\u0000 \u202e\u0001 👍🏿')
})

test('a cut never splits a character that a person sees as one', () => {
  const cases: readonly [string, number, string][] = [
    ['halo', 4, 'halo'],
    ['halo', 3, 'hal'],
    ['halo', 0, ''],
    ['a😀', 2, 'a'],
    ['🇮🇩🇮🇩', 7, '🇮🇩'],
    ['x👨‍👩‍👧y', 5, 'x'],
    ['cafe\u0301s', 5, 'cafe\u0301'],
    ['cafe\u0301s', 4, 'caf'],
  ]
  for (const [text, max, kept] of cases) assert.equal(cutText(text, max), kept, `${text} to ${max}`)
})

test('a letter under a mountain of marks is cut like plain text', () => {
  assert.equal(cutText(`a${'\u0336'.repeat(1000)}`, 500).length, 500)
  const family = '\u{1f469}\u200d'.repeat(60) // one character of 180 units: no half of a pair may stand at its cut
  for (const max of [160, 161, 162, 163]) assert.ok(cutText(family, max).isWellFormed(), String(max))
})

test('a name stays on its line and in its direction; what else belongs to it stays', () => {
  assert.equal(cleanName('\u202eToko\u2069\nRina \u0007'), 'Toko Rina')
  assert.equal(cleanName('سارة 👩🏽‍🍳'), 'سارة 👩🏽‍🍳')
})
