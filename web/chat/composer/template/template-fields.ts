import { HOUR, type Millis } from '#core/base/time.ts'
import { bodyTextOf } from '#core/whatsapp/template/fill/sentence.ts'
import type { ButtonValue, CardValues, TemplateValues } from '#core/whatsapp/template/fill/values.ts'
import type { Template, TemplateButton, TemplateCard } from '#core/whatsapp/template/template.ts'
import { variablesIn } from '#core/whatsapp/template/variable.ts'

/** Where something stands: in the message, or in one of its cards, counted from 0. */
type Placed = { readonly key: string; readonly card: number | null }

/** One thing that must be known before a template can be sent. */
export type TemplateField = Placed &
  (
    | {
        readonly kind: 'header' | 'body' | 'url' | 'code'
        /** The variable, or the label of the button. */
        readonly name: string
        readonly example: string
      }
    | { readonly kind: 'media'; readonly media: 'image' | 'video' | 'document' }
    | { readonly kind: 'place'; readonly part: 'latitude' | 'longitude' | 'name' }
    | { readonly kind: 'product'; readonly part: 'sku' | 'catalog' }
    /** One product of the catalog on the picture, or several to show. */
    | { readonly kind: 'thumbnail' | 'products'; readonly name: string }
    | { readonly kind: 'offerEnd' }
  )

/** What was typed or uploaded, by the key of its field. */
export type Given = Readonly<Record<string, string>>

/** Hours from sending after which an offer ends, for a person to choose from. */
export const OFFER_HOURS = [1, 3, 6, 12, 24, 48, 72, 168] as const
export const OFFER_USUAL = 24

/** What a form of values must ask for, in the order in which the customer reads it. */
export function fieldsOf(template: Template): readonly TemplateField[] {
  const { body, cards, offer } = template
  const top = { ...template, body: { ...body, text: bodyTextOf(template) } }
  return [
    ...headerFields(template, null),
    ...(offer?.expires ? [{ kind: 'offerEnd', key: 'offerEnd', card: null } as const] : []),
    ...levelFields(top, null),
    ...cards.flatMap((card, at) => [...headerFields(card, at), ...levelFields(card, at)]),
  ]
}

/** The file that was chosen for each card. */
export function filesOf({ cards }: Template, given: Given): readonly (string | null)[] {
  return cards.map((_card, at) => given[keyAt(at, 'file')] ?? null)
}

const keyAt = (card: number | null, key: string) => (card === null ? key : `card.${card}.${key}`)

function levelFields({ body, buttons }: TemplateCard, card: number | null): TemplateField[] {
  const texts = variablesIn(body?.text ?? '').map((name): TemplateField => {
    const example = body?.examples.find((one) => one.name === name)?.value ?? ''
    return { kind: 'body', key: keyAt(card, `body.${name}`), card, name: `{{${name}}}`, example }
  })
  return [
    ...texts,
    ...buttons.flatMap((button, at) => buttonField(button, { key: keyAt(card, `button.${at}`), card })),
  ]
}

function buttonField(button: TemplateButton, placed: Placed): TemplateField[] {
  switch (button.kind) {
    case 'code':
      return [{ ...placed, kind: 'code', name: button.text ?? '', example: button.example }]
    case 'url':
      if (!button.url.includes('{{')) return []
      return [{ ...placed, kind: 'url', name: button.text, example: endOf(button.url, button.example ?? '') }]
    case 'catalog':
      return [{ ...placed, kind: 'thumbnail', name: button.text }]
    case 'mpm':
      return [{ ...placed, kind: 'products', name: button.text }]
    default:
      return []
  }
}

/** What follows the fixed part of an address in its example. */
function endOf(url: string, example: string): string {
  const fixed = url.slice(0, url.indexOf('{{'))
  return example.startsWith(fixed) ? example.slice(fixed.length) : example
}

function headerFields({ header }: Pick<TemplateCard, 'header'>, card: number | null): TemplateField[] {
  const at = (key: string) => ({ key: keyAt(card, key), card })
  switch (header?.kind) {
    case 'text':
      return variablesIn(header.text).map((name) => ({
        ...at('header'),
        kind: 'header',
        name: `{{${name}}}`,
        example: header.examples[0]?.value ?? '',
      }))
    case 'image':
    case 'video':
    case 'document':
      return [{ ...at('file'), kind: 'media', media: header.kind }]
    case 'gif':
      return [{ ...at('file'), kind: 'media', media: 'video' }]
    case 'location':
      return (['latitude', 'longitude', 'name'] as const).map((part) => ({
        ...at(`place.${part}`),
        kind: 'place',
        part,
      }))
    case 'product':
      return (['sku', 'catalog'] as const).map((part) => ({
        ...at(`product.${part}`),
        kind: 'product',
        part,
      }))
    default:
      return []
  }
}

/** What was given, as `fillTemplate` takes it; an offer ends some hours after `now`. What is missing is its to say. */
export function valuesOf(template: Template, given: Given, now: Millis): TemplateValues {
  const { body, cards, offer, header } = template
  const top = { ...template, body: { ...body, text: bodyTextOf(template) } }
  const title = header?.kind === 'text' ? given.header?.trim() : undefined
  const hours = Number(given.offerEnd ?? OFFER_USUAL)
  return {
    ...levelValues(top, given, null),
    ...(title && { header: { kind: 'text', text: title } }),
    ...(header?.kind === 'location' && placeOf(given)),
    ...(offer?.expires && { offerEndsAt: now + hours * HOUR }),
    ...(cards.length > 0 && { cards: cards.map((card, at) => levelValues(card, given, at)) }),
  }
}

function levelValues({ header, body, buttons }: TemplateCard, given: Given, card: number | null): CardValues {
  const said = (key: string) => given[keyAt(card, key)]?.trim() ?? ''
  const file = said('file')
  const media = header?.kind === 'gif' ? 'video' : header?.kind
  const isMedium = media === 'image' || media === 'video' || media === 'document'
  const product = { sku: said('product.sku'), catalogId: said('product.catalog') }
  const isWhole = header?.kind === 'product' && product.sku !== '' && product.catalogId !== ''
  return {
    ...(isMedium && file !== '' && { header: { kind: media, source: { file } } }),
    ...(isWhole && { product }),
    body: variablesIn(body?.text ?? '').flatMap((name) => {
      const text = said(`body.${name}`)
      return text ? [{ name, text }] : []
    }),
    buttons: buttons.flatMap((button, index) => buttonValue(button, index, said(`button.${index}`))),
  }
}

function buttonValue(button: TemplateButton, index: number, said: string): ButtonValue[] {
  switch (button.kind) {
    // Meta wants a form to be sent with a token, even with one that means nothing
    case 'flow':
      return [{ index }]
    case 'mpm': {
      const skus = said.split(/[\s,;]+/).filter((sku) => sku !== '')
      return skus.length === 0 ? [] : [{ index, value: skus[0], sections: [{ title: SECTION, skus }] }]
    }
    case 'url':
      return said && button.url.includes('{{') ? [{ index, value: said }] : []
    case 'code':
    case 'catalog':
      return said ? [{ index, value: said }] : []
    default:
      return []
  }
}

/** Meta shows the title of a section only where there are several. */
const SECTION = 'Produk'

function placeOf(given: Given): Pick<TemplateValues, 'place'> {
  const number = (text = '') => (text.trim() === '' ? Number.NaN : Number(text.replace(',', '.')))
  const latitude = number(given['place.latitude'])
  const longitude = number(given['place.longitude'])
  if (Number.isNaN(latitude) || Number.isNaN(longitude)) return {}
  const name = given['place.name']
  return { place: { latitude, longitude, ...(name && { name }) } }
}
