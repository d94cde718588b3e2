import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { checkDraft } from '#core/whatsapp/check.ts'
import { Draft } from '#core/whatsapp/draft.ts'
import { type Extras, encodeDraft, encodeRead, encodeTyping, filesOf } from '#core/whatsapp/encode.ts'
import { BSUID, DRAFTS, readRequest, SAID_ONCE, SARI } from '../../test/drafts.ts'

const NO_FILES: Extras = { mediaIdOf: () => undefined }
const READ_MARK = '071-mark-read'

const recorded = readdirSync(new URL('../../test/data/requests/', import.meta.url))
  .filter((file) => file !== 'index.json')
  .map((file) => file.replace(/\.json$/, ''))
const drafts = new Map(DRAFTS.map(([file, ...rest]) => [file, rest]))

for (const name of recorded.filter((file) => file !== READ_MARK)) {
  test(`${name} passes our checks and is produced from a draft`, () => {
    const meant = drafts.get(name)
    assert.ok(meant, 'a draft stands in test/drafts.ts')
    const [raw, to = SARI, extras = {}] = meant
    const draft = Draft.parse(raw)
    assert.deepEqual(checkDraft(draft), [])
    const said = SAID_ONCE[name]?.(readRequest(name)) ?? readRequest(name)
    assert.deepEqual(encodeDraft(draft, to, { ...NO_FILES, ...extras }), said)
  })
}

test('a number wins over a business-scoped id, and always carries its plus', () => {
  const body = encodeDraft({ kind: 'text', text: 'Halo' }, { ...SARI, bsuid: BSUID }, NO_FILES)
  assert.equal(body.to, '+6281234567890')
  assert.ok(!('recipient' in body))
})

test('an answer quotes its message, but a reaction quotes nothing', () => {
  const extras = { ...NO_FILES, replyTo: 'wamid.B' }
  const answer = encodeDraft({ kind: 'text', text: 'Halo' }, SARI, extras)
  assert.deepEqual(answer.context, { message_id: 'wamid.B' })
  assert.ok(!('context' in encodeDraft({ kind: 'reaction', wamid: 'wamid.B', emoji: '👍' }, SARI, extras)))
})

test('a contact card always has a second part of the name', () => {
  const draft = Draft.parse({
    kind: 'contacts',
    contacts: [
      { name: { formatted: 'Budi' }, phones: [{ phone: '+62 811', waId: '62811' }], organisation: 'Toko' },
    ],
  })
  assert.deepEqual(encodeDraft(draft, SARI, NO_FILES).contacts, [
    {
      name: { formatted_name: 'Budi', first_name: 'Budi' },
      phones: [{ phone: '+62 811', wa_id: '62811' }],
      org: { company: 'Toko' },
    },
  ])
})

test('files of ours are named before sending, and sending without their upload is our own mistake', () => {
  const header = { kind: 'image', source: { file: 'f1' } } as const
  const draft: Draft = { kind: 'link', header, text: 'a', label: 'b', url: 'https://a.test' }
  assert.deepEqual(filesOf(draft), ['f1'])
  assert.deepEqual(filesOf({ kind: 'media', media: 'image', source: { link: 'https://a.test' } }), [])
  assert.throws(() => encodeDraft(draft, SARI, NO_FILES), /was uploaded before/)
})

test('a read mark names the message', () => {
  const mark = readRequest(READ_MARK)
  assert.deepEqual(encodeRead(mark.message_id), mark)
})

test('that an answer is being written is told with the read mark', () => {
  const mark = readRequest(READ_MARK)
  assert.deepEqual(encodeTyping(mark.message_id), { ...mark, typing_indicator: { type: 'text' } })
})

test('coordinates never take an exponent', () => {
  const body = encodeDraft({ kind: 'location', latitude: 1e-7, longitude: -0.000001 }, SARI, NO_FILES)
  assert.deepEqual(body.location, { latitude: '0', longitude: '-0.000001' })
})
