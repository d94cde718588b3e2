import { cutText } from '#core/base/text.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import { formatText, plainOf } from '#core/whatsapp/format.ts'
import type { Content } from '#core/whatsapp/heard.ts'

/**
 * A message in one line, for lists and searches. `text` holds only what was written, and may be empty;
 * the word for the kind ("Photo", "Location") is the screen's, in its own language.
 */
export type Summary = { readonly kind: string; readonly text: string }

/** UTF-16 units of one line. */
export const SUMMARY_MAX = 160
/** Units of a text that are looked at for its line. */
const LOOK_MAX = 1_000

/** What a customer sent. `kind`: text, image, video, audio, voice, document, sticker, location, contacts, reaction, tap … */
export function summaryOf(content: Content): Summary {
  switch (content.kind) {
    case 'text':
      return lineOf('text', content.text)
    case 'media':
      return lineOf(content.voice ? 'voice' : content.media, content.caption ?? content.filename ?? '')
    case 'location':
      return lineOf('location', content.name ?? content.address ?? '')
    case 'contacts':
      return lineOf('contacts', namesOf(content.contacts))
    case 'reaction':
      return lineOf('reaction', content.emoji ?? '')
    case 'tap':
      return lineOf('tap', content.title)
    case 'form':
      return lineOf('form', content.text)
    case 'order':
      return lineOf(
        'order',
        content.text ?? content.items.map(({ sku, quantity }) => `${quantity}× ${sku}`).join(', '),
      )
    case 'system':
      return lineOf('system', content.text)
    case 'welcome':
      return lineOf('welcome', '')
    case 'unsupported':
      return lineOf('unsupported', content.title ?? '')
    default:
      return unknownTo(content)
  }
}

/** What we mean to say. `kind` as above, and buttons, list, link, locationRequest, template. */
export function summaryOfDraft(draft: Draft): Summary {
  switch (draft.kind) {
    case 'text':
    case 'buttons':
    case 'list':
    case 'link':
    case 'locationRequest':
    case 'productList':
    case 'catalog':
    case 'form':
    case 'contactRequest':
    case 'callRequest':
    case 'carousel':
    case 'orderDetails':
    case 'orderStatus':
      return lineOf(draft.kind, draft.text)
    case 'product':
      return lineOf('product', draft.text ?? draft.sku)
    case 'media':
      return lineOf(draft.voice ? 'voice' : draft.media, draft.caption ?? draft.filename ?? '')
    case 'location':
      return lineOf('location', draft.name ?? draft.address ?? '')
    case 'contacts':
      return lineOf('contacts', namesOf(draft.contacts))
    case 'reaction':
      return lineOf('reaction', draft.emoji ?? '')
    case 'template':
      return lineOf('template', draft.shown ?? draft.name)
    default:
      return unknownTo(draft)
  }
}

/** The compiler knows every kind; a row that a later version has stored may hold another one. */
function unknownTo(_later: never): Summary {
  return { kind: 'unsupported', text: '' }
}

function namesOf(cards: readonly { readonly name: { readonly formatted: string } }[]): string {
  return cards
    .slice(0, 5)
    .map((card) => card.name.formatted)
    .join(', ')
}

function lineOf(kind: string, text: string): Summary {
  const words = plainOf(formatText(cutText(text, LOOK_MAX)))
  return { kind, text: cutText(words.replace(/\s+/g, ' ').trim(), SUMMARY_MAX) }
}
