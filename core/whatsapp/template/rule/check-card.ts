import type { Finding } from '#core/whatsapp/finding.ts'
import { checkButtons } from '#core/whatsapp/template/rule/check-button.ts'
import { checkBody, checkHeader } from '#core/whatsapp/template/rule/check-text.ts'
import { TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import { broken } from '#core/whatsapp/template/rule/rules.ts'
import type { Template, TemplateCard } from '#core/whatsapp/template/template.ts'

/** A carousel: 2 to 10 cards that are built alike, and nothing beside them but the body. */
export function checkCards(template: Template): Finding[] {
  const { cards, header, footer, buttons, offer } = template
  const [first] = cards
  if (!first) return []
  const findings: Finding[] = []
  if (cards.length < TEMPLATE_BOUNDS.cardsMin || cards.length > TEMPLATE_BOUNDS.cards) {
    findings.push(broken('cards_count', 'cards'))
  }
  if (header || footer || offer || buttons.length > 0) findings.push(broken('cards_alone', 'cards'))
  for (const [at, card] of cards.entries()) {
    findings.push(...checkCard(`cards.${at}`, card, template))
    if (shapeOf(card) !== shapeOf(first)) findings.push(broken('cards_alike', `cards.${at}`))
  }
  return findings
}

function checkCard(field: string, { header, body, buttons }: TemplateCard, template: Template): Finding[] {
  const findings: Finding[] = []
  const isShown = header?.kind === 'image' || header?.kind === 'video' || header?.kind === 'product'
  if (!isShown) findings.push(broken('card_header', `${field}.header`))
  if (header) findings.push(...checkHeader(`${field}.header`, header, template.category))
  if (body) findings.push(...checkBody(`${field}.body.text`, body, { max: TEMPLATE_BOUNDS.cardBody }))
  if (buttons.length < 1 || buttons.length > TEMPLATE_BOUNDS.cardButtons) {
    findings.push(broken('card_buttons', `${field}.buttons`))
  }
  return [...findings, ...checkButtons(`${field}.buttons`, buttons, template.format, 'today')]
}

function shapeOf({ header, body, buttons }: TemplateCard): string {
  return [header?.kind ?? '', body ? 'body' : '', ...buttons.map(({ kind }) => kind)].join(' ')
}
