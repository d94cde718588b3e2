import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { plainOf, type Span } from '#core/whatsapp/format.ts'
import { type Block, emojiOnly, formatBlocks } from '#core/whatsapp/format-blocks.ts'

const text = (words: string): Span => ({ kind: 'text', text: words })
const lines = (...spans: Span[]): Block => ({ kind: 'lines', spans })

test('points, numbers and quotations are found where WhatsApp finds them', () => {
  const cases: readonly [string, Block[]][] = [
    ['', [lines()]],
    ['halo\nkak', [lines(text('halo\nkak'))]],
    [
      'Pesanan\n- *kopi*\n* roti\n\nlunas',
      [
        lines(text('Pesanan')),
        { kind: 'points', items: [[{ kind: 'bold', spans: [text('kopi')] }], [text('roti')]] },
        lines(text('\nlunas')),
      ],
    ],
    [
      '9. bayar\n10. tunggu',
      [
        {
          kind: 'numbers',
          items: [
            { number: '9.', spans: [text('bayar')] },
            { number: '10.', spans: [text('tunggu')] },
          ],
        },
      ],
    ],
    ['> satu\n> dua\ntiga', [{ kind: 'quote', spans: [text('satu\ndua')] }, lines(text('tiga'))]],
    ['-bukan\n1.bukan\n>bukan\n- ', [lines(text('-bukan\n1.bukan\n>bukan\n- '))]],
    ['```a\n- b\n> c```', [lines({ kind: 'mono', text: 'a\n- b\n> c' })]],
    ['2026. tahun', [lines(text('2026. tahun'))]],
  ]
  for (const [words, blocks] of cases) assert.deepEqual(formatBlocks(words), blocks, words)
})

test('no word is lost in blocks, whatever is written', () => {
  const parts = fc.constantFrom('- ', '* ', '1. ', '> ', '```', '\n', 'kata', ' ', '*', 'https://a.test')
  const wordsOf = (block: Block) =>
    block.kind === 'points'
      ? block.items.map(plainOf).join('')
      : block.kind === 'numbers'
        ? block.items.map(({ spans }) => plainOf(spans)).join('')
        : plainOf(block.spans)
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 40 }), (all) => {
      const words = all.join('')
      const drawn = formatBlocks(words).map(wordsOf).join('')
      assert.equal(drawn.split('kata').length, words.split('kata').length, words)
    }),
  )
})

test('a text of one to three emoji and nothing else is told from words', () => {
  assert.deepEqual(['☕', '😍🙏', ' 👍🏽 ', '👨‍👩‍👧‍👦🇮🇩❤️'].map(emojiOnly), [1, 2, 1, 3])
  assert.deepEqual(['', '7', 'ok 👍', '😀😀😀😀', '*', 'é'].map(emojiOnly), [0, 0, 0, 0, 0, 0])
})
