import { formatOf } from '#core/whatsapp/template/decode-part.ts'
import type {
  Example,
  Template,
  TemplateButton,
  TemplateCategory,
  TemplateHeader,
} from '#core/whatsapp/template/template.ts'
import { variablesIn } from '#core/whatsapp/template/variable.ts'

/** Pure changes of a template while it is written. */

export const EMPTY: Template = {
  name: '',
  language: 'id',
  category: 'UTILITY',
  format: 'POSITIONAL',
  body: { text: '', examples: [] },
  buttons: [],
  cards: [],
}

/** Another category; one-time passwords have parts of their own, and lose them again. */
export function withCategory(template: Template, category: TemplateCategory): Template {
  if (category === template.category) return template
  if (category === 'AUTHENTICATION') {
    const { header: _header, footer: _footer, offer: _offer, ...rest } = template
    const body = { text: '', examples: [], security: true }
    const buttons: TemplateButton[] = [{ kind: 'otp', otp: 'COPY_CODE', apps: [] }]
    return { ...rest, category, body, footer: { text: '', minutes: 5 }, buttons, cards: [] }
  }
  if (template.category !== 'AUTHENTICATION') return { ...template, category }
  const { footer: _footer, ...rest } = template
  return { ...rest, category, body: { text: '', examples: [] }, buttons: [] }
}

/** The text of the body; values of variables that are gone go too. */
export function withBody(template: Template, text: string): Template {
  return counted({
    ...template,
    body: { ...template.body, text, examples: kept(template.body.examples, text) },
  })
}

/** The header of a kind, or none; the same kind again changes nothing. */
export function withHeaderKind(template: Template, kind: TemplateHeader['kind'] | 'none'): Template {
  if (kind === (template.header?.kind ?? 'none')) return template
  const { header: _header, ...rest } = template
  if (kind === 'none') return counted(rest)
  return counted({ ...rest, header: kind === 'text' ? { kind, text: '', examples: [] } : { kind } })
}

export function withHeaderText(template: Template, text: string): Template {
  const examples = template.header?.kind === 'text' ? template.header.examples : []
  return counted({ ...template, header: { kind: 'text', text, examples: kept(examples, text) } })
}

export function withSample(template: Template, file: string): Template {
  const { header } = template
  if (!header || !('sample' in header || isMedium(header))) return template
  return { ...template, header: { ...header, sample: { file } } as TemplateHeader }
}

function isMedium({ kind }: TemplateHeader): boolean {
  return kind === 'image' || kind === 'video' || kind === 'document' || kind === 'gif'
}

export function withFooter(template: Template, text: string): Template {
  const { footer: _footer, ...rest } = template
  return text === '' ? rest : { ...rest, footer: { text } }
}

/** The value that stands for a variable of the body or the header while Meta's reviewer reads. */
export function withExample(template: Template, part: 'header' | 'body', { name, value }: Example): Template {
  const put = (examples: readonly Example[]) => {
    const rest = examples.filter((one) => one.name !== name)
    return value === '' ? rest : [...rest, { name, value }]
  }
  if (part === 'body') {
    return { ...template, body: { ...template.body, examples: put(template.body.examples) } }
  }
  const { header } = template
  return header?.kind === 'text'
    ? { ...template, header: { ...header, examples: put(header.examples) } }
    : template
}

/** What the next variable of the body is called. */
export function nextVariable({ format, body }: Template): string {
  const known = variablesIn(body.text)
  if (format === 'POSITIONAL') return String(known.length + 1)
  for (let n = known.length + 1; ; n++) if (!known.includes(`nilai_${n}`)) return `nilai_${n}`
}

export const BUTTON_KINDS = ['reply', 'url', 'phone', 'code'] as const
export type ButtonKind = (typeof BUTTON_KINDS)[number]

const NEW_BUTTONS: Readonly<Record<ButtonKind, TemplateButton>> = {
  reply: { kind: 'reply', text: '' },
  url: { kind: 'url', text: '', url: 'https://' },
  phone: { kind: 'phone', text: '', phone: '+62' },
  code: { kind: 'code', example: '' },
}

/** A new button among its kind: Meta wants quick replies together, and the others together. */
export function addButton(template: Template, kind: ButtonKind): Template {
  const { buttons } = template
  const isReply = kind === 'reply'
  const last = buttons.findLastIndex((button) => (button.kind === 'reply') === isReply)
  const at = last === -1 ? buttons.length : last + 1
  return { ...template, buttons: buttons.toSpliced(at, 0, NEW_BUTTONS[kind]) }
}

export function changeButton(template: Template, at: number, button: TemplateButton): Template {
  return { ...template, buttons: template.buttons.with(at, button) }
}

export function removeButton(template: Template, at: number): Template {
  return { ...template, buttons: template.buttons.toSpliced(at, 1) }
}

/** One place up (-1) or down (1). */
export function moveButton(template: Template, at: number, by: -1 | 1): Template {
  const button = template.buttons[at]
  if (!button || !template.buttons[at + by]) return template
  return { ...template, buttons: template.buttons.toSpliced(at, 1).toSpliced(at + by, 0, button) }
}

/** Parts that are kept and shown, but not edited here. */
export function hasForeignParts({ cards, offer, header, buttons }: Template): boolean {
  return (
    cards.length > 0 ||
    offer !== undefined ||
    header?.kind === 'product' ||
    header?.kind === 'gif' ||
    buttons.some(({ kind }) => kind !== 'otp' && !BUTTON_KINDS.some((one) => one === kind))
  )
}

function kept(examples: readonly Example[], text: string): Example[] {
  const names = variablesIn(text)
  return examples.filter(({ name }) => names.includes(name))
}

/** Whether its variables have numbers or names is said by the texts themselves. */
function counted(template: Template): Template {
  const { header, body, cards } = template
  const texts = [header, body, ...cards.flatMap((card) => [card.header, card.body])].flatMap((part) =>
    part && 'text' in part ? [part.text] : [],
  )
  return { ...template, format: formatOf(texts) }
}
