import { BUTTONS_MAX, BUTTONS_MAX_2022, TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import type { Template, TemplateButton } from '#core/whatsapp/template/template.ts'
import { type Place, partAt, withBuild, withPart } from '#web/whatsapp/template/edit/part.ts'

/** Which button rules are followed while one writes: Meta's of today, or those of 2022 that the guide tells. */
export type Regime = 'today' | '2022'

export const BUTTON_KINDS = [
  'reply',
  'url',
  'phone',
  'code',
  'catalog',
  'mpm',
  'spm',
  'flow',
  'contactInfo',
] as const
type ButtonKind = (typeof BUTTON_KINDS)[number]

/** Labels of product buttons are fixed by Meta. */
const NEW_BUTTONS: Readonly<Record<ButtonKind, TemplateButton>> = {
  reply: { kind: 'reply', text: '' },
  url: { kind: 'url', text: '', url: 'https://' },
  phone: { kind: 'phone', text: '', phone: '+62' },
  code: { kind: 'code', example: '' },
  catalog: { kind: 'catalog', text: 'View catalog' },
  mpm: { kind: 'mpm', text: 'View items' },
  spm: { kind: 'spm', text: 'View' },
  flow: { kind: 'flow', text: '', flowId: '', action: 'navigate' },
  contactInfo: { kind: 'contactInfo' },
}

const IN_CARDS: readonly ButtonKind[] = ['reply', 'url', 'phone']
const IN_PRODUCT_CARDS: readonly ButtonKind[] = ['spm', 'reply', 'url']
const IN_2022: readonly ButtonKind[] = ['reply', 'url', 'phone']

/** A kind of button that may stand there, how many of it do and may, and whether one more may come. */
type Offered = {
  readonly kind: ButtonKind
  readonly count: number
  readonly max: number
  readonly isFull: boolean
}

export function offeredButtons(template: Template, place: Place, regime: Regime): Offered[] {
  const { header, buttons } = partAt(template, place)
  const isOld = regime === '2022' && place === 'top'
  const kinds =
    place === 'top'
      ? isOld
        ? IN_2022
        : BUTTON_KINDS
      : header?.kind === 'product'
        ? IN_PRODUCT_CARDS
        : IN_CARDS
  const isCrowded = buttons.length >= mostButtons(place, regime)
  return kinds.map((kind) => {
    const count = buttons.filter((button) => button.kind === kind).length
    const max = maxOf(kind, place, isOld)
    const isMixed = isOld && buttons.some((button) => (button.kind === 'reply') !== (kind === 'reply'))
    return { kind, count, max, isFull: isCrowded || isMixed || count >= max }
  })
}

function maxOf(kind: ButtonKind, place: Place, isOld: boolean): number {
  if (isOld && kind in BUTTONS_MAX_2022) return BUTTONS_MAX_2022[kind as keyof typeof BUTTONS_MAX_2022]
  return place === 'top' ? BUTTONS_MAX[kind] : Math.min(BUTTONS_MAX[kind], TEMPLATE_BOUNDS.cardButtons)
}

/** Buttons of all kinds that may stand there. */
export function mostButtons(place: Place, regime: Regime): number {
  if (place !== 'top') return TEMPLATE_BOUNDS.cardButtons
  return regime === '2022' ? BUTTONS_MAX_2022.reply : TEMPLATE_BOUNDS.buttons
}

/** A new button among its kind, in every card alike: Meta wants quick replies together, and the others together. */
export function addButton(template: Template, kind: ButtonKind, place: Place = 'top'): Template {
  const isReply = kind === 'reply'
  return withBuild(template, place, (part) => {
    const last = part.buttons.findLastIndex((button) => (button.kind === 'reply') === isReply)
    const at = last === -1 ? part.buttons.length : last + 1
    return { ...part, buttons: part.buttons.toSpliced(at, 0, NEW_BUTTONS[kind]) }
  })
}

/** What the button says and does, in this one place. */
export function changeButton(
  template: Template,
  at: number,
  button: TemplateButton,
  place: Place = 'top',
): Template {
  const part = partAt(template, place)
  return withPart(template, place, { ...part, buttons: part.buttons.with(at, button) })
}

export function removeButton(template: Template, at: number, place: Place = 'top'): Template {
  return withBuild(template, place, (part) => ({ ...part, buttons: part.buttons.toSpliced(at, 1) }))
}

/** One place up (-1) or down (1), in every card alike. */
export function moveButton(template: Template, at: number, by: -1 | 1, place: Place = 'top'): Template {
  const { buttons } = partAt(template, place)
  if (!buttons[at] || !buttons[at + by]) return template
  return withBuild(template, place, (part) => {
    const button = part.buttons[at]
    return button ? { ...part, buttons: part.buttons.toSpliced(at, 1).toSpliced(at + by, 0, button) } : part
  })
}

type FlowButton = Extract<TemplateButton, { kind: 'flow' }>
export const FLOW_TARGETS = ['flowId', 'flowName', 'flowJson'] as const
type FlowTarget = (typeof FLOW_TARGETS)[number]

export function flowTargetOf(button: FlowButton): FlowTarget {
  return FLOW_TARGETS.find((target) => button[target] !== undefined) ?? 'flowId'
}

/** A form is named in one way; what is left empty is not told to Meta. */
export function withFlowTarget(
  { flowId: _id, flowName: _name, flowJson: _json, ...rest }: FlowButton,
  target: FlowTarget,
  value: string,
): FlowButton {
  return { ...rest, [target]: value }
}

export function withFlowOption(
  button: FlowButton,
  option: 'action' | 'screen' | 'icon',
  value: string,
): FlowButton {
  const { [option]: _old, ...rest } = button
  return value === '' ? rest : { ...rest, [option]: value }
}

/** An address without a variable needs no example. */
export function withUrl(
  { example, ...button }: Extract<TemplateButton, { kind: 'url' }>,
  url: string,
): TemplateButton {
  return { ...button, url, ...(url.includes('{{') && example !== undefined && { example }) }
}
