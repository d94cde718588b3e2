import { z } from 'zod'
import { Duration, Name, nodeBase } from '#core/flow/nodes/base.ts'
import { Source } from '#core/whatsapp/draft.ts'

const text = z.string().max(64_000)

/**
 * Sends one message. Texts may hold `{{ merge_fields }}`.
 * Outlets: `next` (no buttons, no list: goes on at once) · `button:<id>` and `row:<id>` (the tap) ·
 * `other` (an answer that is no tap) · `timeout` (no answer within `timeout`).
 */
export const MessageNode = z.object({
  kind: z.literal('message'),
  ...nodeBase,
  text: text.default(''),
  media: z
    .object({
      media: z.enum(['image', 'video', 'audio', 'document']),
      source: Source,
      filename: text.optional(),
      voice: z.boolean().optional(),
    })
    .optional(),
  location: z
    .object({ latitude: z.number(), longitude: z.number(), name: text.optional(), address: text.optional() })
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
  timeout: Duration.optional(),
})
export type MessageNode = z.infer<typeof MessageNode>
