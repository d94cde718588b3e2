import { TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import type { Template, TemplateCard } from '#core/whatsapp/template/template.ts'
import { BUTTON_KINDS } from '#web/whatsapp/template/edit/button.ts'
import { counted } from '#web/whatsapp/template/edit/part.ts'

/** How a message is built: one bubble, one with an offer that ends, or a row of cards under a text. */
const LAYOUTS = ['plain', 'offer', 'carousel'] as const
export type Layout = (typeof LAYOUTS)[number]

export function layoutOf({ cards, offer }: Template): Layout {
  if (cards.length > 0) return 'carousel'
  return offer ? 'offer' : 'plain'
}

/** Offers are for MARKETING only (Meta); cards for both that a business writes itself. */
export function layoutsFor({ category }: Template): readonly Layout[] {
  return LAYOUTS.filter((layout) => layout !== 'offer' || category === 'MARKETING')
}

/** Another build; what cannot stand in it goes, what can stays. */
export function withLayout(template: Template, layout: Layout): Template {
  if (layout === layoutOf(template)) return template
  const { offer: _offer, ...rest } = template
  const bare = counted({ ...rest, cards: [] })
  if (layout === 'plain') return bare
  return layout === 'offer' ? withOffer(bare) : withCards(bare)
}

function withOffer({ footer: _footer, header, ...rest }: Template): Template {
  const isFit = header?.kind === 'image' || header?.kind === 'video'
  return { ...rest, ...(isFit && { header }), offer: { text: '', expires: true } }
}

/** Two cards with the first buttons that a card may have. */
function withCards({ header, footer: _footer, buttons, ...rest }: Template): Template {
  const fit = buttons.filter(({ kind }) => kind === 'reply' || kind === 'url' || kind === 'phone')
  const own = fit.slice(0, TEMPLATE_BOUNDS.cardButtons)
  const kind = header?.kind === 'video' ? 'video' : 'image'
  const card: TemplateCard = {
    header: { kind },
    body: { text: '', examples: [] },
    buttons: own.length > 0 ? own : [{ kind: 'reply', text: '' }],
  }
  return counted({ ...rest, buttons: [], cards: [card, card] })
}

export function withOfferText(template: Template, text: string): Template {
  return template.offer ? { ...template, offer: { ...template.offer, text } } : template
}

export function withOfferEnd(template: Template, expires: boolean): Template {
  return template.offer ? { ...template, offer: { ...template.offer, expires } } : template
}

/** One more card, built like the first, with its buttons and without its words. */
export function addCard(template: Template): Template {
  const [first] = template.cards
  if (!first || template.cards.length >= TEMPLATE_BOUNDS.cards) return template
  return { ...template, cards: [...template.cards, emptied(first)] }
}

function emptied({ header, body, buttons }: TemplateCard): TemplateCard {
  return {
    ...(header && { header: header.kind === 'text' ? header : { kind: header.kind } }),
    ...(body && { body: { text: '', examples: [] } }),
    buttons,
  }
}

export function removeCard(template: Template, at: number): Template {
  if (template.cards.length <= TEMPLATE_BOUNDS.cardsMin) return template
  return counted({ ...template, cards: template.cards.toSpliced(at, 1) })
}

export function moveCard(template: Template, at: number, by: -1 | 1): Template {
  const card = template.cards[at]
  if (!card || !template.cards[at + by]) return template
  return { ...template, cards: template.cards.toSpliced(at, 1).toSpliced(at + by, 0, card) }
}

/** Cards have a text, or none of them has. */
export function withCardTexts(template: Template, has: boolean): Template {
  const cards = template.cards.map(({ body, ...card }) =>
    has ? { ...card, body: body ?? { text: '', examples: [] } } : card,
  )
  return counted({ ...template, cards })
}

/** Parts that are kept and shown, but not written here: kinds that Meta has made since, calls, GIFs. */
export function hasForeignParts({ header, buttons, cards }: Template): boolean {
  return [{ header, buttons }, ...cards].some(
    (part) =>
      part.header?.kind === 'gif' ||
      part.buttons.some(({ kind }) => kind !== 'otp' && !BUTTON_KINDS.some((one) => one === kind)),
  )
}
