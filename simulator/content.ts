import type { SimButton, SimContent, SimMedia } from '#core/whatsapp/sim-view.ts'
import { objectOf, objectsOf, textOf, textOrNull, type Wire } from '#simulator/wire.ts'

export const EMPTY: SimContent = {
  type: 'text',
  header: null,
  text: '',
  footer: null,
  media: null,
  location: null,
  contacts: [],
  buttons: [],
  list: null,
  cards: [],
  order: null,
  template: null,
}

const MEDIA_KINDS = ['image', 'video', 'audio', 'document', 'sticker'] as const
/** Looks a medium up by its id. */
export type MediaOf = (id: string) => SimMedia | undefined

/** What the phone shows of a checked request body; templates are drawn by `hydrate`. */
export function contentOf(body: Wire, mediaOf: MediaOf): SimContent {
  const type = textOf(body.type)
  const part = objectOf(body[type])
  const base = { ...EMPTY, type }
  switch (type) {
    case 'text':
      return { ...base, text: textOf(part.body) }
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return { ...base, text: textOf(part.caption), media: mediaFrom(type, part, mediaOf) }
    case 'location':
      return { ...base, location: locationFrom(part) }
    case 'contacts':
      return { ...base, contacts: objectsOf(body.contacts).map(cardFrom) }
    case 'reaction':
      return { ...base, text: textOf(part.emoji) }
    case 'interactive':
      return interactiveFrom(base, part, mediaOf)
    default:
      return base
  }
}

function mediaFrom(kind: SimMedia['kind'], part: Wire, mediaOf: MediaOf): SimMedia {
  const known = mediaOf(textOf(part.id))
  const unknown = { path: null, mime: '', size: 0, filename: null, voice: false }
  const filename = textOrNull(part.filename) ?? known?.filename ?? null
  return { ...unknown, ...known, kind, filename, voice: part.voice === true }
}

export function locationFrom(part: Wire) {
  return {
    latitude: Number(part.latitude) || 0,
    longitude: Number(part.longitude) || 0,
    name: textOrNull(part.name),
    address: textOrNull(part.address),
  }
}

/** The first medium of a header, or null. */
export function headerMediaFrom(header: Wire, mediaOf: MediaOf): SimMedia | null {
  const kind = MEDIA_KINDS.find((name) => name === header.type)
  return kind ? mediaFrom(kind, objectOf(header[kind]), mediaOf) : null
}

function cardFrom(card: Wire) {
  return {
    name: textOf(objectOf(card.name).formatted_name),
    phones: objectsOf(card.phones).map((phone) => textOf(phone.phone)),
  }
}

function interactiveFrom(base: SimContent, part: Wire, mediaOf: MediaOf): SimContent {
  const header = objectOf(part.header)
  const action = objectOf(part.action)
  return {
    ...base,
    header: textOrNull(header.text),
    media: headerMediaFrom(header, mediaOf),
    text: textOf(objectOf(part.body).text) || textOf(action.product_retailer_id),
    footer: textOrNull(objectOf(part.footer).text),
    buttons: buttonsFrom(textOf(part.type), action),
    list: part.type === 'list' ? listFrom(action) : null,
    cards: objectsOf(action.cards).map((card) => carouselCard(card, mediaOf)),
  }
}

function buttonsFrom(type: string, action: Wire): SimButton[] {
  const parameters = objectOf(action.parameters)
  switch (type) {
    case 'button':
      return objectsOf(action.buttons).map((button) => replyFrom(objectOf(button.reply)))
    case 'cta_url':
      return [linkFrom(parameters)]
    case 'flow': {
      const value = textOf(parameters.flow_token) || 'unused'
      return [{ kind: 'form', id: 'flow', title: textOf(parameters.flow_cta), value }]
    }
    case 'request_contact_info':
      return [{ kind: 'contact', id: type, title: type, value: null }]
    case 'location_request_message':
      return [{ kind: 'location', id: type, title: type, value: null }]
    case 'list':
    case 'carousel':
      return []
    default:
      return [{ kind: 'other', id: type, title: textOf(parameters.display_text) || type, value: null }]
  }
}

function replyFrom(reply: Wire): SimButton {
  return { kind: 'reply', id: textOf(reply.id), title: textOf(reply.title), value: null }
}

function linkFrom(parameters: Wire): SimButton {
  return { kind: 'url', id: 'url', title: textOf(parameters.display_text), value: textOf(parameters.url) }
}

function listFrom(action: Wire) {
  const rowFrom = (row: Wire) => ({
    id: textOf(row.id),
    title: textOf(row.title),
    description: textOrNull(row.description),
  })
  return {
    button: textOf(action.button),
    sections: objectsOf(action.sections).map((section) => ({
      title: textOrNull(section.title),
      rows: objectsOf(section.rows).map(rowFrom),
    })),
  }
}

function carouselCard(card: Wire, mediaOf: MediaOf) {
  const action = objectOf(card.action)
  const replies = objectsOf(action.buttons).map((button) => replyFrom(objectOf(button.quick_reply)))
  const link = action.name === 'cta_url' ? [linkFrom(objectOf(action.parameters))] : []
  return {
    text: textOf(objectOf(card.body).text) || textOf(action.product_retailer_id),
    media: headerMediaFrom(objectOf(card.header), mediaOf),
    buttons: [...replies, ...link],
  }
}
