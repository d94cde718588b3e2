import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDate } from '#core/contact/field/read-date.ts'
import { readNumber } from '#core/contact/field/read-number.ts'
import { type Answer, type Expected, readAnswer } from '#core/flow/answer/answer.ts'
import type { View } from '#core/flow/kind.ts'
import type { Content } from '#core/whatsapp/heard.ts'

const VIEW: View = {
  now: 0,
  node: 'ask',
  tries: 0,
  person: { name: 'Sari', phone: '', fields: { size: 'Besar' }, tags: [], lastInboundAt: null },
  workspace: { name: 'Kopi', zone: 'Asia/Jakarta', language: 'id' },
}
const ASK: Expected = { answer: 'text', options: [], skip: [] }
const said = (text: string): Content => ({ kind: 'text', text })

function shown(answer: Answer): string {
  if (answer.kind !== 'value') return answer.kind
  return answer.option === undefined ? answer.value : `${answer.option}=${answer.value}`
}

test('numbers are read as people of that language write them', () => {
  const cases: [string, string | null, string | null][] = [
    ['1234', '1234', '1234'],
    ['1.234,5', '1234.5', '1234.5'],
    ['1,234.5', '1234.5', '1234.5'],
    ['1.234', '1234', '1.234'],
    ['1,234', '1.234', '1234'],
    ['1.234.567', '1234567', '1234567'],
    ['12,5', '12.5', '12.5'],
    ['0,50', '0.5', '0.5'],
    ['-3', '-3', '-3'],
    ['+3', '3', '3'],
    ['-0', '0', '0'],
    ['Rp 45.000', '45000', '45'],
    ['Rp45.000,00', '45000', '45000'],
    ['１２', '12', '12'],
    ['12 000', '12000', '12000'],
    ['007', '7', '7'],
    ['1.23.4', null, null],
    ['1,2.3,4', null, null],
    ['12a', null, null],
    ['', null, null],
    ['1e5', null, null],
    ['9'.repeat(16), null, null],
    ['Infinity', null, null],
  ]
  for (const [text, id, en] of cases) {
    assert.equal(readNumber(text, 'id'), id, `${text} in id`)
    assert.equal(readNumber(text, 'en'), en, `${text} in en`)
  }
})

test('dates are read day first and kept as ISO; no calendar day is made up', () => {
  const cases: [string, string | null][] = [
    ['05/10/2026', '2026-10-05'],
    ['5-10-2026', '2026-10-05'],
    ['5.10.2026', '2026-10-05'],
    ['5 Oktober 2026', '2026-10-05'],
    ['5 Oct 2026', '2026-10-05'],
    ['October 5, 2026', '2026-10-05'],
    ['5th October 2026', '2026-10-05'],
    ['17 agustus 1945', '1945-08-17'],
    ['1 Mei 2026', '2026-05-01'],
    ['1 des 2026', '2026-12-01'],
    ['2026-10-05', '2026-10-05'],
    ['29/02/2028', '2028-02-29'],
    ['29/02/2026', null],
    ['31/04/2026', null],
    ['00/01/2026', null],
    ['10/13/2026', null],
    ['5/10/26', null],
    ['besok', null],
    ['5 constructor 2026', null],
  ]
  for (const [text, date] of cases) assert.equal(readDate(text), date, text)
})

test('an answer is judged by what was asked for', () => {
  const cases: [Partial<Expected>, Content, string][] = [
    [{}, said(' Sari '), 'Sari'],
    [{}, said('  '), 'wrong'],
    [{ min: 2 }, said('a'), 'wrong'],
    [{ max: 3 }, said('abcd'), 'wrong'],
    [{ max: 1 }, said('😀'), '😀'],
    [{ pattern: 'KS-\\d{4}' }, said('KS-1234'), 'KS-1234'],
    [{ pattern: 'KS-\\d{4}' }, said('KS-12'), 'wrong'],
    [{ pattern: '(' }, said('x'), 'wrong'],
    [{ skip: ['lewati'] }, said('LEWATI'), 'skip'],
    [{}, { kind: 'media', media: 'image', mediaId: '1', mime: 'image/png', caption: 'ini' }, 'ini'],
    [{}, { kind: 'media', media: 'image', mediaId: '1', mime: 'image/png' }, 'wrong'],
    [{}, { kind: 'location', latitude: 1, longitude: 1 }, 'wrong'],
    [{ answer: 'number' }, said('25'), '25'],
    [{ answer: 'number', min: 30 }, said('25'), 'wrong'],
    [{ answer: 'number', max: 20 }, said('25'), 'wrong'],
    [
      { answer: 'number' },
      { kind: 'media', media: 'image', mediaId: '1', mime: 'x', caption: '25' },
      'wrong',
    ],
    [{ answer: 'email' }, said('Sari@Contoh.COM'), 'Sari@contoh.com'],
    [{ answer: 'email' }, said('sari@contoh'), 'wrong'],
    [{ answer: 'email' }, said(`${'a'.repeat(300)}@contoh.com`), 'wrong'],
    [{ answer: 'phone' }, said('0812-3456-7890'), '6281234567890'],
    [{ answer: 'phone' }, said('123'), 'wrong'],
    [{ answer: 'date' }, said('5 Okt 2026'), '2026-10-05'],
    [{ answer: 'date' }, said('31/02/2026'), 'wrong'],
  ]
  for (const [expected, content, answer] of cases) {
    assert.equal(
      shown(readAnswer({ ...ASK, ...expected }, content, VIEW)),
      answer,
      JSON.stringify([expected, content]),
    )
  }
})

test('an option is chosen by its tap, its words, or its number', () => {
  const choice: Expected = {
    answer: 'choice',
    options: [
      { id: 'a', title: '☕ Kopi' },
      { id: 'b', title: 'Teh', value: 'tea' },
      { id: 'c', title: 'Ukuran {{ size }}' },
    ],
    skip: ['nanti'],
  }
  const tap = (id: string, title = ''): Content => ({ kind: 'tap', from: 'list', id, title })
  const cases: [Content, string][] = [
    [tap('ask:a'), 'a=☕ Kopi'],
    [tap('ask:b'), 'b=tea'],
    [tap('ask:zzz'), 'wrong'],
    [tap('ask:.skip'), 'skip'],
    [said('kopi'), 'a=☕ Kopi'],
    [said('2'), 'b=tea'],
    [said('2.'), 'b=tea'],
    [said('ukuran besar'), 'c=Ukuran Besar'],
    [said('4'), 'wrong'],
    [said('0'), 'wrong'],
    [said('Nanti'), 'skip'],
    [said('susu'), 'wrong'],
    [{ kind: 'media', media: 'audio', mediaId: '1', mime: 'audio/ogg' }, 'wrong'],
  ]
  for (const [content, answer] of cases) assert.equal(shown(readAnswer(choice, content, VIEW)), answer)
})
