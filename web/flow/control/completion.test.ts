import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  matching,
  mergeTyped,
  nameTyped,
  withMerge,
  withName,
  withWord,
  wordTyped,
} from '#web/flow/control/completion.ts'

/** The bar is the caret. */
function at(text: string): [string, number] {
  const caret = text.indexOf('¦')
  return [text.replace('¦', ''), caret]
}

test('behind an @ that begins a word a colleague is named, and nowhere else', () => {
  assert.deepEqual(nameTyped('Hai @de', 7), { kind: 'field', from: 5, to: 7, text: 'de' })
  assert.equal(nameTyped('surat@de', 8), null)
  assert.equal(nameTyped('Hai @de\nlagi', 12), null)
  const piece = nameTyped('Hai @dewi tolong', 9)
  assert(piece)
  assert.deepEqual(withName('Hai @dewi tolong', piece, 'Dewi Kartika'), {
    text: 'Hai @Dewi Kartika tolong',
    caret: 18,
  })
})

test('a merge field is completed while it is typed: its name, then its format', () => {
  const cases: [string, string | null][] = [
    ['Halo {{¦', 'field '],
    ['Halo {{ na¦', 'field na'],
    ['Halo {{ nama | ru¦ }}', 'filter ru'],
    ['Halo {{ nama |¦', 'filter '],
    ['Halo {{ nama }}¦', null],
    ['Halo {¦', null],
    ['Halo {{ nama | default: "a¦', null],
  ]
  for (const [text, expected] of cases) {
    const found = mergeTyped(...at(text))
    assert.equal(found && `${found.kind} ${found.text}`, expected, text)
  }
})

test('what was chosen stands in the text, and an open merge field is closed', () => {
  const cases: [string, string, string][] = [
    ['{{¦', 'total', '{{ total }}¦'],
    ['{{ to¦ dan', 'total', '{{ total }}¦ dan'],
    ['{{ to¦ }}', 'total', '{{ total¦ }}'],
    ['{{ total | ru¦ }}', 'rupiah', '{{ total | rupiah¦ }}'],
  ]
  for (const [text, name, expected] of cases) {
    const [source, caret] = at(text)
    const piece = mergeTyped(source, caret) ?? assert.fail(text)
    const made = withMerge(source, piece, name)
    assert.equal(`${made.text.slice(0, made.caret)}¦${made.text.slice(made.caret)}`, expected)
  }
})

test('the words of a formula are completed, but not in quotes and not behind a dot', () => {
  for (const [text, expected] of [
    ['jum¦', 'jum'],
    ['jumlah * ro¦', 'ro'],
    ['"jum¦', null],
    ['"a" + jum¦', 'jum'],
    ['tags.fil¦', null],
    ['2¦', null],
  ] as const)
    assert.equal(wordTyped(...at(text))?.text ?? null, expected, text)
  const [source, caret] = at('jum¦ * 2')
  assert.deepEqual(withWord(source, wordTyped(source, caret) ?? assert.fail(), 'jumlah'), {
    text: 'jumlah * 2',
    caret: 6,
  })
})

test('names that begin with what was typed come first', () => {
  const all = ['subtotal', 'total', 'nama'].map((key) => ({ key, label: key }))
  assert.deepEqual(
    matching(all, 'tot', 8).map(({ key }) => key),
    ['total', 'subtotal'],
  )
})
