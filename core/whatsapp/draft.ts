import { z } from 'zod'
import { INTERACTIVE_DRAFTS } from '#core/whatsapp/draft-interactive.ts'
import { Header, Media, Product, ReplyButton, Source, text } from '#core/whatsapp/draft-part.ts'

/**
 * What we mean to say, before it takes Meta's form. Shapes only: Meta's limits are judged by
 * `checkDraft` (core/whatsapp/check.ts), so that a stored draft that grew too long can still be shown.
 */

const PostalAddress = z.object({
  street: text.optional(),
  city: text.optional(),
  state: text.optional(),
  zip: text.optional(),
  country: text.optional(),
  countryCode: text.optional(),
  type: text.optional(),
})
export const ContactCard = z.object({
  name: z.object({ formatted: text, first: text.optional(), last: text.optional() }),
  phones: z.array(z.object({ phone: text, waId: text.optional(), type: text.optional() })).default([]),
  emails: z.array(z.object({ email: text, type: text.optional() })).default([]),
  organisation: text.optional(),
  department: text.optional(),
  title: text.optional(),
  /** As `1990-08-17`. */
  birthday: text.optional(),
  addresses: z.array(PostalAddress).max(50).optional(),
  urls: z
    .array(z.object({ url: text, type: text.optional() }))
    .max(50)
    .optional(),
})
export type ContactCard = z.infer<typeof ContactCard>

const ListRow = z.object({ id: text, title: text, description: text.optional() })
export const ListSection = z.object({ title: text.optional(), rows: z.array(ListRow).max(100) })
export type ListSection = z.infer<typeof ListSection>

const TextDraft = z.object({ kind: z.literal('text'), text, preview: z.boolean().optional() })
const MediaDraft = z.object({
  kind: z.literal('media'),
  media: Media,
  source: Source,
  caption: text.optional(),
  filename: text.optional(),
  voice: z.boolean().optional(),
})
export const LocationDraft = z.object({
  kind: z.literal('location'),
  latitude: z.number(),
  longitude: z.number(),
  name: text.optional(),
  address: text.optional(),
})
const ContactsDraft = z.object({
  kind: z.literal('contacts'),
  contacts: z.array(ContactCard).max(300),
})
const ButtonsDraft = z.object({
  kind: z.literal('buttons'),
  header: Header.optional(),
  text,
  footer: text.optional(),
  buttons: z.array(ReplyButton).max(100),
})
const ListDraft = z.object({
  kind: z.literal('list'),
  header: text.optional(),
  text,
  footer: text.optional(),
  button: text,
  sections: z.array(ListSection).max(100),
})
const LinkDraft = z.object({
  kind: z.literal('link'),
  header: Header.optional(),
  text,
  footer: text.optional(),
  label: text,
  url: text,
})
const LocationRequestDraft = z.object({ kind: z.literal('locationRequest'), text })
const ReactionDraft = z.object({
  kind: z.literal('reaction'),
  wamid: text,
  emoji: z.string().max(64).nullable(),
})
/**
 * The value of one button of a template. `reply`: the payload that a tap gives back · `url`: what follows the fixed address ·
 * `code`: the coupon · `catalog`, `mpm`: the product on the picture, and for `mpm` the products to show · `flow`: its token.
 */
const ButtonValue = z.object({
  index: z.number().int().min(0).max(9),
  kind: z.enum(['reply', 'url', 'code', 'catalog', 'mpm', 'flow']),
  value: text,
  sections: z
    .array(z.object({ title: text, skus: z.array(text).max(100) }))
    .max(100)
    .optional(),
  data: z.record(z.string().max(200), z.json()).optional(),
})
const BodyValues = z
  .array(z.object({ name: text.optional(), text }))
  .max(100)
  .default([])
const ButtonValues = z.array(ButtonValue).max(10).default([])

export const TemplateDraft = z.object({
  kind: z.literal('template'),
  name: text,
  language: text,
  header: z.union([z.object({ kind: z.literal('text'), text, name: text.optional() }), Header]).optional(),
  /** Instead of a header: the place of a location header, the product of a product header. */
  place: LocationDraft.omit({ kind: true }).optional(),
  product: Product.optional(),
  body: BodyValues,
  buttons: ButtonValues,
  /** Header, body and footer as the customer reads them, written down by the house when it sends; Meta is not told. */
  shown: text.optional(),
  /** When a limited-time offer ends, in milliseconds. */
  offerEndsAt: z.number().optional(),
  /** Values of the cards of a carousel, as many as the template has. */
  cards: z
    .array(
      z.object({
        header: Header.optional(),
        product: Product.optional(),
        body: BodyValues,
        buttons: ButtonValues,
      }),
    )
    .max(100)
    .optional(),
})
export type TemplateDraft = z.infer<typeof TemplateDraft>

export const Draft = z.discriminatedUnion('kind', [
  TextDraft,
  MediaDraft,
  LocationDraft,
  ContactsDraft,
  ButtonsDraft,
  ListDraft,
  LinkDraft,
  LocationRequestDraft,
  ReactionDraft,
  TemplateDraft,
  ...INTERACTIVE_DRAFTS,
])
export type Draft = z.infer<typeof Draft>
