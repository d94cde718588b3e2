import { z } from 'zod'
import { TemplateDraft } from '#core/whatsapp/draft.ts'
import { Header } from '#core/whatsapp/draft-part.ts'

/** A value as it comes from a contact, an order or a person; `fallback` stands in where it is empty. */
export const TextValue = z.object({
  /** Of a named variable; absent: values count from `{{1}}` on. */
  name: z.string().max(200).optional(),
  text: z.union([z.string().max(64_000), z.number(), z.null()]).optional(),
  fallback: z.string().max(64_000).optional(),
})
export type TextValue = z.infer<typeof TextValue>

const ButtonValue = TemplateDraft.shape.buttons
  .unwrap()
  .element.omit({ kind: true, value: true })
  .extend({
    /** Absent: whatever the button of the template takes. */
    kind: z.enum(['reply', 'url', 'code', 'catalog', 'mpm', 'flow']).optional(),
    value: TextValue.shape.text,
    fallback: TextValue.shape.fallback,
  })
export type ButtonValue = z.infer<typeof ButtonValue>

const CardValues = z.object({
  header: Header.optional(),
  product: TemplateDraft.shape.product,
  body: z.array(TextValue).max(100).optional(),
  buttons: z.array(ButtonValue).max(10).optional(),
})
export type CardValues = z.infer<typeof CardValues>

/** What fills a template for one recipient. Every `TemplateDraft` is one too, so that a draft can be judged again. */
export const TemplateValues = CardValues.extend({
  header: z.union([TextValue.extend({ kind: z.literal('text') }), Header]).optional(),
  place: TemplateDraft.shape.place,
  offerEndsAt: z.number().optional(),
  cards: z.array(CardValues).max(100).optional(),
})
export type TemplateValues = z.infer<typeof TemplateValues>
