import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatText, plainOf, type Span } from '#core/whatsapp/format.ts'
import { expand, loadSuite } from '../../test/hostile.ts'
import { cpuMs } from '../../test/time.ts'

const text = (words: string): Span => ({ kind: 'text', text: words })
const bold = (...spans: Span[]): Span => ({ kind: 'bold', spans })
const italic = (...spans: Span[]): Span => ({ kind: 'italic', spans })
const strike = (...spans: Span[]): Span => ({ kind: 'strike', spans })
const link = (href: string, text = href): Span => ({ kind: 'link', text, href })

test('marks, code and links are found where WhatsApp finds them', () => {
  const cases: readonly [string, Span[]][] = [
    ['', []],
    ['halo', [text('halo')]],
    ['*halo* semua', [bold(text('halo')), text(' semua')]],
    ['_a_ ~b~', [italic(text('a')), text(' '), strike(text('b'))]],
    ['*_~x~_*', [bold(italic(strike(text('x'))))]],
    ['(*tebal*), ya', [text('('), bold(text('tebal')), text('), ya')]],
    ['*tebal _miring*', [bold(text('tebal _miring'))]],
    ['2*3*4', [text('2*3*4')]],
    ['a_b_c', [text('a_b_c')]],
    ['* bukan *', [text('* bukan *')]],
    ['**', [text('**')]],
    ['*a\nb*', [text('*a\nb*')]],
    ['*_~```*_~```', [text('*_~'), { kind: 'mono', text: '*_~' }]],
    ['`x` dan ```*y*\nz```', [{ kind: 'code', text: 'x' }, text(' dan '), { kind: 'mono', text: '*y*\nz' }]],
    ['` `', [text('` `')]],
    ['`a\nb`', [text('`a\nb`')]],
    ['```tidak tutup', [text('```tidak tutup')]],
    ['lihat https://kopi.test/a_b_c?x=1.', [text('lihat '), link('https://kopi.test/a_b_c?x=1'), text('.')]],
    ['*https://kopi.test*', [bold(link('https://kopi.test'))]],
    ['HTTP://KOPI.TEST', [link('HTTP://KOPI.TEST')]],
    [
      'di www.kopi.test/a, ya',
      [text('di '), link('https://www.kopi.test/a', 'www.kopi.test/a'), text(', ya')],
    ],
    ['www. dan awww.kopi.test', [text('www. dan awww.kopi.test')]],
    ['http://xn--pypal-4ve.com', [link('http://xn--pypal-4ve.com')]],
  ]
  for (const [words, spans] of cases) assert.deepEqual(formatText(words), spans, words)
})

test('nothing but http and https becomes a link', () => {
  const none = [
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'xhttps://a.test',
    'https://',
    'https:///x',
    'https://bank.test@evil.test/',
    'https://-',
    'www.kopi',
    'www.bank.test@evil.test',
  ]
  for (const words of none) {
    assert.ok(!formatText(words).some((span) => span.kind === 'link'), words)
  }
  assert.equal(formatText(`https://a.test/${'x'.repeat(3_000)}`).length, 1)
})

test('no word is lost or added, whatever is written', () => {
  const parts = fc.constantFrom(
    '*',
    '_',
    '~',
    '`',
    '```',
    ' ',
    '\n',
    'a',
    'ä',
    '1',
    '.',
    'https://a.test',
    '👍',
    '<b>',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(parts, { maxLength: 60 }).map((list) => list.join('')),
        fc.string(),
      ),
      (words) => {
        assert.equal(printed(formatText(words)), words)
      },
    ),
    { numRuns: 3_000 },
  )
  for (const { value } of loadSuite('strings').cases) {
    const words = String(expand(value))
    assert.equal(printed(formatText(words)), words)
  }
})

test('a wall of marks costs no more than its length', () => {
  const walls = [
    '*a ',
    '*',
    '_*~a~*_ ',
    '`',
    '``` ',
    '`a\n',
    'http://',
    'www.',
    'www.a.@',
    '*a *b _c ~d\n',
    'h',
    '~_*a',
  ]
  for (const wall of walls) {
    const words = wall.repeat(Math.ceil(60_000 / wall.length))
    const from = cpuMs()
    assert.equal(printed(formatText(words)), words)
    assert.ok(cpuMs() - from < 500, wall)
  }
})

test('the words alone are without marks', () => {
  assert.equal(plainOf(formatText('*Halo* _Sari_, `kode`')), 'Halo Sari, kode')
})

function printed(spans: readonly Span[]): string {
  const around = { bold: '*', italic: '_', strike: '~', code: '`', mono: '```' }
  return spans
    .map((span) => {
      if (span.kind === 'text' || span.kind === 'link') return span.text
      const inner = 'spans' in span ? printed(span.spans) : span.text
      return around[span.kind] + inner + around[span.kind]
    })
    .join('')
}
