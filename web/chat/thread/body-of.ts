import type { Message } from '#core/chat/api.ts'
import type { ContactCard, Draft, ListSection } from '#core/whatsapp/draft.ts'
import type { CarouselCard } from '#core/whatsapp/draft-interactive.ts'
import type { Header, Media, Source } from '#core/whatsapp/draft-part.ts'
import type { Content } from '#core/whatsapp/heard.ts'
import { type Summary, summaryOf, summaryOfDraft } from '#core/whatsapp/summary.ts'

/** Where a file can be read: at our own origin, nowhere yet, or only at a stranger's link. */
type Place = { readonly url: string | null; readonly elsewhere: string | null }

export type MediaBody = {
  readonly kind: 'media'
  readonly media: Media
  readonly place: Place
  readonly mime: string
  readonly name: string
  readonly size: number | null
  readonly caption: string
  readonly voice: boolean
}

/** What the customer's phone offers to do. */
export type Act = 'location' | 'contact' | 'call' | 'product' | 'products' | 'catalog' | 'pay' | 'order'

type CardBody = {
  readonly picture: MediaBody | null
  readonly text: string
  readonly buttons: readonly { readonly title: string; readonly url: string | null }[]
}

/** What a bubble shows, whether it was heard or said. */
export type Body =
  | { readonly kind: 'text'; readonly text: string }
  | MediaBody
  | {
      readonly kind: 'location'
      readonly latitude: number
      readonly longitude: number
      readonly name: string
      readonly address: string
    }
  | { readonly kind: 'contacts'; readonly contacts: readonly ContactCard[] }
  | { readonly kind: 'tap'; readonly from: 'button' | 'list' | 'template'; readonly title: string }
  | {
      readonly kind: 'menu'
      readonly header: string
      readonly picture: MediaBody | null
      readonly text: string
      readonly footer: string
      readonly buttons: readonly { readonly title: string; readonly url: string | null }[]
      readonly list: { readonly button: string; readonly sections: readonly ListSection[] } | null
    }
  /** Words with one button that WhatsApp itself labels. */
  | {
      readonly kind: 'act'
      readonly act: Act
      readonly header: string
      readonly text: string
      readonly footer: string
      /** What it is about: products, an order. */
      readonly about: readonly string[]
    }
  | { readonly kind: 'carousel'; readonly text: string; readonly cards: readonly CardBody[] }
  | {
      readonly kind: 'template'
      readonly name: string
      readonly language: string
      /** As the customer reads it; null: it was sent before its text was known. */
      readonly shown: string | null
      readonly values: readonly string[]
    }
  | { readonly kind: 'form'; readonly text: string }
  | {
      readonly kind: 'order'
      readonly text: string
      readonly items: Extract<Content, { kind: 'order' }>['items']
    }
  | { readonly kind: 'system'; readonly text: string }
  | { readonly kind: 'unsupported'; readonly type: string }

type Stored = Message['file']

/** The body of a message, from what was heard or what was meant; reactions and empty rows have none. */
export function bodyOf(message: Message): Body | null {
  if (message.content) return heardBody(message.content, message.file)
  if (message.draft) return draftBody(message.draft, message.file)
  return message.text === null ? null : { kind: 'text', text: message.text }
}

/** The address of a stored file at our own origin. */
function fileUrl(id: string): string {
  return `/api/files/${encodeURIComponent(id)}`
}

/** A message in one line, for quotes and announcements; `label` names a kind that has no words of its own. */
export function lineOf(message: Message, label: (kind: string) => string): string {
  if (message.content) return lineText(summaryOf(message.content), label)
  if (message.draft) return lineText(summaryOfDraft(message.draft), label)
  return message.text ?? ''
}

function lineText(summary: Summary, label: (kind: string) => string): string {
  // Meta's own words for what it cannot pass on are English, and say nothing
  return summary.kind === 'unsupported' ? label(summary.kind) : summary.text || label(summary.kind)
}

function heardBody(content: Content, file: Stored): Body | null {
  switch (content.kind) {
    case 'text':
      return content
    case 'media':
      return {
        kind: 'media',
        media: content.media,
        place: { url: file ? fileUrl(file.id) : null, elsewhere: null },
        mime: content.mime,
        name: content.filename ?? file?.name ?? '',
        size: file?.size ?? null,
        caption: content.caption ?? '',
        voice: content.voice ?? false,
      }
    case 'location':
      return { ...content, name: content.name ?? '', address: content.address ?? '' }
    case 'contacts':
    case 'tap':
      return content
    case 'form':
      return { kind: 'form', text: content.text || content.name }
    case 'order':
      return { kind: 'order', text: content.text ?? '', items: content.items }
    case 'system':
      return { kind: 'system', text: content.text }
    case 'unsupported':
      return { kind: 'unsupported', type: content.type }
    case 'welcome':
      return { kind: 'system', text: '' }
    case 'reaction':
      return null
    default:
      return unknownTo(content)
  }
}

/** The compiler knows every kind; a row that a later version has stored may hold another one. */
function unknownTo(later: never): Body {
  const { kind } = later as { readonly kind?: unknown }
  return { kind: 'unsupported', type: typeof kind === 'string' ? kind : '' }
}

function draftBody(draft: Draft, file: Stored): Body | null {
  switch (draft.kind) {
    case 'text':
      return { kind: 'text', text: draft.text }
    case 'media':
      return {
        kind: 'media',
        media: draft.media,
        place: placeOf(draft.source, file),
        mime: file?.mime ?? '',
        name: draft.filename ?? file?.name ?? '',
        size: file?.size ?? null,
        caption: draft.caption ?? '',
        voice: draft.voice ?? false,
      }
    case 'location':
      return { ...draft, name: draft.name ?? '', address: draft.address ?? '' }
    case 'contacts':
      return draft
    case 'buttons':
    case 'link':
    case 'form':
    case 'list':
      return menuBody(draft, file)
    case 'locationRequest':
      return actBody('location', draft)
    case 'contactRequest':
      return actBody('contact', draft)
    case 'callRequest':
      return actBody('call', draft)
    case 'product':
      return actBody('product', draft, [draft.sku])
    case 'catalog':
      return actBody('catalog', draft, draft.sku ? [draft.sku] : [])
    case 'productList':
      return actBody(
        'products',
        draft,
        draft.sections.flatMap(({ skus }) => skus),
      )
    case 'orderDetails':
      return actBody(
        'pay',
        draft,
        draft.items.map(({ name, amount, quantity }) => `${quantity} × ${name}, ${draft.currency} ${amount}`),
      )
    case 'orderStatus':
      return actBody('order', draft, [draft.reference, ...(draft.description ? [draft.description] : [])])
    case 'carousel':
      return { kind: 'carousel', text: draft.text, cards: draft.cards.map(cardBody) }
    case 'template':
      return {
        kind: 'template',
        name: draft.name,
        language: draft.language,
        shown: draft.shown ?? null,
        values: draft.body.map((value) => value.text),
      }
    case 'reaction':
      return null
    default:
      return unknownTo(draft)
  }
}

function menuBody(draft: Extract<Draft, { kind: 'buttons' | 'link' | 'form' | 'list' }>, file: Stored): Body {
  const base = { kind: 'menu' as const, text: draft.text, footer: draft.footer ?? '' }
  if (draft.kind === 'list') {
    const list = { button: draft.button, sections: draft.sections }
    return { ...base, header: draft.header ?? '', picture: null, buttons: [], list }
  }
  const buttons = buttonsOf(draft)
  const header = draft.header?.kind === 'text' ? draft.header.text : ''
  return { ...base, header, picture: pictureOf(draft.header, file), buttons, list: null }
}

function buttonsOf(draft: Extract<Draft, { kind: 'buttons' | 'link' | 'form' }>): CardBody['buttons'] {
  if (draft.kind === 'link') return [{ title: draft.label, url: draft.url }]
  if (draft.kind === 'form') return [{ title: draft.label, url: null }]
  return draft.buttons.map(({ title }) => ({ title, url: null }))
}

type Words = {
  readonly header?: unknown
  readonly text?: string | undefined
  readonly footer?: string | undefined
}

function actBody(act: Act, { header, text, footer }: Words, about: readonly string[] = []): Body {
  const title = typeof header === 'string' ? header : ''
  return { kind: 'act', act, header: title, text: text ?? '', footer: footer ?? '', about }
}

function cardBody(card: CarouselCard): CardBody {
  if ('product' in card) return { picture: null, text: card.product.sku, buttons: [] }
  const top = { picture: pictureOf(card.header, null), text: card.text ?? '' }
  if ('link' in card) return { ...top, buttons: [{ title: card.link.label, url: card.link.url }] }
  return { ...top, buttons: card.buttons.map(({ title }) => ({ title, url: null })) }
}

function pictureOf(header: Header | undefined, file: Stored): MediaBody | null {
  if (!header || header.kind === 'text') return null
  return {
    kind: 'media',
    media: header.kind,
    place: placeOf(header.source, file),
    mime: file?.mime ?? '',
    name: header.filename ?? file?.name ?? '',
    size: file?.size ?? null,
    caption: '',
    voice: false,
  }
}

/** Strangers' links are never loaded by the page itself: that would tell them who reads. */
function placeOf(source: Source, file: Stored): Place {
  if (file) return { url: fileUrl(file.id), elsewhere: null }
  if ('file' in source) return { url: fileUrl(source.file), elsewhere: null }
  if ('link' in source) {
    const own = source.link.startsWith('blob:')
    return { url: own ? source.link : null, elsewhere: own ? null : source.link }
  }
  return { url: null, elsewhere: null }
}
