import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkDraft } from '#core/whatsapp/check.ts'
import { Draft } from '#core/whatsapp/draft.ts'
import { encodeDraft, filesOf } from '#core/whatsapp/encode.ts'

const x = (times: number) => 'x'.repeat(times)
const product = { kind: 'product', catalogId: '9', sku: 'KOPI' }
const list = (...sections: object[]) => ({
  kind: 'productList',
  header: 'Menu',
  text: 'Pilih',
  catalogId: '9',
  sections,
})
const skus = (count: number) => Array.from({ length: count }, (_, at) => `sku-${at}`)
const form = (more: object = {}) => ({ kind: 'form', text: 'Isi', label: 'Isi', form: { id: '1' }, ...more })
const header = { kind: 'image', source: { link: 'https://a.test/a.jpg' } }
const linked = { header, text: 'Kopi', link: { label: 'Beli', url: 'https://a.test' } }
const tapped = (...titles: string[]) => ({ header, buttons: titles.map((title) => ({ id: title, title })) })
const carousel = (...cards: object[]) => ({ kind: 'carousel', text: 'Baru', cards })
const shown = (catalogId: string) => ({ product: { catalogId, sku: 'KOPI' } })
const item = { sku: 'KOPI', name: 'Kopi', amount: '12.50', quantity: 3 }
const order = (more: object = {}) => ({
  kind: 'orderDetails',
  text: 'Pesanan',
  reference: 'ord-1',
  goods: 'physical-goods',
  currency: 'BRL',
  payUrl: 'https://a.test/pay',
  items: [item],
  ...more,
})

/** A draft, and the fields that Meta would refuse; none: it passes. */
const cases: readonly [string, object, string[]][] = [
  ['a product without words', product, []],
  ['a product without its catalog', { ...product, catalogId: '' }, ['catalogId']],
  ['a product with a footer of 61', { ...product, footer: x(61) }, ['footer']],
  ['thirty products', list({ skus: skus(30) }), []],
  ['thirty-one products', list({ skus: skus(31) }), ['sections']],
  ['products without a header', { ...list({ skus: skus(1) }), header: '' }, ['header']],
  [
    'two sections, one without a title',
    list({ title: 'A', skus: ['a'] }, { skus: ['b'] }),
    ['sections.1.title'],
  ],
  [
    'two sections, one empty',
    list({ title: 'A', skus: ['a'] }, { title: 'B', skus: [] }),
    ['sections.1.skus'],
  ],
  ['a catalog without words', { kind: 'catalog', text: '' }, ['text']],
  ['a form', form({ action: 'navigate', screen: 'MULAI', data: { nama: 'Sari' } }), []],
  ['a form with a button of 31', form({ label: x(31) }), ['label']],
  ['a form without a name', form({ form: { name: '' } }), ['form.name']],
  ['a form whose values have no screen', form({ data: { nama: 'Sari' } }), ['screen']],
  [
    'a form that asks its endpoint, and is told a screen',
    form({ action: 'data_exchange', screen: 'MULAI' }),
    ['screen'],
  ],
  ['a request for the number without words', { kind: 'contactRequest', text: ' ' }, ['text']],
  ['a request to call', { kind: 'callRequest', text: 'Boleh?' }, []],
  ['two cards with links', carousel(linked, linked), []],
  ['one card', carousel(linked), ['cards']],
  ['eleven cards', carousel(...Array.from({ length: 11 }, () => linked)), ['cards']],
  ['cards of two sorts', carousel(linked, tapped('Suka')), ['cards']],
  ['cards with one and two buttons', carousel(tapped('A'), tapped('A', 'B')), ['cards']],
  ['cards of two catalogs', carousel(shown('1'), shown('2')), ['cards']],
  ['a card of 161', carousel({ ...linked, text: x(161) }, linked), ['cards.0.text']],
  ['a card of four lines', carousel({ ...linked, text: 'a\nb\nc\nd' }, linked), ['cards.0.text']],
  ['a card with a button of 21', carousel(tapped(x(21)), tapped('a')), ['cards.0.buttons.0.title']],
  ['a bill in Brazil', order(), []],
  ['a bill in rupiah', order({ currency: 'IDR' }), ['currency']],
  ['a bill of which nothing is left', order({ discount: '37.50' }), ['discount']],
  ['a bill that cannot be paid', order({ payUrl: 'pay' }), ['payUrl']],
  ['a state of an order with a note of 121', { ...status(), description: x(121) }, ['description']],
  ['a list of 4096', { ...rows(), text: x(4096) }, []],
  ['a list of 4097', { ...rows(), text: x(4097) }, ['text']],
]

function status() {
  return { kind: 'orderStatus', text: 'Diproses', reference: 'ord-1', status: 'processing' }
}

function rows() {
  return { kind: 'list', text: 'a', button: 'b', sections: [{ rows: [{ id: '1', title: 'a' }] }] }
}

for (const [name, draft, fields] of cases) {
  test(`${name}: ${fields.length === 0 ? 'passes' : `fault at ${fields.join(' and ')}`}`, () => {
    const faults = checkDraft(Draft.parse(draft))
    assert.deepEqual(
      faults.map((fault) => fault.field),
      fields,
    )
    for (const { reason } of faults) {
      assert.ok(reason.id && reason.en && reason.id !== reason.en)
      assert.ok(!`${reason.id}${reason.en}`.includes('{'))
    }
  })
}

test('a bill is summed in hundredths, exactly', () => {
  const draft = Draft.parse(order({ tax: '0.1', shipping: '10', discount: '0.05' }))
  const { interactive } = encodeDraft(draft, { waId: '5511' }, { mediaIdOf: () => undefined })
  const { parameters } = (interactive as unknown as { action: { parameters: { [key: string]: unknown } } })
    .action
  assert.deepEqual(parameters.total_amount, { value: 4755, offset: 100 })
})

test('the pictures of cards are uploaded before', () => {
  const own = { ...linked, header: { kind: 'image', source: { file: 'f1' } } }
  assert.deepEqual(filesOf(Draft.parse(carousel(own, linked))), ['f1'])
})

test('a draft that says no source, no form or no amount is none', () => {
  for (const broken of [
    form({ form: {} }),
    carousel({ header, text: 'a' }, linked),
    order({ items: [{ ...item, amount: '1.234,5' }] }),
  ])
    assert.equal(Draft.safeParse(broken).success, false)
})
