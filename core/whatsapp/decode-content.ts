import { isObject, parseJson } from '#core/base/json.ts'
import { decodeCards } from '#core/whatsapp/decode-cards.ts'
import { decodeFault } from '#core/whatsapp/decode-status.ts'
import type { Media } from '#core/whatsapp/draft-part.ts'
import type { Content } from '#core/whatsapp/heard.ts'
import {
  bsuidAt,
  type Foreign,
  idAt,
  jsonOf,
  labelAt,
  listAt,
  numberAt,
  objectAt,
  own,
  textAt,
  waIdAt,
} from '#core/whatsapp/read.ts'

type OrderItem = Extract<Content, { kind: 'order' }>['items'][number]

const TAP_ID_MAX = 1_024
const TITLE_MAX = 500
const FILENAME_MAX = 240
const MEDIA_ID_MAX = 200
const ORDER_ITEMS_MAX = 500
/** Units of a form's answer that are parsed; Meta's own bound is far lower. */
const FORM_MAX = 256_000

/** What a message says, or why it cannot be understood. Kinds that Meta or we cannot show are `unsupported`. */
export function decodeContent(message: Foreign): Content | string {
  const type = own(message, 'type')
  if (typeof type !== 'string') return 'message has no type'
  switch (type) {
    case 'text':
      return decodeText(message)
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return decodeMedia(type, message)
    case 'location':
      return decodeLocation(message)
    case 'contacts':
      return decodeCards(listAt(message, 'contacts'))
    case 'reaction':
      return decodeReaction(message)
    case 'button':
      return decodeTemplateTap(message)
    case 'interactive':
      return decodeInteractive(message)
    case 'order':
      return decodeOrder(message)
    case 'system':
      return decodeSystem(message)
    case 'request_welcome':
      return { kind: 'welcome' }
    case 'unsupported':
    case 'unknown':
    case 'edit':
    case 'revoke':
      return decodeUnsupported(type, message)
    default:
      return `message type is not known: ${labelAt(message, 'type', 40) ?? 'empty'}`
  }
}

function decodeText(message: Foreign): Content | string {
  const text = objectAt(message, 'text')
  const body = text && textAt(text, 'body')
  return body === undefined ? 'text.body is missing' : { kind: 'text', text: body }
}

function decodeMedia(media: Media, message: Foreign): Content | string {
  const object = objectAt(message, media)
  const mediaId = object && mediaIdOf(own(object, 'id'))
  if (!object || !mediaId) return `${media}.id is missing or not an id`
  const content: { -readonly [K in keyof MediaContent]: MediaContent[K] } = {
    kind: 'media',
    media,
    mediaId,
    mime: mimeOf(own(object, 'mime_type')),
  }
  const sha256 = labelAt(object, 'sha256')
  if (sha256) content.sha256 = sha256
  const caption = textAt(object, 'caption')
  if (caption) content.caption = caption
  const filename = labelAt(object, 'filename', FILENAME_MAX)
  if (filename) content.filename = filename
  if (own(object, 'voice') === true) content.voice = true
  if (own(object, 'animated') === true) content.animated = true
  return content
}

type MediaContent = Extract<Content, { kind: 'media' }>

/** Media ids become part of a Graph path, so nothing but plain characters may stand in them. */
function mediaIdOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? String(value) : undefined
  if (typeof value !== 'string' || value.length > MEDIA_ID_MAX) return undefined
  return /^[A-Za-z0-9_-]+$/.test(value) ? value : undefined
}

function mimeOf(value: unknown): string {
  const known = typeof value === 'string' && value.length <= 127
  return known && /^[\w.+-]+\/[\w.+-]+(; ?[\w.+-]+=[\w.+"-]+)*$/.test(value)
    ? value
    : 'application/octet-stream'
}

function decodeLocation(message: Foreign): Content | string {
  const location = objectAt(message, 'location')
  const latitude = location && numberAt(location, 'latitude')
  const longitude = location && numberAt(location, 'longitude')
  if (!location || latitude === undefined || longitude === undefined) return 'location has no coordinates'
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return 'location lies outside the earth'
  const name = labelAt(location, 'name', TITLE_MAX)
  const address = labelAt(location, 'address', TITLE_MAX)
  return { kind: 'location', latitude, longitude, ...(name && { name }), ...(address && { address }) }
}

function decodeReaction(message: Foreign): Content | string {
  const reaction = objectAt(message, 'reaction')
  const wamid = reaction && idAt(reaction, 'message_id')
  if (!wamid) return 'reaction.message_id is missing'
  return { kind: 'reaction', wamid, emoji: textAt(reaction, 'emoji', 64) || null }
}

/** The quick reply of a template. Without a payload Meta repeats the label. */
function decodeTemplateTap(message: Foreign): Content | string {
  const button = objectAt(message, 'button')
  const title = button && textAt(button, 'text', TITLE_MAX)
  const id = (button && textAt(button, 'payload', TAP_ID_MAX)) || title
  return id ? { kind: 'tap', from: 'template', id, title: title ?? id } : 'button has no payload'
}

function decodeInteractive(message: Foreign): Content | string {
  const interactive = objectAt(message, 'interactive')
  const type = interactive && labelAt(interactive, 'type', 60)
  if (!type) return 'interactive has no type'
  if (type === 'button_reply') return decodeTap('button', objectAt(interactive, 'button_reply'))
  if (type === 'list_reply') return decodeTap('list', objectAt(interactive, 'list_reply'))
  if (type === 'nfm_reply') return decodeForm(objectAt(interactive, 'nfm_reply'))
  return { kind: 'unsupported', type }
}

function decodeTap(from: 'button' | 'list', reply: Foreign | undefined): Content | string {
  const id = reply && textAt(reply, 'id', TAP_ID_MAX)
  return id
    ? { kind: 'tap', from, id, title: textAt(reply, 'title', TITLE_MAX) ?? id }
    : `${from} reply has no id`
}

function decodeForm(reply: Foreign | undefined): Content | string {
  if (!reply) return 'nfm_reply is missing'
  const said = own(reply, 'response_json')
  const parsed = typeof said === 'string' && said.length <= FORM_MAX ? parseJson(said) : undefined
  return {
    kind: 'form',
    name: labelAt(reply, 'name') ?? 'flow',
    text: textAt(reply, 'body') ?? '',
    answer: jsonOf(parsed) ?? null,
  }
}

function decodeOrder(message: Foreign): Content | string {
  const order = objectAt(message, 'order')
  const catalogId = order && idAt(order, 'catalog_id')
  const items = order && listAt(order, 'product_items')
  if (!order || !catalogId) return 'order.catalog_id is missing'
  if (!items || items.length === 0) return 'order has no items'
  if (items.length > ORDER_ITEMS_MAX) return `order has more than ${ORDER_ITEMS_MAX} items`
  const decoded: OrderItem[] = []
  for (const item of items) {
    const line = isObject(item) ? decodeOrderItem(item) : undefined
    if (!line) return 'order has an item that cannot be read'
    decoded.push(line)
  }
  const text = textAt(order, 'text')
  return { kind: 'order', catalogId, ...(text && { text }), items: decoded }
}

/** Prices are decimal text in major units: a float would lose the last digit. */
function decodeOrderItem(item: Foreign): OrderItem | undefined {
  const sku = idAt(item, 'product_retailer_id')
  const quantity = numberAt(item, 'quantity')
  const said = own(item, 'item_price')
  const price = typeof said === 'number' || typeof said === 'string' ? String(said) : ''
  if (!sku || quantity === undefined || !Number.isSafeInteger(quantity) || quantity < 1) return undefined
  if (!/^\d{1,20}(\.\d{1,10})?$/.test(price)) return undefined
  return { sku, quantity, price, currency: labelAt(item, 'currency', 10) ?? '' }
}

function decodeSystem(message: Foreign): Content | string {
  const system = objectAt(message, 'system')
  if (!system) return 'system is missing'
  const waId = waIdAt(system, 'wa_id') ?? waIdAt(system, 'new_wa_id')
  const bsuid = bsuidAt(system, 'user_id')
  return {
    kind: 'system',
    type: labelAt(system, 'type') ?? '',
    text: textAt(system, 'body') ?? '',
    ...(waId && { waId }),
    ...(bsuid && { bsuid }),
  }
}

function decodeUnsupported(type: string, message: Foreign): Content {
  const inner = objectAt(message, 'unsupported')
  const named = (inner && labelAt(inner, 'type', 60)) ?? type
  const fault = decodeFault(listAt(message, 'errors')?.[0])
  return { kind: 'unsupported', type: named, ...(fault && { code: fault.code, title: fault.title }) }
}
