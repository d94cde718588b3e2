import { z } from 'zod'
import { Name } from '#core/flow/nodes/base.ts'
import { Source } from '#core/whatsapp/draft-part.ts'

const text = z.string().max(64_000)

/** Messages that one message step may send. */
export const BLOCKS_MAX = 10

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

/** What a block is to WhatsApp. A list wins over buttons where an old definition has both. */
export type BlockForm =
  | 'list'
  | 'buttons'
  | 'link'
  | 'ask'
  | 'location'
  | 'contact'
  | 'text'
  | NonNullable<Block['media']>['media']

export function formOf({ list, buttons, link, ask, media, location, contact }: Block): BlockForm {
  if (list) return 'list'
  if (buttons.length > 0) return 'buttons'
  if (link) return 'link'
  if (ask) return 'ask'
  if (media) return media.media
  if (location) return 'location'
  return contact ? 'contact' : 'text'
}

type Holder = Block & { readonly more?: readonly Block[] | undefined }

/** The messages of a step in the order in which they are sent; the first is the step's own. */
export function blocksOf(node: Holder): readonly Block[] {
  return node.more ? [node, ...node.more] : [node]
}

/** What a customer may choose in a block: the name of its way out, and its words. */
export type BlockChoice = { readonly id: string; readonly title: string; readonly outlet: string }

export function blockChoices(block: Block): readonly BlockChoice[] {
  if (!block.list) return block.buttons.map(({ id, title }) => ({ id, title, outlet: `button:${id}` }))
  const rows = block.list.sections.flatMap((section) => section.rows)
  return rows.map(({ id, title }) => ({ id, title, outlet: `row:${id}` }))
}

/** Whether a block waits for its customer. A link does not: nobody hears of its tap. */
export function isAsking(block: Block): boolean {
  return block.list !== undefined || block.buttons.length > 0 || formOf(block) === 'ask'
}
