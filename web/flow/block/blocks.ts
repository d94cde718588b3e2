import type { Block } from '#core/flow/block/block.ts'
import { blocksOf, formOf } from '#core/flow/block/form.ts'
import { freshId } from '#web/flow/actions.ts'
import type { NodeOf } from '#web/flow/model/node-of.ts'

type Message = NodeOf<'message'>

/** Sorts of messages that can be added; text takes a picture, video, voice, file or sticker too. */
export const SORTS = ['text', 'buttons', 'list', 'link', 'ask', 'location', 'contact'] as const
export type Sort = (typeof SORTS)[number]

const EMPTY: Block = { text: '', buttons: [] }
/** Monas, Jakarta: where a new place begins. */
const FIRST_PLACE: NonNullable<Block['location']> = {
  latitude: -6.1754,
  longitude: 106.8272,
  name: '',
}

/** A new message of a step, complete in form and still without words. */
export function newBlock(sort: Sort, opener: string): Block {
  switch (sort) {
    case 'text':
      return EMPTY
    case 'buttons':
      return { ...EMPTY, buttons: [{ id: freshId(), title: '' }] }
    case 'list':
      return {
        ...EMPTY,
        list: { button: opener, sections: [{ rows: [{ id: freshId(), title: '' }] }] },
      }
    case 'link':
      return { ...EMPTY, link: { label: '', url: 'https://' } }
    case 'ask':
      return { ...EMPTY, ask: 'location' }
    case 'location':
      return { ...EMPTY, location: FIRST_PLACE }
    case 'contact':
      return { ...EMPTY, contact: { name: '', phone: '' } }
  }
}

/** The change of a step that gives it these messages; the first one stands in the step itself. */
export function withBlocks([first = EMPTY, ...more]: readonly Block[]): Partial<Message> {
  const { text, buttons, media, location, contact, footer, list, link, ask } = first
  const own = { text, buttons, media, location, contact, footer, list, link, ask }
  return { ...own, more: more.length > 0 ? more.map(bare) : undefined } as Partial<Message>
}

/** Adds a message at the end; a step whose only message is still empty gets it in its place. */
export function addBlock(node: Message, block: Block): Partial<Message> {
  const blocks = blocksOf(node)
  const [only] = blocks
  return withBlocks(blocks.length === 1 && only && isEmpty(only) ? [block] : [...blocks, block])
}

function isEmpty(block: Block): boolean {
  return formOf(block) === 'text' && block.text === ''
}

/** A part that is undefined is no part. */
function bare(block: Block): Block {
  return Object.fromEntries(Object.entries(block).filter(([, value]) => value !== undefined)) as Block
}

export function moved<T>(all: readonly T[], from: number, to: number): T[] {
  const next = [...all]
  next.splice(to, 0, ...next.splice(from, 1))
  return next
}
