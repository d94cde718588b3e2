import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message } from '#core/chat/api.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import type { Content } from '#core/whatsapp/heard.ts'
import { bodyOf, lineOf } from '#web/chat/thread/body-of.ts'

function message(rest: Partial<Message>): Message {
  return {
    id: 'm',
    chatId: 'chat',
    at: 1,
    kind: 'in',
    by: 'customer',
    author: null,
    content: null,
    draft: null,
    text: null,
    file: null,
    state: null,
    fault: null,
    verdict: null,
    wamid: null,
    replyTo: null,
    reactions: [],
    clientId: null,
    ...rest,
  }
}
const label = (kind: string) => `<${kind}>`
const heard = (content: Content, rest: Partial<Message> = {}) => message({ content, ...rest })
const said = (draft: Draft, rest: Partial<Message> = {}) =>
  message({ kind: 'out', by: 'agent', draft, ...rest })
const media = { kind: 'media', media: 'image', mediaId: '1', mime: 'image/jpeg' } as const

test('every kind that can be heard or said has a line for quotes', () => {
  const table: readonly (readonly [Message, string])[] = [
    [heard({ kind: 'text', text: 'halo' }), 'halo'],
    [heard(media), '<image>'],
    [heard({ ...media, caption: 'bukti transfer' }), 'bukti transfer'],
    [heard({ ...media, media: 'audio', voice: true }), '<voice>'],
    [heard({ kind: 'location', latitude: 1, longitude: 2 }), '<location>'],
    [heard({ kind: 'contacts', contacts: [] }), '<contacts>'],
    [heard({ kind: 'tap', from: 'button', id: 'x', title: 'Lihat menu' }), 'Lihat menu'],
    [heard({ kind: 'form', name: 'lead', text: 'Terkirim', answer: {} }), 'Terkirim'],
    [heard({ kind: 'order', catalogId: 'c', items: [] }), '<order>'],
    [heard({ kind: 'system', type: 'number', text: 'ganti nomor' }), 'ganti nomor'],
    [
      heard({ kind: 'unsupported', type: 'poll', code: 131051, title: 'Message type unknown' }),
      '<unsupported>',
    ],
    [heard({ kind: 'reaction', wamid: 'w', emoji: '👍' }), '👍'],
    [said({ kind: 'buttons', text: 'Pilih', buttons: [{ id: 'a', title: 'A' }] }), 'Pilih'],
    [said({ kind: 'list', text: 'Menu', button: 'Buka', sections: [] }), 'Menu'],
    [said({ kind: 'link', text: 'Bayar', label: 'Buka', url: 'https://x.test' }), 'Bayar'],
    [said({ kind: 'text', text: '*Total* Rp 287.000' }), 'Total Rp 287.000'],
    [said({ kind: 'locationRequest', text: 'Di mana?' }), 'Di mana?'],
    [said({ kind: 'template', name: 'halo', language: 'id', body: [], buttons: [] }), 'halo'],
    [message({ kind: 'note', text: 'catatan' }), 'catatan'],
  ]
  for (const [row, line] of table) assert.equal(lineOf(row, label), line)
})

test('what WhatsApp labels itself is shown with its button and what it is about', () => {
  const act = (draft: Draft) => {
    const body = bodyOf(said(draft))
    return body?.kind === 'act' && [body.act, body.about]
  }
  assert.deepEqual(act({ kind: 'locationRequest', text: 'Di mana?' }), ['location', []])
  assert.deepEqual(act({ kind: 'contactRequest', text: 'Nomornya?' }), ['contact', []])
  assert.deepEqual(act({ kind: 'product', catalogId: '9', sku: 'KOPI' }), ['product', ['KOPI']])
  const sections = [{ title: 'Kopi', skus: ['A', 'B'] }]
  const list = { kind: 'productList', header: 'Menu', text: 'Pilih', catalogId: '9', sections } as const
  assert.deepEqual(act({ ...list, sections }), ['products', ['A', 'B']])
  const status = { kind: 'orderStatus', text: 'Diproses', reference: 'ord-1', status: 'processing' } as const
  assert.deepEqual(act({ ...status, description: 'Dikemas' }), ['order', ['ord-1', 'Dikemas']])
})

test('a carousel shows each card with its picture and buttons', () => {
  const header = { kind: 'image', source: { link: 'https://a.test/a.jpg' } } as const
  const link = { label: 'Beli', url: 'https://a.test' }
  const body = bodyOf(said({ kind: 'carousel', text: 'Baru', cards: [{ header, text: 'Kopi', link }] }))
  const [card] = body?.kind === 'carousel' ? body.cards : []
  assert.deepEqual(card?.buttons, [{ title: 'Beli', url: 'https://a.test' }])
  assert.equal(card?.picture?.place.elsewhere, 'https://a.test/a.jpg')
})

test('a stored file is read at our own origin, a link of a stranger is never loaded', () => {
  const place = (row: Message) => {
    const body = bodyOf(row)
    return body?.kind === 'media' ? body.place : null
  }
  const draft = { kind: 'media', media: 'image', source: { link: 'https://elsewhere.test/a.jpg' } } as const
  assert.deepEqual(place(said(draft)), { url: null, elsewhere: 'https://elsewhere.test/a.jpg' })
  assert.deepEqual(place(said({ ...draft, source: { file: 'f1' } })), {
    url: '/api/files/f1',
    elsewhere: null,
  })
  assert.deepEqual(place(said({ ...draft, source: { link: 'blob:x' } })), { url: 'blob:x', elsewhere: null })
  assert.deepEqual(place(heard(media)), { url: null, elsewhere: null })
  const file = { id: 'f2', mime: 'image/jpeg', name: 'a.jpg', size: 9 }
  assert.deepEqual(place(heard(media, { file })), { url: '/api/files/f2', elsewhere: null })
})

test('a menu shows its buttons, its list, or its link', () => {
  const link = bodyOf(said({ kind: 'link', text: 'Bayar', label: 'Buka', url: 'https://x.test' }))
  assert.deepEqual(link?.kind === 'menu' && link.buttons, [{ title: 'Buka', url: 'https://x.test' }])
  const sections = [{ rows: [{ id: '1', title: 'Kopi' }] }]
  const list = bodyOf(said({ kind: 'list', text: 'Menu', button: 'Buka', sections }))
  assert.deepEqual(list?.kind === 'menu' && list.list, { button: 'Buka', sections })
})

test('a stored message of a kind that this version does not know is told as one, never empty', () => {
  const later = { kind: 'hologram', depth: 3 }
  for (const row of [heard(later as never), said(later as never)]) {
    assert.deepEqual(bodyOf(row), { kind: 'unsupported', type: 'hologram' })
    assert.equal(lineOf(row, label), '<unsupported>')
  }
  assert.deepEqual(bodyOf(heard({} as never)), { kind: 'unsupported', type: '' })
})
