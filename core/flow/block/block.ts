import { z } from 'zod'
import { Name } from '#core/flow/nodes/base.ts'
import { Source } from '#core/whatsapp/draft-part.ts'

const text = z.string().max(64_000)

/**
 * What one message of a message step holds. Which parts stand together in one WhatsApp message is judged by
 * `checkBlock`; texts may hold `{{ merge_fields }}`.
 */
export const blockShape = {
  text: text.default(''),
  media: z
    .object({
      media: z.enum(['image', 'video', 'audio', 'document', 'sticker']),
      source: Source,
      filename: text.optional(),
      voice: z.boolean().optional(),
    })
    .optional(),
  location: z
    .object({ latitude: z.number(), longitude: z.number(), name: text.optional(), address: text.optional() })
    .optional(),
  /** A card that the customer can keep in the phone book. */
  contact: z
    .object({ name: text, phone: text, organisation: text.optional(), email: text.optional() })
    .optional(),
  footer: text.optional(),
  buttons: z
    .array(z.object({ id: Name, title: text }))
    .max(100)
    .default([]),
  list: z
    .object({
      button: text,
      sections: z
        .array(
          z.object({
            title: text.optional(),
            rows: z.array(z.object({ id: Name, title: text, description: text.optional() })).max(100),
          }),
        )
        .max(100),
    })
    .optional(),
  /** A button that opens a web page; WhatsApp does not tell that it was tapped. */
  link: z.object({ label: text, url: text }).optional(),
  /** A button that asks the customer for a place. */
  ask: z.literal('location').optional(),
}

export const Block = z.object(blockShape)
export type Block = z.infer<typeof Block>
