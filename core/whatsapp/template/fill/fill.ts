import type { JsonObject } from '#core/base/json.ts'
import type { TemplateDraft } from '#core/whatsapp/draft.ts'
import type { Source } from '#core/whatsapp/draft-part.ts'
import { encodeValues } from '#core/whatsapp/encode-template.ts'
import type { Finding } from '#core/whatsapp/finding.ts'
import { fillButtons, type Links } from '#core/whatsapp/template/fill/fill-button.ts'
import { fillHeader } from '#core/whatsapp/template/fill/fill-header.ts'
import { amiss } from '#core/whatsapp/template/fill/fill-rules.ts'
import { fillTexts } from '#core/whatsapp/template/fill/fill-text.ts'
import { type Preview, renderTemplate } from '#core/whatsapp/template/fill/render.ts'
import { bodyTextOf } from '#core/whatsapp/template/fill/sentence.ts'
import type { CardValues, TemplateValues } from '#core/whatsapp/template/fill/values.ts'
import { TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import type { Example, Template, TemplateCard } from '#core/whatsapp/template/template.ts'
import { hasEmoji } from '#core/whatsapp/template/variable.ts'

export type Filled = {
  /** What is to be sent; `encodeDraft` makes Meta's request of it. */
  readonly draft: TemplateDraft
  /** Its `components` in Meta's form. A file of ours stands by our own id until it is uploaded. */
  readonly components: readonly JsonObject[]
  readonly preview: Preview
  /** With an error among them Meta would refuse the message, or it would say what it must not. */
  readonly findings: readonly Finding[]
}

/** Meta: a one-time password has at most 15 characters. */
const OTP_MAX = 15
const EXAMPLE_CODE = '123456'

/**
 * A template with its values, ready to be sent and as the customer will see it. Every variable without a value, every
 * value without a variable and every button that lacks its own is a finding; nothing unfilled is ever sent silently.
 */
export function fillTemplate(template: Template, values: TemplateValues, links: Links = 'token'): Filled {
  const { name, language } = template
  const level = fillLevel(template, values, links)
  const cards = fillCards(template, values, links)
  const findings = [...level.findings, ...cards.findings]
  const { offerEndsAt } = values
  if (template.offer?.expires && offerEndsAt === undefined) {
    findings.push(amiss('offer_end_missing', 'offerEndsAt'))
  }
  const draft: TemplateDraft = {
    kind: 'template',
    name,
    language,
    ...level.draft,
    ...(template.offer?.expires && offerEndsAt !== undefined && { offerEndsAt }),
    ...(cards.drafts.length > 0 && { cards: cards.drafts }),
  }
  const components = encodeValues(draft, sourceAsItIs)
  return { draft, components, preview: renderTemplate(template, draft), findings }
}

/** The values that the examples of a template are: what an editor previews. */
export function exampleValues(template: Template): TemplateValues {
  const { header, body, cards, offer, category } = template
  const texts = (examples: readonly Example[]) => examples.map(({ name, value }) => ({ name, text: value }))
  const headerText = header?.kind === 'text' ? header.examples[0]?.value : undefined
  return {
    ...(headerText !== undefined && { header: { kind: 'text', text: headerText } }),
    body: category === 'AUTHENTICATION' ? [{ text: EXAMPLE_CODE }] : texts(body.examples),
    buttons: exampleButtons(template.buttons),
    ...(offer?.expires && { offerEndsAt: 0 }),
    cards: cards.map((card) => ({
      body: texts(card.body?.examples ?? []),
      buttons: exampleButtons(card.buttons),
    })),
  }
}

function exampleButtons(buttons: Template['buttons']) {
  return buttons.flatMap((button, index) => {
    if (button.kind === 'code') return [{ index, value: button.example }]
    if (button.kind !== 'url' || button.example === undefined) return []
    const fixed = button.url.replace(/\{\{[^{}]*\}\}$/, '')
    return [
      {
        index,
        value: button.example.startsWith(fixed) ? button.example.slice(fixed.length) : button.example,
      },
    ]
  })
}

function sourceAsItIs(source: Source): JsonObject {
  if ('link' in source) return { link: source.link }
  return { id: 'mediaId' in source ? source.mediaId : source.file }
}

type LevelDraft = Pick<TemplateDraft, 'header' | 'place' | 'product' | 'body' | 'buttons'>
type FilledLevel = { readonly draft: LevelDraft; readonly findings: readonly Finding[] }

function fillLevel(template: Template, values: TemplateValues, links: Links): FilledLevel {
  const { header, buttons, format, category } = template
  const text = bodyTextOf(template)
  const max = category === 'AUTHENTICATION' ? undefined : TEMPLATE_BOUNDS.body
  const body = fillTexts(text, values.body ?? [], { field: 'body', format, max })
  const top = fillHeader(header, values, { field: 'header', format })
  const findings = [...top.findings, ...body.findings]
  const isAuthentication = category === 'AUTHENTICATION'
  const code = isAuthentication ? body.texts[0]?.text : undefined
  if (code && !isOtp(code)) findings.push(amiss('otp_value', 'body.0'))
  const filled = fillButtons(buttons, { field: 'buttons', values: values.buttons ?? [], links, code })
  return {
    draft: { ...top.draft, body: body.texts, buttons: filled.buttons },
    findings: [...findings, ...filled.findings],
  }
}

function isOtp(code: string): boolean {
  return code.length <= OTP_MAX && !/\s|:\/\/|www\./i.test(code) && !hasEmoji(code)
}

type CardDraft = NonNullable<TemplateDraft['cards']>[number]

function fillCards(template: Template, { cards: given = [] }: TemplateValues, links: Links) {
  const { cards } = template
  const findings: Finding[] = []
  if (given.length !== cards.length) {
    findings.push(amiss('cards_mismatch', 'cards', { max: cards.length, found: given.length }))
  }
  const drafts = cards.flatMap((card, at): CardDraft[] => {
    const filled = fillCard(card, given[at] ?? {}, { field: `cards.${at}`, format: template.format, links })
    if (given[at]) findings.push(...filled.findings)
    return [filled.draft]
  })
  return { drafts, findings }
}

type CardPlace = { readonly field: string; readonly format: Template['format']; readonly links: Links }

function fillCard(card: TemplateCard, values: CardValues, { field, format, links }: CardPlace) {
  const text = card.body?.text ?? ''
  const max = TEMPLATE_BOUNDS.cardBody
  const body = fillTexts(text, values.body ?? [], { field: `${field}.body`, format, max })
  const top = fillHeader(card.header, values, { field: `${field}.header`, format })
  const place = { field: `${field}.buttons`, values: values.buttons ?? [], links, code: undefined }
  const filled = fillButtons(card.buttons, place)
  const { header, product } = top.draft
  const draft: CardDraft = {
    ...(header && header.kind !== 'text' && { header }),
    ...(product && { product }),
    body: body.texts,
    buttons: filled.buttons,
  }
  return { draft, findings: [...top.findings, ...body.findings, ...filled.findings] }
}
