import type { z } from 'zod'
import { never } from '#core/base/assert.ts'
import type { JsonObject } from '#core/base/json.ts'
import type { LocationDraft, TemplateDraft } from '#core/whatsapp/draft.ts'
import type { Source } from '#core/whatsapp/draft-part.ts'

type EncodeSource = (source: Source) => JsonObject
type Card = NonNullable<TemplateDraft['cards']>[number]
type Level = Pick<TemplateDraft, 'header' | 'product' | 'body' | 'buttons'>

/** A template's name, language and values; components without values are left out, as Meta asks. */
export function encodeTemplate(draft: TemplateDraft, encodeSource: EncodeSource): JsonObject {
  const components = encodeValues(draft, encodeSource)
  const { name, language } = draft
  return { name, language: { code: language }, ...(components.length > 0 && { components }) }
}

/** The `components` of a template message: what fills the variables, the header, the buttons and the cards. */
export function encodeValues(draft: TemplateDraft, encodeSource: EncodeSource): JsonObject[] {
  const { place, offerEndsAt, cards } = draft
  const components: JsonObject[] = []
  if (place)
    components.push({ type: 'header', parameters: [{ type: 'location', location: encodePlace(place) }] })
  if (offerEndsAt !== undefined) {
    const limited = { type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: offerEndsAt } }
    components.push({ type: 'limited_time_offer', parameters: [limited] })
  }
  components.push(...encodeLevel(draft, encodeSource))
  if (cards && cards.length > 0) {
    components.push({ type: 'carousel', cards: cards.map((card, at) => encodeCard(card, at, encodeSource)) })
  }
  return components
}

/** Coordinates go out as decimal text of at most six digits (11 cm), so that no exponent can appear. */
export function encodePlace({
  latitude,
  longitude,
  name,
  address,
}: Omit<z.infer<typeof LocationDraft>, 'kind'>): JsonObject {
  return {
    latitude: String(Number(latitude.toFixed(6))),
    longitude: String(Number(longitude.toFixed(6))),
    ...(name && { name }),
    ...(address && { address }),
  }
}

function encodeCard(card: Card, at: number, encodeSource: EncodeSource): JsonObject {
  return { card_index: at, components: encodeLevel(card, encodeSource) }
}

/** Header, body and buttons, of the template itself or of one card. */
function encodeLevel({ header, product, body, buttons }: Level, encodeSource: EncodeSource): JsonObject[] {
  const components: JsonObject[] = []
  if (product) {
    const { sku, catalogId } = product
    const parameter = { type: 'product', product: { product_retailer_id: sku, catalog_id: catalogId } }
    components.push({ type: 'header', parameters: [parameter] })
  }
  if (header) components.push({ type: 'header', parameters: [encodeHeader(header, encodeSource)] })
  if (body.length > 0) {
    const parameters = body.map((value) => ({
      type: 'text',
      ...(value.name && { parameter_name: value.name }),
      text: value.text,
    }))
    components.push({ type: 'body', parameters })
  }
  for (const button of buttons) components.push(encodeButton(button))
  return components
}

function encodeHeader(header: NonNullable<TemplateDraft['header']>, encodeSource: EncodeSource): JsonObject {
  if (header.kind === 'text') {
    const name = 'name' in header && header.name
    return { type: 'text', ...(name && { parameter_name: name }), text: header.text }
  }
  const { kind, source, filename } = header
  return { type: kind, [kind]: { ...encodeSource(source), ...(filename && { filename }) } }
}

function encodeButton(button: TemplateDraft['buttons'][number]): JsonObject {
  const { index, kind, value } = button
  const place = { type: 'button', index: String(index) }
  switch (kind) {
    case 'reply':
      return { ...place, sub_type: 'quick_reply', parameters: [{ type: 'payload', payload: value }] }
    case 'url':
      return { ...place, sub_type: 'url', parameters: [{ type: 'text', text: value }] }
    case 'code':
      return { ...place, sub_type: 'copy_code', parameters: [{ type: 'coupon_code', coupon_code: value }] }
    case 'catalog':
    case 'mpm':
    case 'flow':
      return { ...place, sub_type: kind, parameters: [{ type: 'action', action: encodeAction(button) }] }
    default:
      return never(kind)
  }
}

function encodeAction({ kind, value, sections, data }: TemplateDraft['buttons'][number]): JsonObject {
  if (kind === 'flow') return { flow_token: value, ...(data && { flow_action_data: data }) }
  return {
    thumbnail_product_retailer_id: value,
    ...(sections && {
      sections: sections.map(({ title, skus }) => ({
        title,
        product_items: skus.map((sku) => ({ product_retailer_id: sku })),
      })),
    }),
  }
}
