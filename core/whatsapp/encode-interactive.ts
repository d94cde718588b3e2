import { assert, never } from '#core/base/assert.ts'
import type { JsonObject } from '#core/base/json.ts'
import type { CarouselCard, InteractiveDraft } from '#core/whatsapp/draft-interactive.ts'
import { encodeFrame, encodeHeader, type MediaIdOf } from '#core/whatsapp/encode-frame.ts'

type Of<K extends InteractiveDraft['kind']> = Extract<InteractiveDraft, { kind: K }>

/** The `interactive` object of products, catalogs, forms, requests, carousels and orders. */
export function encodeInteractive(draft: InteractiveDraft, mediaIdOf: MediaIdOf): JsonObject {
  switch (draft.kind) {
    case 'product':
      return {
        ...encodeFrame('product', draft),
        action: { catalog_id: draft.catalogId, product_retailer_id: draft.sku },
      }
    case 'productList':
      return encodeProductList(draft)
    case 'catalog':
      return {
        ...encodeFrame('catalog_message', draft),
        action: {
          name: 'catalog_message',
          ...(draft.sku && { parameters: { thumbnail_product_retailer_id: draft.sku } }),
        },
      }
    case 'form':
      return encodeForm(draft, mediaIdOf)
    case 'contactRequest':
      return encodeRequest('request_contact_info', draft)
    case 'callRequest':
      return encodeRequest('call_permission_request', draft)
    case 'carousel':
      return {
        ...encodeFrame('carousel', draft),
        action: { cards: draft.cards.map((card, at) => encodeCard(card, at, mediaIdOf)) },
      }
    case 'orderDetails':
      return encodeOrder(draft, mediaIdOf)
    case 'orderStatus':
      return encodeOrderStatus(draft)
    default:
      return never(draft)
  }
}

function encodeRequest(name: string, draft: Of<'contactRequest' | 'callRequest'>): JsonObject {
  return { ...encodeFrame(name, draft), action: { name } }
}

function encodeProductList(draft: Of<'productList'>): JsonObject {
  return {
    ...encodeFrame('product_list', draft),
    header: { type: 'text', text: draft.header },
    action: {
      catalog_id: draft.catalogId,
      sections: draft.sections.map(({ title, skus }) => ({
        ...(title && { title }),
        product_items: skus.map((sku) => ({ product_retailer_id: sku })),
      })),
    },
  }
}

/** Meta's version of the message that opens a Flow; the only one there is. */
const FORM_VERSION = '3'

function encodeForm(draft: Of<'form'>, mediaIdOf: MediaIdOf): JsonObject {
  const { form, token, action, screen, data } = draft
  const payload = { ...(screen && { screen }), ...(data && { data }) }
  return {
    ...encodeFrame('flow', draft),
    ...encodeHeader(draft.header, mediaIdOf),
    action: {
      name: 'flow',
      parameters: {
        flow_message_version: FORM_VERSION,
        ...('id' in form ? { flow_id: form.id } : { flow_name: form.name }),
        ...(draft.unpublished && { mode: 'draft' }),
        flow_cta: draft.label,
        ...(token && { flow_token: token }),
        ...(action && { flow_action: action }),
        ...(Object.keys(payload).length > 0 && { flow_action_payload: payload }),
      },
    },
  }
}

/** Meta: a card with a link names its type, a card with buttons does not. */
function encodeCard(card: CarouselCard, at: number, mediaIdOf: MediaIdOf): JsonObject {
  if ('product' in card) {
    const { sku, catalogId } = card.product
    return {
      card_index: at,
      type: 'product',
      action: { product_retailer_id: sku, catalog_id: catalogId },
    }
  }
  const top = { ...encodeHeader(card.header, mediaIdOf), ...(card.text && { body: { text: card.text } }) }
  if ('link' in card) {
    const { label, url } = card.link
    const action = { name: 'cta_url', parameters: { display_text: label, url } }
    return { card_index: at, type: 'cta_url', ...top, action }
  }
  const buttons = card.buttons.map(({ id, title }) => ({ type: 'quick_reply', quick_reply: { id, title } }))
  return { card_index: at, ...top, action: { buttons } }
}

/** Decimal places that Meta reads in an amount: `{"value": 50000, "offset": 100}` is 500.00. */
const PLACES = 2

/** Decimal text in hundredths. Whole numbers throughout: an amount never becomes a fraction of a number. */
function hundredthsOf(amount: string): bigint {
  const [whole = '', part = ''] = amount.split('.')
  assert(/^\d+$/.test(whole) && /^\d{0,2}$/.test(part), `${amount} is an amount`)
  return BigInt(whole + part.padEnd(PLACES, '0'))
}

/** What the customer pays: items, tax and shipping less the discount, in hundredths. */
export function orderSums({ items, tax, shipping, discount }: Of<'orderDetails'>): {
  readonly subtotal: bigint
  readonly total: bigint
} {
  const subtotal = items.reduce(
    (sum, { amount, quantity }) => sum + hundredthsOf(amount) * BigInt(quantity),
    0n,
  )
  const more = hundredthsOf(tax) + hundredthsOf(shipping ?? '0') - hundredthsOf(discount ?? '0')
  return { subtotal, total: subtotal + more }
}

/** Meta's form of an amount; checked amounts stay far below what JSON can hold exactly. */
function encodeSum(hundredths: bigint): JsonObject {
  return { value: Number(hundredths), offset: 10 ** PLACES }
}

function encodeOrder(draft: Of<'orderDetails'>, mediaIdOf: MediaIdOf): JsonObject {
  const { reference, goods, currency, payUrl, items, tax, shipping, discount } = draft
  const { subtotal, total } = orderSums(draft)
  return {
    ...encodeFrame('order_details', draft),
    ...encodeHeader(draft.header, mediaIdOf),
    action: {
      name: 'review_and_pay',
      parameters: {
        reference_id: reference,
        type: goods,
        payment_type: 'br',
        payment_settings: [{ type: 'payment_link', payment_link: { uri: payUrl } }],
        currency,
        total_amount: encodeSum(total),
        order: {
          status: 'pending',
          items: items.map(({ sku, name, amount, quantity }) => ({
            retailer_id: sku,
            name,
            amount: encodeSum(hundredthsOf(amount)),
            quantity,
          })),
          subtotal: encodeSum(subtotal),
          tax: encodeSum(hundredthsOf(tax)),
          ...(shipping && { shipping: encodeSum(hundredthsOf(shipping)) }),
          ...(discount && { discount: encodeSum(hundredthsOf(discount)) }),
        },
      },
    },
  }
}

function encodeOrderStatus(draft: Of<'orderStatus'>): JsonObject {
  const { reference, status, description } = draft
  const order = { status, ...(description && { description }) }
  return {
    ...encodeFrame('order_status', draft),
    action: { name: 'review_order', parameters: { reference_id: reference, order } },
  }
}
