import type { Block } from '#core/flow/block/block.ts'

/** Messages that one message step may send. */
export const BLOCKS_MAX = 10

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
type BlockChoice = { readonly id: string; readonly title: string; readonly outlet: string }

export function blockChoices(block: Block): readonly BlockChoice[] {
  if (!block.list) return block.buttons.map(({ id, title }) => ({ id, title, outlet: `button:${id}` }))
  const rows = block.list.sections.flatMap((section) => section.rows)
  return rows.map(({ id, title }) => ({ id, title, outlet: `row:${id}` }))
}

/** Whether a block waits for its customer. A link does not: nobody hears of its tap. */
export function isAsking(block: Block): boolean {
  return block.list !== undefined || block.buttons.length > 0 || formOf(block) === 'ask'
}
