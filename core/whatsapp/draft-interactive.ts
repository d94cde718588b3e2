import { z } from 'zod'
import { Header, Product, ReplyButton, Source, text } from '#core/whatsapp/draft-part.ts'

/** Kinds of interactive messages beyond buttons, lists and links (Cloud API reference, 2026). */

const words = { text, footer: text.optional() }

/** One product of the catalog; the words are optional. */
const ProductDraft = Product.extend({
  kind: z.literal('product'),
  text: text.optional(),
  footer: text.optional(),
})
/** Chosen products of one catalog, in sections. */
const ProductListDraft = z.object({
  kind: z.literal('productList'),
  header: text,
  ...words,
  catalogId: text,
  sections: z.array(z.object({ title: text.optional(), skus: z.array(text).max(100) })).max(100),
})
/** The whole catalog; `sku` is the product on the picture, else Meta takes the first. */
const CatalogDraft = z.object({ kind: z.literal('catalog'), ...words, sku: text.optional() })

/** Opens one of the account's WhatsApp Flows: a form that the customer fills in inside WhatsApp. */
const FormDraft = z.object({
  kind: z.literal('form'),
  header: Header.optional(),
  ...words,
  label: text,
  /** Meta's id of the Flow, or its name. */
  form: z.union([z.object({ id: text }), z.object({ name: text })]),
  /** Shows the Flow as it stands in Meta's editor, before it is published. */
  unpublished: z.boolean().optional(),
  /** Comes back with the answer. */
  token: text.optional(),
  /** `navigate`: opens `screen` with `data` · `data_exchange`: the Flow asks its own endpoint for the first screen. */
  action: z.enum(['navigate', 'data_exchange']).optional(),
  screen: text.optional(),
  data: z.record(z.string().max(200), z.json()).optional(),
})

const ContactRequestDraft = z.object({ kind: z.literal('contactRequest'), ...words })
const CallRequestDraft = z.object({ kind: z.literal('callRequest'), ...words })

const picture = z.object({ kind: z.enum(['image', 'video']), source: Source })
export const CarouselCard = z.union([
  z.object({ product: Product }),
  z.object({ header: picture, text: text.optional(), link: z.object({ label: text, url: text }) }),
  z.object({ header: picture, text: text.optional(), buttons: z.array(ReplyButton).max(100) }),
])
export type CarouselCard = z.infer<typeof CarouselCard>
/** Cards side by side, all of one sort: products, or pictures with one link or the same number of buttons. */
const CarouselDraft = z.object({
  kind: z.literal('carousel'),
  text,
  cards: z.array(CarouselCard).max(100),
})

/** An amount as decimal text with at most two places, such as `500.00`. */
const amount = z.string().regex(/^\d{1,12}(\.\d{1,2})?$/)
/** A bill that is paid inside WhatsApp by a payment link: Meta has this in Brazil alone. Sums are ours to compute. */
const OrderDetailsDraft = z.object({
  kind: z.literal('orderDetails'),
  header: Header.optional(),
  ...words,
  /** Our own number of the order, unique for ever. */
  reference: text,
  goods: z.enum(['digital-goods', 'physical-goods']),
  currency: text,
  payUrl: text,
  items: z
    .array(z.object({ sku: text, name: text, amount, quantity: z.number().int().min(1).max(9999) }))
    .max(999),
  tax: amount.default('0'),
  shipping: amount.optional(),
  discount: amount.optional(),
})
const ORDER_STATES = [
  'pending',
  'processing',
  'partially_shipped',
  'shipped',
  'completed',
  'canceled',
] as const
/** How an order of `orderDetails` goes on. */
const OrderStatusDraft = z.object({
  kind: z.literal('orderStatus'),
  ...words,
  reference: text,
  status: z.enum(ORDER_STATES),
  description: text.optional(),
})

export const INTERACTIVE_DRAFTS = [
  ProductDraft,
  ProductListDraft,
  CatalogDraft,
  FormDraft,
  ContactRequestDraft,
  CallRequestDraft,
  CarouselDraft,
  OrderDetailsDraft,
  OrderStatusDraft,
] as const
export type InteractiveDraft = z.infer<(typeof INTERACTIVE_DRAFTS)[number]>
