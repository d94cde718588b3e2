import type { TemplateDraft } from '#core/whatsapp/draft.ts'
import {
  bodyTextOf,
  contactLabelOf,
  copyLabelOf,
  footerTextOf,
} from '#core/whatsapp/template/fill/sentence.ts'
import type { Template, TemplateButton, TemplateHeader } from '#core/whatsapp/template/template.ts'
import { replaceVariables, variablesIn } from '#core/whatsapp/template/variable.ts'

/** What a button does on the phone, as the bubble of the simulator draws it. */
type PreviewButton = {
  readonly kind: 'reply' | 'url' | 'call' | 'code' | 'form' | 'catalog' | 'contact' | 'other'
  readonly title: string
  /** The address, the number or the code; null where there is none. */
  readonly value: string | null
}

export type PreviewCard = {
  readonly media: Exclude<TemplateHeader['kind'], 'text'> | null
  readonly text: string
  readonly buttons: readonly PreviewButton[]
}

/** A template as the customer will see it. A variable without a value stays as it is written. */
export type Preview = PreviewCard & {
  readonly header: string | null
  readonly offer: string | null
  readonly footer: string | null
  readonly cards: readonly PreviewCard[]
}

type Level = Pick<TemplateDraft, 'body' | 'buttons'>

/** The template with the values of a draft in it, in one pass: a value is never read for variables again. */
export function renderTemplate(template: Template, draft: TemplateDraft): Preview {
  const { header, buttons, cards, offer } = template
  const labels = { copyLabel: copyLabelOf(template), contactLabel: contactLabelOf(template) }
  return {
    header: header?.kind === 'text' ? renderHeader(header.text, draft.header) : null,
    media: mediaOf(header),
    offer: offer?.text ?? null,
    text: renderBody(bodyTextOf(template), draft.body),
    footer: footerTextOf(template),
    buttons: renderButtons(buttons, draft.buttons, labels),
    cards: cards.map((card, at) => {
      const values: Level = draft.cards?.[at] ?? { body: [], buttons: [] }
      return {
        media: mediaOf(card.header),
        text: renderBody(card.body?.text ?? '', values.body),
        buttons: renderButtons(card.buttons, values.buttons, labels),
      }
    }),
  }
}

/** The words of a preview in one text: header, body, footer, then the cards. */
export function plainPreview({ header, text, footer, cards }: Preview): string {
  return [header, text, footer, ...cards.map((card) => card.text)].filter(Boolean).join('\n')
}

function mediaOf(header: TemplateHeader | undefined): PreviewCard['media'] {
  return header && header.kind !== 'text' ? header.kind : null
}

function renderHeader(text: string, value: TemplateDraft['header']): string {
  return value?.kind === 'text' ? replaceVariables(text, () => value.text) : text
}

function renderBody(text: string, values: Level['body']): string {
  const variables = variablesIn(text)
  return replaceVariables(text, (name) => {
    const named = values.find((value) => value.name === name)
    return (named ?? values.filter((value) => !value.name)[variables.indexOf(name)])?.text || undefined
  })
}

/** What Meta writes on buttons that have no label of their own. */
type Labels = { readonly copyLabel: string; readonly contactLabel: string }

function renderButtons(
  buttons: readonly TemplateButton[],
  values: Level['buttons'],
  { copyLabel, contactLabel }: Labels,
): PreviewButton[] {
  return buttons.map((button, index) => {
    const value = values.find((one) => one.index === index)?.value
    const title = button.text ?? ''
    switch (button.kind) {
      case 'reply':
        return { kind: 'reply', title, value: null }
      case 'url':
        return { kind: 'url', title, value: replaceVariables(button.url, () => value) }
      case 'phone':
        return { kind: 'call', title, value: button.phone }
      case 'code':
      case 'otp':
        return { kind: 'code', title: title || copyLabel, value: value ?? null }
      case 'flow':
        return { kind: 'form', title, value: null }
      case 'catalog':
      case 'mpm':
      case 'spm':
        return { kind: 'catalog', title, value: null }
      case 'contactInfo':
        return { kind: 'contact', title: title || contactLabel, value: null }
      default:
        return { kind: 'other', title, value: null }
    }
  })
}
