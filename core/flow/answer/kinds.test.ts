import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advance } from '#core/flow/advance.ts'
import { type Expected, readAnswer } from '#core/flow/answer/answer.ts'
import { readDateTime } from '#core/flow/answer/datetime.ts'
import { readUrl } from '#core/flow/answer/url.ts'
import { checkFlow } from '#core/flow/check.ts'
import { Definition } from '#core/flow/definition.ts'
import type { View } from '#core/flow/kind.ts'
import type { Facts } from '#core/flow/run.ts'
import { checkDraft } from '#core/whatsapp/check.ts'
import type { Content } from '#core/whatsapp/heard.ts'

const NOW = 1_760_000_000_000
const VIEW: View = {
  now: NOW,
  node: 'ask',
  tries: 0,
  person: { name: 'Sari', phone: '', fields: {}, tags: [], lastInboundAt: null },
  workspace: { name: 'Kopi', zone: 'Asia/Jakarta', language: 'id' },
}
const said = (text: string): Content => ({ kind: 'text', text })
const tap = (choice: string): Content => ({ kind: 'tap', from: 'button', id: `ask:${choice}`, title: 'x' })
const file = (media: 'image' | 'audio' | 'document', more: object = {}): Content => ({
  kind: 'media',
  media,
  mediaId: '1',
  mime: 'x/y',
  ...more,
})

function valueOfAnswer(expected: Partial<Expected>, content: Content): string {
  const answer = readAnswer({ answer: 'text', options: [], skip: ['lewati'], ...expected }, content, VIEW)
  return answer.kind === 'value' ? answer.value : answer.kind
}

test('a day and a time are read as people write them, by the clock of the zone', () => {
  const cases: [string, string | null][] = [
    ['31/12/2026 14.30', '2026-12-31T07:30:00Z'],
    ['31/12/2026, 14:30', '2026-12-31T07:30:00Z'],
    ['31 Desember 2026 jam 2 siang', '2026-12-31T07:00:00Z'],
    ['31 Desember 2026 pukul 14', '2026-12-31T07:00:00Z'],
    ['31 Desember 2026 jam 7 malam', '2026-12-31T12:00:00Z'],
    ['31 Desember 2026 jam 12 malam', '2026-12-30T17:00:00Z'],
    ['31-12-2026 7 pagi', '2026-12-31T00:00:00Z'],
    ['Dec 31, 2026 at 2:30 pm', '2026-12-31T07:30:00Z'],
    ['2026-12-31T14:30', '2026-12-31T07:30:00Z'],
    ['31/12/2026 14.30 WITA', '2026-12-31T06:30:00Z'],
    ['31/12/2026', null],
    ['31 Desember 2026', null],
    ['31/02/2026 10.00', null],
    ['31/12/2026 24.00', null],
    ['31/12/2026 10.60', null],
    ['31/12/2026 13 pm', null],
    ['jam 3', null],
    [`${' '.repeat(60_000)}jam 3`, null],
  ]
  for (const [text, value] of cases)
    assert.equal(readDateTime(text, 'Asia/Jakarta'), value, text.slice(0, 40))
})

test('a web address is kept whole, also when https was left out', () => {
  const cases: [string, string | null][] = [
    ['https://Contoh.com/A?b=1#c', 'https://contoh.com/A?b=1#c'],
    ['contoh.co.id', 'https://contoh.co.id'],
    ['HTTP://contoh.com:8080/x', 'http://contoh.com:8080/x'],
    ['toko kopi', null],
    ['contoh', null],
    ['ftp://contoh.com', null],
    ['javascript:alert(1)', null],
    ['https://-a.com', null],
    ['https://127.0.0.1', null],
  ]
  for (const [text, value] of cases) assert.equal(readUrl(text), value, text)
})

test('each kind of answer takes what it asks for and nothing else', () => {
  const rows: [Partial<Expected>, Content, string][] = [
    [{ answer: 'location' }, { kind: 'location', latitude: -6.2, longitude: 106.8 }, '-6.2,106.8'],
    [{ answer: 'location' }, said('Jl. Sudirman'), 'wrong'],
    [{ answer: 'location' }, said('lewati'), 'skip'],
    [{ answer: 'image' }, file('image', { caption: 'struk' }), 'struk'],
    [{ answer: 'image' }, file('image'), 'image'],
    [{ answer: 'image' }, file('document'), 'wrong'],
    [{ answer: 'image' }, said('ini fotonya'), 'wrong'],
    [{ answer: 'image' }, said('lewati'), 'skip'],
    [{ answer: 'document' }, file('document', { filename: 'ktp.pdf' }), 'ktp.pdf'],
    [{ answer: 'audio' }, file('audio', { voice: true }), 'audio'],
    [{ answer: 'rating' }, tap('r4'), '4'],
    [{ answer: 'rating' }, said('5'), '5'],
    [{ answer: 'rating' }, said('⭐⭐⭐'), '3'],
    [{ answer: 'rating' }, said('4/5'), '4'],
    [{ answer: 'rating' }, said('6'), 'wrong'],
    [{ answer: 'rating', max: 10 }, said('9'), '9'],
    [{ answer: 'rating' }, said('0'), 'wrong'],
    [{ answer: 'rating' }, tap('r9'), 'wrong'],
  ]
  for (const [expected, content, value] of rows)
    assert.equal(valueOfAnswer(expected, content), value, JSON.stringify([expected, content]))
})

test('a quick answer keeps its own value, and anything else may still be typed', () => {
  const ask = { answer: 'date' as const, quick: [{ id: 'now', title: 'Hari ini', value: '2026-10-05' }] }
  assert.equal(valueOfAnswer(ask, tap('now')), '2026-10-05')
  assert.equal(valueOfAnswer(ask, said('hari ini')), '2026-10-05')
  assert.equal(valueOfAnswer(ask, said('6/10/2026')), '2026-10-06')
  assert.equal(valueOfAnswer(ask, said('besok')), 'wrong')
})

function flow(question: object): Definition {
  return Definition.parse({
    format: 1,
    start: 's',
    nodes: {
      s: { kind: 'start', next: { next: 'ask' } },
      ask: { kind: 'question', text: 'Tanya', timeout: { amount: 1, unit: 'hour' }, ...question },
    },
  })
}
function facts(definition: Definition): Facts {
  return { ...VIEW, random: () => 0, definitionOf: () => definition, publishedOf: () => undefined }
}

test('each kind is asked in a form that WhatsApp takes', () => {
  const kinds: [object, string][] = [
    [{ answer: 'location' }, 'locationRequest'],
    [{ answer: 'rating' }, 'list'],
    [{ answer: 'rating', max: 3 }, 'buttons'],
    [{ answer: 'image' }, 'text'],
    [{ answer: 'url' }, 'text'],
    [{ answer: 'date', quick: [{ id: 'a', title: 'Hari ini' }] }, 'buttons'],
    [{ answer: 'text', options: [{ id: 'a', title: 'Lama' }] }, 'text'],
  ]
  for (const [question, kind] of kinds) {
    const { effects } = advance(null, { kind: 'start', version: 'v' }, facts(flow(question)))
    const [say] = effects
    assert.ok(say?.kind === 'say')
    assert.equal(say.draft.kind, kind, JSON.stringify(question))
    assert.deepEqual(checkDraft(say.draft), [])
  }
})

test('each wrong answer has its own words, and after the last the way for it opens', () => {
  const definition = flow({ answer: 'url', retries: 3, retryText: 'satu', retryTexts: ['dua'], next: {} })
  let { run } = advance(null, { kind: 'start', version: 'v' }, facts(definition))
  const heard: unknown[] = []
  for (let turn = 0; turn < 4; turn++) {
    const step = advance(run, { kind: 'message', content: said('apa?') }, facts(definition))
    heard.push(
      step.effects[0]?.kind === 'say' ? JSON.stringify(step.effects[0].draft) : step.trace[0]?.outlet,
    )
    run = step.run
  }
  assert.match(String(heard[0]), /satu/)
  assert.match(String(heard[1]), /dua/)
  assert.match(String(heard[2]), /satu/)
  assert.equal(heard[3], 'invalid')
})

test('more than WhatsApp shows under a question is found before it is published', () => {
  const many = Array.from({ length: 10 }, (_, at) => ({ id: `q${at}`, title: `Q${at}` }))
  const codes = checkFlow(flow({ answer: 'text', quick: many, skip: ['lewati'] }), {
    fields: [],
    flows: [],
  }).map(({ code }) => code)
  assert.ok(codes.includes('options-many'))
})
