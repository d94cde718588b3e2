import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { checkDraft } from '#core/whatsapp/check.ts'
import { Draft } from '#core/whatsapp/draft.ts'
import { encodeDraft } from '#core/whatsapp/encode.ts'

const SCHEMA = new URL('../simulator/data/outbound-message.schema.json', import.meta.url)

/** Words around a limit, and a few that are not words at all. */
const words = (max: number) =>
  fc.oneof(
    fc.string({ maxLength: max + 2 }),
    fc.string({ minLength: 1, maxLength: 8 }),
    fc.constantFrom('halo', 'x y', '👍', ''),
  )
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const kind = <K extends string>(name: K, ...more: K[]) => fc.constantFrom(name, ...more)
const source = fc.oneof(
  fc.record({ link: fc.constantFrom('https://a.test/a.jpg', 'ftp://x', '') }),
  fc.record({ mediaId: fc.constantFrom('12', '') }),
  fc.record({ file: fc.constant('f1') }),
)
const header = fc.oneof(
  fc.record({ kind: kind('text'), text: words(60) }),
  fc.record({ kind: kind('image', 'video', 'document'), source }),
)
const frame = { text: words(40), footer: maybe(words(60)) }
const row = fc.record({ id: words(5), title: words(24), description: maybe(words(72)) })
const section = fc.record({ title: maybe(words(24)), rows: fc.array(row, { maxLength: 6 }) })
const phone = fc.record({ phone: words(10), waId: maybe(words(10)) })
const card = fc.record({
  name: fc.record({ formatted: words(10), first: maybe(words(5)) }),
  phones: fc.array(phone, { maxLength: 2 }),
  emails: fc.array(fc.record({ email: words(10) }), { maxLength: 2 }),
})
const value = fc.record({ name: maybe(fc.constant('nama')), text: words(12) })
const filled = fc.record({ index: fc.nat(9), kind: kind('reply', 'url', 'code'), value: words(20) })

const drafts = fc.oneof(
  fc.record({ kind: kind('text'), text: words(40), preview: maybe(fc.boolean()) }),
  fc.record({
    kind: kind('media'),
    media: kind('image', 'video', 'audio', 'document', 'sticker'),
    source,
    caption: maybe(words(20)),
    filename: maybe(words(20)),
    voice: maybe(fc.boolean()),
  }),
  fc.record({
    kind: kind('location'),
    latitude: fc.double({ min: -91, max: 91, noNaN: true }),
    longitude: fc.double({ min: -181, max: 181, noNaN: true }),
    name: maybe(words(10)),
  }),
  fc.record({ kind: kind('contacts'), contacts: fc.array(card, { maxLength: 3 }) }),
  fc.record({
    kind: kind('buttons'),
    header: maybe(header),
    ...frame,
    buttons: fc.array(fc.record({ id: words(5), title: words(20) }), { maxLength: 4 }),
  }),
  fc.record({
    kind: kind('list'),
    header: maybe(words(60)),
    ...frame,
    button: words(20),
    sections: fc.array(section, { maxLength: 3 }),
  }),
  fc.record({
    kind: kind('link'),
    header: maybe(header),
    ...frame,
    label: words(20),
    url: fc.constantFrom('https://a.test', 'http://x.y/z?a=1#b', 'javascript:1', 'https://'),
  }),
  fc.record({ kind: kind('locationRequest'), text: words(20) }),
  fc.record({
    kind: kind('reaction'),
    wamid: fc.constantFrom('wamid.x', ''),
    emoji: fc.constantFrom(null, '👍', ''),
  }),
  fc.record({
    kind: kind('template'),
    name: fc.constantFrom('promo', 'a_1', 'Bad'),
    language: fc.constantFrom('id', 'en_US', 'x'),
    header: maybe(header),
    body: fc.array(value, { maxLength: 3 }),
    buttons: fc.array(filled, { maxLength: 3 }),
  }),
  ...interactive(),
)

/** Products, catalogs, forms, requests, carousels and orders. */
function interactive() {
  const product = { sku: words(10), catalogId: fc.constantFrom('9', '') }
  const skus = fc.record({ title: maybe(words(24)), skus: fc.array(words(6), { maxLength: 8 }) })
  const picture = fc.record({ kind: kind('image', 'video'), source })
  const button = fc.record({ id: words(5), title: words(20) })
  const cards = [
    fc.record({ product: fc.record(product) }),
    fc.record({
      header: picture,
      text: maybe(words(30)),
      link: fc.record({ label: words(20), url: fc.constantFrom('https://a.test', 'x') }),
    }),
    fc.record({ header: picture, buttons: fc.array(button, { maxLength: 2 }) }),
  ]
  const amount = fc.constantFrom('0', '12', '12.5', '0.01')
  return [
    fc.record({ kind: kind('product'), ...product, text: maybe(words(10)), footer: maybe(words(60)) }),
    fc.record({
      kind: kind('productList'),
      header: words(60),
      ...frame,
      catalogId: fc.constantFrom('9', ''),
      sections: fc.array(skus, { maxLength: 3 }),
    }),
    fc.record({ kind: kind('catalog'), ...frame, sku: maybe(words(10)) }),
    fc.record({
      kind: kind('form'),
      header: maybe(header),
      ...frame,
      label: words(30),
      form: fc.oneof(fc.record({ id: words(5) }), fc.record({ name: words(5) })),
      unpublished: maybe(fc.boolean()),
      token: maybe(words(5)),
      action: maybe(kind('navigate', 'data_exchange')),
      screen: maybe(words(5)),
      data: maybe(fc.record({ nama: words(5) })),
    }),
    fc.record({ kind: kind('contactRequest', 'callRequest'), ...frame }),
    fc.record({
      kind: kind('carousel'),
      text: words(40),
      cards: fc.oneof(...cards.map((one) => fc.array<object>(one, { maxLength: 4 }))),
    }),
    fc.record({
      kind: kind('orderDetails'),
      header: maybe(header),
      ...frame,
      reference: words(60),
      goods: kind('digital-goods', 'physical-goods'),
      currency: fc.constantFrom('BRL', 'IDR'),
      payUrl: fc.constantFrom('https://a.test', ''),
      items: fc.array(
        fc.record({ sku: words(5), name: words(60), amount, quantity: fc.integer({ min: 1, max: 9 }) }),
        { maxLength: 2 },
      ),
      tax: amount,
      discount: maybe(amount),
    }),
    fc.record({
      kind: kind('orderStatus'),
      ...frame,
      reference: words(60),
      status: kind('pending', 'shipped'),
      description: maybe(words(20)),
    }),
  ]
}

test('whatever the gate lets through has a form that the Graph API takes', () => {
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')))
  const passed = new Set<string>()
  fc.assert(
    fc.property(drafts, (raw) => {
      const draft = Draft.parse(JSON.parse(JSON.stringify(raw)))
      if (checkDraft(draft).length > 0) return
      passed.add(draft.kind)
      const body = encodeDraft(draft, { waId: '6281234567890' }, { mediaIdOf: () => '1013859600285441' })
      assert.ok(validate(body), `${JSON.stringify(validate.errors)} ${JSON.stringify(body)}`)
    }),
    { numRuns: 9_000 },
  )
  assert.equal(passed.size, Draft.options.length, 'every kind of draft was let through at least once')
})
