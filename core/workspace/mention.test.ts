import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mentionsIn, nameCall, namedIn } from '#core/workspace/mention.ts'

const PEOPLE = ['Dewi', 'Dewi Kartika', 'Sari (kasir)', '.*', '', 'İpek'].map((name, at) => ({
  id: `${at}`,
  name,
}))

test('a comment names whom it calls with @ by their whole name, and nobody by chance', () => {
  const cases: [string, string[]][] = [
    ['@Dewi tolong cek', ['Dewi']],
    ['tolong @dewi kartika, dan @SARI (KASIR)!', ['Dewi Kartika', 'Sari (kasir)']],
    ['@Dewi Kartikasari', ['Dewi']],
    ['@Dewina', []],
    ['surat@dewi', []],
    ['@', []],
    ['@.* dan @ Dewi', ['.*']],
    ['(@Dewi)\n@Dewi', ['Dewi']],
  ]
  for (const [body, names] of cases)
    assert.deepEqual(
      namedIn(body, PEOPLE).map(({ name }) => name),
      names,
      body,
    )
  assert.deepEqual(mentionsIn('Hai @Dewi.', PEOPLE), [{ from: 4, to: 9, name: 'dewi' }])
})

test('an @ that begins a word calls a name, also one of several words, up to the caret', () => {
  assert.deepEqual(nameCall('tolong @dewi ka', 15), { from: 7, words: 'dewi ka' })
  assert.deepEqual(nameCall('@', 1), { from: 0, words: '' })
  assert.deepEqual(nameCall('@de dan', 3), { from: 0, words: 'de' })
  for (const text of ['surat@dewi', 'tanpa', '@dewi\n', '@dewi ', ''])
    assert.equal(nameCall(text, text.length), null, text)
})
