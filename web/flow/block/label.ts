import type { Block } from '#core/flow/block/block.ts'
import { formOf } from '#core/flow/block/form.ts'
import type { Key } from '#web/flow/model/words.ts'

/** What a message is called in lists. */
export function blockLabel(block: Block): Key {
  const form = formOf(block)
  switch (form) {
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return `media.${form}`
    default:
      return `block.${form}`
  }
}

/** The first words of a message, to tell it from its neighbours. */
export function blockWords(block: Block): string {
  const { text, location, contact, media } = block
  const words = text || location?.name || contact?.name || media?.filename || ''
  return words.replace(/\s+/g, ' ').trim()
}
