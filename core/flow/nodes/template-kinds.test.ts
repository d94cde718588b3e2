import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { HOUR } from '#core/base/time.ts'
import { advance } from '#core/flow/advance.ts'
import { checkFlow } from '#core/flow/check.ts'
import { Definition } from '#core/flow/definition.ts'
import { quickReplies } from '#core/flow/nodes/template-shape.ts'
import type { Facts } from '#core/flow/run.ts'
import { checkDraft } from '#core/whatsapp/check.ts'
import { decodeTemplate } from '#core/whatsapp/template/decode.ts'

const NOW = 1_760_000_000_000
const FOLDER = new URL('../../../test/data/template-create/', import.meta.url)
const templateOf = (file: string) =>
  decodeTemplate(JSON.parse(readFileSync(new URL(`${file}.json`, FOLDER), 'utf8'))).template

function flow(file: string, values: object): Definition {
  const template = templateOf(file)
  const outlet = quickReplies(template).length > 0 ? 'other' : 'next'
  const step = { kind: 'template', template, ...values, next: { [outlet]: 'end' } }
  const end = { kind: 'message', text: 'Terima kasih' }
  return Definition.parse({
    format: 1,
    start: 's',
    nodes: { s: { kind: 'start', keywords: ['promo'], next: { next: 'a' } }, a: step, end },
  })
}

function facts(definition: Definition): Facts {
  return {
    now: NOW,
    random: () => 0,
    person: { name: 'Sari Dewi', phone: '62812', fields: {}, tags: [], lastInboundAt: NOW },
    workspace: { name: 'Kopi', zone: 'Asia/Jakarta', language: 'id' },
    definitionOf: () => definition,
    publishedOf: () => undefined,
  }
}

const media = (link: string) => ({ media: 'image', source: { link } })
const card = (link: string, off: string, end: string) => ({
  media: media(link),
  body: [{ name: '1', text: off }],
  buttons: [{ index: 1, text: end }],
})

/** A step with each kind of template, and what of it leaves the house. */
const STEPS: readonly [file: string, values: object, sent: object][] = [
  [
    '15-carousel-media',
    {
      body: [{ name: '1', text: '{{first_name}}' }],
      cards: [card('https://toko.id/1.jpg', '10%', '1'), card('https://toko.id/2.jpg', '20%', '2')],
    },
    {
      body: [{ text: 'Sari' }],
      cards: [
        {
          header: { kind: 'image', source: { link: 'https://toko.id/1.jpg' } },
          body: [{ text: '10%' }],
          buttons: [
            { index: 0, kind: 'reply', value: 'a:c0-0' },
            { index: 1, kind: 'url', value: '1' },
          ],
        },
        {
          header: { kind: 'image', source: { link: 'https://toko.id/2.jpg' } },
          body: [{ text: '20%' }],
          buttons: [
            { index: 0, kind: 'reply', value: 'a:c1-0' },
            { index: 1, kind: 'url', value: '2' },
          ],
        },
      ],
    },
  ],
  [
    '11-limited-time-offer',
    {
      media: media('https://toko.id/1.jpg'),
      body: [
        { name: '1', text: '{{first_name}}' },
        { name: '2', text: 'SENJA20' },
      ],
      buttons: [
        { index: 0, text: 'SENJA20' },
        { index: 1, text: 'x7' },
      ],
      offerEnds: { amount: 6, unit: 'hour' },
    },
    { offerEndsAt: NOW + 6 * HOUR },
  ],
  [
    '12-catalog',
    { body: [{ name: '1', text: '100' }], buttons: [{ index: 0, text: 'KOPI-1' }] },
    { buttons: [{ index: 0, kind: 'catalog', value: 'KOPI-1' }] },
  ],
  [
    '13-mpm',
    {
      header: { text: '{{first_name}}' },
      body: [{ name: '1', text: 'SENJA20' }],
      buttons: [{ index: 0, text: 'KOPI-1, KOPI-2' }],
    },
    {
      buttons: [
        {
          ...{ index: 0, kind: 'mpm', value: 'KOPI-1' },
          sections: [{ title: 'Produk', skus: ['KOPI-1', 'KOPI-2'] }],
        },
      ],
    },
  ],
  [
    '14-spm',
    {
      product: { sku: { text: '{{favourite}}', fallback: 'KOPI-1' }, catalogId: ' 900800 ' },
      body: [{ name: 'kode', text: 'HEMAT10' }],
    },
    { product: { sku: 'KOPI-1', catalogId: '900800' } },
  ],
  ['16-flow', {}, { buttons: [{ index: 0, kind: 'flow', value: 'unused' }] }],
  [
    '10-coupon',
    { body: [{ name: '1', text: '25%' }], buttons: [{ index: 0, text: 'SENJA20' }] },
    { buttons: [{ index: 0, kind: 'code', value: 'SENJA20' }] },
  ],
]

test('a step whose product is not named sends nothing, and the checker says what is missing', () => {
  for (const product of [undefined, { sku: { text: 'KOPI-1' } }, { sku: { text: ' ' }, catalogId: '9' }]) {
    const definition = flow('14-spm', { product, body: [{ name: 'kode', text: 'HEMAT10' }] })
    const { effects } = advance(null, { kind: 'start', version: 'v' }, facts(definition))
    assert.deepEqual(effects, [])
    const codes = checkFlow(definition, { fields: [], flows: [] }).map(({ node, code }) => `${node} ${code}`)
    assert.deepEqual(codes, ['a template-unfilled'])
  }
})

for (const [file, values, sent] of STEPS) {
  test(`a step sends ${file} with its values`, () => {
    const definition = flow(file, values)
    const { effects } = advance(null, { kind: 'start', version: 'v' }, facts(definition))
    const said = effects.find((effect) => effect.kind === 'say')
    assert.ok(said?.kind === 'say', 'it is said')
    assert.deepEqual(checkDraft(said.draft), [])
    const { draft } = said
    assert.deepEqual({ ...draft, ...sent }, draft)
    const errors = checkFlow(definition, { fields: [], flows: [] }).filter(
      ({ node, severity }) => node === 'a' && severity === 'error',
    )
    assert.deepEqual(errors, [], 'the checker has nothing against it')
  })
}
