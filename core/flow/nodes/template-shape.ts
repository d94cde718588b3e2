import { z } from 'zod'
import { Duration, FieldKey, nodeBase } from '#core/flow/nodes/base.ts'
import { Source } from '#core/whatsapp/draft-part.ts'
import { Template } from '#core/whatsapp/template/template.ts'

const text = z.string().max(4000)

/** What stands for a variable: it may hold merge fields; `fallback` stands in where it comes out empty. */
export const SlotValue = z.object({ text: text.default(''), fallback: text.optional() })
/** Of the variable of that name; `1` for `{{1}}`. */
const BodyValue = SlotValue.extend({ name: z.string().max(200) })
/**
 * What follows the fixed address of a link, the code to copy, the product on a catalog's picture, or the products behind a button
 * with commas between them; `index` counts the template's buttons from 0.
 */
const ButtonText = SlotValue.extend({ index: z.number().int().min(0).max(9) })
/** The medium of a header; of a contact field that holds a link, of a file, or of a link. */
const MediaValue = z.object({
  media: z.enum(['image', 'video', 'document']),
  source: z.union([Source, z.object({ field: FieldKey })]),
  filename: text.optional(),
})
/** The product of a header: its SKU, which may hold merge fields, in a catalog by Meta's id. */
const ProductValue = z.object({ sku: SlotValue, catalogId: z.string().max(100).default('') })
const level = {
  media: MediaValue.optional(),
  product: ProductValue.optional(),
  body: z.array(BodyValue).max(100).default([]),
  buttons: z.array(ButtonText).max(10).default([]),
}

/**
 * Sends an approved template, inside the 24-hour window and outside of it. `template` is a snapshot: what Meta changes
 * later is a finding of the checker and never changes a published flow.
 * Outlets: `next` (no quick reply) · `button:<index>`, in a carousel `button:c<card>-<index>` (the tap) · `other` ·
 * `timeout` · `failed` (a value came out empty and has no fallback: nothing was sent).
 */
export const TemplateNode = z.object({
  kind: z.literal('template'),
  ...nodeBase,
  template: Template.optional(),
  /** The variable of a header of text. */
  header: SlotValue.optional(),
  ...level,
  place: z
    .object({ latitude: z.number(), longitude: z.number(), name: text.optional(), address: text.optional() })
    .optional(),
  /** A limited-time offer ends this long after it was sent. */
  offerEnds: Duration.optional(),
  cards: z.array(z.object(level)).max(10).default([]),
  timeout: Duration.optional(),
})
export type TemplateNode = z.infer<typeof TemplateNode>
export type SlotValue = z.infer<typeof SlotValue>

/** The quick replies of a template and of its cards; `id` is the choice that a tap names. */
export function quickReplies({ buttons, cards }: Pick<Template, 'buttons' | 'cards'>): {
  readonly id: string
  readonly title: string
}[] {
  const repliesIn = (own: Template['buttons'], prefix: string) =>
    own.flatMap((button, at) =>
      button.kind === 'reply' ? [{ id: `${prefix}${at}`, title: button.text }] : [],
    )
  return [...repliesIn(buttons, ''), ...cards.flatMap((card, at) => repliesIn(card.buttons, `c${at}-`))]
}
