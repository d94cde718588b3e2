import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mentionsIn, namedIn } from '#core/flow/comment/mention.ts'

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
