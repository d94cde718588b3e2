import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkDraft, LIMITS } from '#core/whatsapp/check.ts'
import { Draft } from '#core/whatsapp/draft.ts'

const x = (times: number) => 'x'.repeat(times)
const buttons = (...titles: string[]) => ({
  kind: 'buttons',
  text: 'Pilih',
  buttons: titles.map((title, at) => ({ id: `b${at}`, title })),
})
const rows = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, at) => ({ id: `r${at}`, title: `Baris ${at}`, ...more }))
const list = (...sections: object[]) => ({ kind: 'list', text: 'Pilih', button: 'Buka', sections })
const media = (more: object) => ({
  kind: 'media',
  media: 'image',
  source: { link: 'https://a.test/a.jpg' },
  ...more,
})
const template = (more: object) => ({ kind: 'template', name: 'promo', language: 'id', ...more })
const card = (formatted: string) => ({ name: { formatted }, phones: [], emails: [] })

/** A draft, and the fields that Meta would refuse; none: it passes. */
const cases: readonly [string, object, string[]][] = [
  ['a text of 4096', { kind: 'text', text: x(4096) }, []],
  ['a text of 4097', { kind: 'text', text: x(4097) }, ['text']],
  ['an emoji counts as its UTF-16 units', { kind: 'text', text: '👨‍👩‍👧'.repeat(513) }, ['text']],
  ['no words', { kind: 'text', text: ' \n' }, ['text']],
  ['an image by link', media({}), []],
  [
    'an image by a link that Meta cannot fetch',
    media({ source: { link: 'ftp://a.test/a.jpg' } }),
    ['source.link'],
  ],
  ['a link with a name before its host', media({ source: { link: 'https://a@b.test/' } }), ['source.link']],
  ['a caption of 1025', media({ caption: x(1025) }), ['caption']],
  ['audio with a caption', media({ media: 'audio', caption: 'a' }), ['caption']],
  ['a sticker with a caption', media({ media: 'sticker', caption: 'a' }), ['caption']],
  ['an image with a file name', media({ filename: 'a.jpg' }), ['filename']],
  ['a document with a file name of 241', media({ media: 'document', filename: x(241) }), ['filename']],
  ['a voice note that is a video', media({ media: 'video', voice: true }), ['voice']],
  ['a medium without a file', media({ source: { file: '' } }), ['source.file']],
  ['a place on earth', { kind: 'location', latitude: -90, longitude: 180 }, []],
  [
    'a template with a place off the earth',
    template({ place: { latitude: 91, longitude: 0 } }),
    ['place.latitude'],
  ],
  [
    'a template whose card has a link that Meta cannot fetch and an empty coupon',
    template({
      cards: [
        {
          header: { kind: 'image', source: { link: 'ftp://a.test/a.jpg' } },
          buttons: [{ index: 0, kind: 'code', value: '' }],
        },
      ],
    }),
    ['cards.0.header.source.link', 'cards.0.buttons.0.value'],
  ],
  [
    'a template that shows no product',
    template({ buttons: [{ index: 0, kind: 'mpm', value: 'SKU-1' }] }),
    ['buttons.0.sections'],
  ],
  ['a place off the earth', { kind: 'location', latitude: 90.1, longitude: -181 }, ['latitude', 'longitude']],
  ['no card', { kind: 'contacts', contacts: [] }, ['contacts']],
  [
    'a card without a name',
    { kind: 'contacts', contacts: [card('Budi'), card('')] },
    ['contacts.1.name.formatted'],
  ],
  [
    'a card with a line that says nothing',
    { kind: 'contacts', contacts: [{ ...card('Budi'), phones: [{ phone: '' }] }] },
    ['contacts.0.phones.0.phone'],
  ],
  [
    '258 cards',
    { kind: 'contacts', contacts: Array.from({ length: 258 }, () => card('Budi')) },
    ['contacts'],
  ],
  ['three buttons', buttons('Ya', 'Tidak', x(20)), []],
  ['no button', buttons(), ['buttons']],
  ['four buttons', buttons('a', 'b', 'c', 'd'), ['buttons']],
  ['a button of 21', buttons(x(21)), ['buttons.0.title']],
  ['a button without a title', buttons(''), ['buttons.0.title']],
  ['two buttons that read the same', buttons('Ya', 'Ya'), ['buttons.1.title']],
  ['a button that ends with a space', buttons('Ya '), ['buttons.0.title']],
  [
    'a header and a footer of 61',
    { ...buttons('Ya'), header: { kind: 'text', text: x(61) }, footer: x(61) },
    ['header', 'footer'],
  ],
  ['a body of 1025', { ...buttons('Ya'), text: x(1025) }, ['text']],
  [
    'two buttons with one id',
    {
      ...buttons('Ya'),
      buttons: [
        { id: 'b', title: 'Ya' },
        { id: 'b', title: 'Tidak' },
      ],
    },
    ['buttons.1.id'],
  ],
  ['ten rows without a section title', list({ rows: rows(10) }), []],
  ['eleven rows', list({ rows: rows(11) }), ['sections']],
  ['no rows', list({ rows: [] }), ['sections']],
  [
    'two sections without a title',
    list({ title: 'A', rows: rows(1) }, { rows: rows(2).slice(1) }),
    ['sections.1.title'],
  ],
  [
    'a section without rows',
    list({ title: 'A', rows: rows(1) }, { title: 'B', rows: [] }),
    ['sections.1.rows'],
  ],
  [
    'one id in two sections',
    list({ title: 'A', rows: rows(1) }, { title: 'B', rows: rows(1) }),
    ['sections.1.rows.0.id'],
  ],
  ['a row title of 25', list({ rows: rows(1, { title: x(25) }) }), ['sections.0.rows.0.title']],
  [
    'a row description of 73',
    list({ rows: rows(1, { description: x(73) }) }),
    ['sections.0.rows.0.description'],
  ],
  ['a row id of 201', list({ rows: rows(1, { id: x(201) }) }), ['sections.0.rows.0.id']],
  ['a list button of 21', { ...list({ rows: rows(1) }), button: x(21) }, ['button']],
  ['a section title of 25', list({ title: x(25), rows: rows(1) }), ['sections.0.title']],
  ['a link', { kind: 'link', text: 'a', label: 'Bayar', url: 'https://toko.test/pay?x=1' }, []],
  [
    'a link of 21 that leads nowhere',
    { kind: 'link', text: 'a', label: x(21), url: 'javascript:1' },
    ['label', 'url'],
  ],
  ['a request for the location without words', { kind: 'locationRequest', text: '' }, ['text']],
  ['a reaction taken back', { kind: 'reaction', wamid: 'w', emoji: null }, []],
  ['a reaction to nothing', { kind: 'reaction', wamid: '', emoji: '' }, ['wamid', 'emoji']],
  ['a template', template({ body: [{ text: 'Sari' }] }), []],
  ['a template with a capital letter', template({ name: 'Promo' }), ['name']],
  ['a template in no language', template({ language: 'Indonesia' }), ['language']],
  ['an empty template value', template({ body: [{ text: '' }] }), ['body.0.text']],
  ['a template value with a new line', template({ body: [{ text: 'a\nb' }] }), ['body.0.text']],
  ['a template value with five spaces', template({ body: [{ text: 'a     b' }] }), ['body.0.text']],
  ['named and numbered values', template({ body: [{ name: 'a', text: 'a' }, { text: 'b' }] }), ['body']],
  ['a template header of 61', template({ header: { kind: 'text', text: x(61) } }), ['header']],
  [
    'a coupon with a space',
    template({ buttons: [{ index: 0, kind: 'code', value: 'A B' }] }),
    ['buttons.0.value'],
  ],
  [
    'two values for one button',
    template({
      buttons: [
        { index: 0, kind: 'reply', value: 'a' },
        { index: 0, kind: 'reply', value: 'b' },
      ],
    }),
    ['buttons.1.index'],
  ],
]

for (const [name, draft, fields] of cases) {
  test(`${name}: ${fields.length === 0 ? 'passes' : `fault at ${fields.join(' and ')}`}`, () => {
    const faults = checkDraft(Draft.parse(draft))
    assert.deepEqual(
      faults.map((fault) => fault.field),
      fields,
    )
    for (const { reason, limit } of faults) {
      assert.ok(reason.id && reason.en && reason.id !== reason.en)
      assert.ok(!`${reason.id}${reason.en}`.includes('{'))
      if (limit !== undefined) assert.ok(reason.id.includes(String(limit)) || limit >= 90)
    }
  })
}

test('a fault names the bound that was passed', () => {
  const [fault] = checkDraft({ kind: 'text', text: x(5000) })
  assert.deepEqual(fault, {
    field: 'text',
    limit: LIMITS.text,
    reason: {
      id: 'terlalu panjang, paling banyak 4096 karakter',
      en: 'is too long, at most 4096 characters',
    },
  })
})
