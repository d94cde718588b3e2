import type { TemplateDraft } from '#core/whatsapp/draft.ts'
import type { Finding } from '#core/whatsapp/finding.ts'
import { amiss } from '#core/whatsapp/template/fill/fill-rules.ts'
import { settleOptional, settleText } from '#core/whatsapp/template/fill/settle.ts'
import type { ButtonValue } from '#core/whatsapp/template/fill/values.ts'
import type { TemplateButton } from '#core/whatsapp/template/template.ts'
import { tokensIn } from '#core/whatsapp/template/variable.ts'

/**
 * What may follow the fixed address of a link. `token`: letters, digits, - and _ only, for values that anybody wrote.
 * `path`: a path and query that cannot climb out of the address, for values that the house wrote.
 */
export type Links = 'token' | 'path'

type DraftButton = TemplateDraft['buttons'][number]
type FilledButtons = { readonly buttons: DraftButton[]; readonly findings: Finding[] }
type Filled = { readonly button?: DraftButton; readonly findings: readonly Finding[] }

const COUPON_MAX = 20
const PAYLOAD_MAX = 256
const URL_MAX = 2000
const PRODUCTS_MAX = 30
const SECTIONS_MAX = 10
const SECTION_TITLE_MAX = 24

type Given = {
  readonly field: string
  readonly values: readonly ButtonValue[]
  readonly links: Links
  /** The one-time password of an authentication template, which its button repeats. */
  readonly code: string | undefined
}

/** The values of the buttons in the order of the template; what a button needs and has not is a finding. */
export function fillButtons(own: readonly TemplateButton[], given: Given): FilledButtons {
  const buttons: DraftButton[] = []
  const findings: Finding[] = []
  for (const [at, { index, kind }] of given.values.entries()) {
    const takes = own[index] && takenBy(own[index])
    if (!takes || (kind !== undefined && kind !== takes)) {
      findings.push(amiss('button_unknown', `${given.field}.${at}`))
    }
  }
  for (const [index, button] of own.entries()) {
    const value = given.values.find((one) => one.index === index)
    const filled = fillButton(button, value, { ...given, field: `${given.field}.${index}`, index })
    findings.push(...filled.findings)
    if (filled.button) buttons.push(filled.button)
  }
  return { buttons, findings }
}

/** The kind of value that a button takes on sending; undefined for buttons that take none. */
function takenBy(button: TemplateButton): DraftButton['kind'] | undefined {
  switch (button.kind) {
    case 'url':
      return tokensIn(button.url).length > 0 ? 'url' : undefined
    case 'otp':
      return 'url'
    case 'reply':
    case 'code':
    case 'catalog':
    case 'mpm':
    case 'flow':
      return button.kind
    default:
      return undefined
  }
}

type Place = Given & { readonly index: number }

function fillButton(button: TemplateButton, value: ButtonValue | undefined, place: Place): Filled {
  const { index, field } = place
  switch (button.kind) {
    case 'reply':
      return fillPayload(value, place)
    case 'url':
      return takenBy(button) ? fillUrl(button, value, place) : { findings: [] }
    case 'otp':
      return place.code
        ? { button: { index, kind: 'url', value: place.code }, findings: [] }
        : { findings: [] }
    case 'code':
      return fillCoupon(button, value, place)
    case 'mpm':
      return fillProducts(button.text, value, place)
    case 'catalog': {
      const { text, findings } = settleOptional(value?.value, field, button.text)
      return text === '' ? { findings } : { button: { index, kind: 'catalog', value: text }, findings }
    }
    case 'flow':
      return fillFlow(button.text, value, place)
    default:
      return { findings: [] }
  }
}

/** Without a payload Meta gives back the label. */
function fillPayload(value: ButtonValue | undefined, { index, field }: Place): Filled {
  const { text, findings } = settleOptional(value?.value, field, field)
  if (text === '') return { findings }
  const tooLong = text.length > PAYLOAD_MAX ? [amiss('payload_length', field, { max: PAYLOAD_MAX })] : []
  return { button: { index, kind: 'reply', value: text }, findings: [...findings, ...tooLong] }
}

/** What Meta gives back as the token of a form that was sent without one. */
const NO_TOKEN = 'unused'

function fillFlow(label: string, value: ButtonValue | undefined, { index, field }: Place): Filled {
  if (!value) return { findings: [] }
  const { text, findings } = settleOptional(value.value, field, label)
  const data = value.data && { data: value.data }
  return { button: { index, kind: 'flow', value: text || NO_TOKEN, ...data }, findings }
}

type Linked = Extract<TemplateButton, { kind: 'url' }>

function fillUrl({ text: label, url }: Linked, given: ButtonValue | undefined, place: Place): Filled {
  const { index, field, links } = place
  if (!given) return { findings: [amiss('button_param_missing', field, { value: label })] }
  const settled = settleText({ text: given.value, fallback: given.fallback }, field, label)
  if (settled.text === '') return { findings: settled.findings }
  const isSafe = links === 'token' ? isToken(settled.text) : isPath(settled.text)
  const isShort = url.length + settled.text.length <= URL_MAX
  const findings =
    isSafe && isShort ? settled.findings : [...settled.findings, amiss('url_suffix_unsafe', field)]
  return { button: { index, kind: 'url', value: settled.text }, findings }
}

function isToken(text: string): boolean {
  return /^[A-Za-z0-9_-]+$/.test(text)
}

/** No climbing, no other host, no fragment, nothing encoded that could hide one of them. */
function isPath(text: string): boolean {
  return /^[\w.~-][\w.~/?&=+,:@-]*$/.test(text) && !/(^|\/)\.{1,2}(\/|\?|$)|\/\//.test(text)
}

function fillCoupon(button: TemplateButton, given: ButtonValue | undefined, { index, field }: Place): Filled {
  const label = button.text ?? button.kind
  if (!given) return { findings: [amiss('button_param_missing', field, { value: label })] }
  const settled = settleText({ text: given.value, fallback: given.fallback }, field, label)
  if (settled.text === '') return { findings: settled.findings }
  const isCode = settled.text.length <= COUPON_MAX && /^[A-Za-z0-9]+$/.test(settled.text)
  const findings = isCode ? settled.findings : [...settled.findings, amiss('coupon_value', field)]
  return { button: { index, kind: 'code', value: settled.text }, findings }
}

function fillProducts(label: string, given: ButtonValue | undefined, { index, field }: Place): Filled {
  const sections = given?.sections
  if (!given || !sections) return { findings: [amiss('button_param_missing', field, { value: label })] }
  const skus = sections.flatMap((section) => section.skus)
  const isRight =
    sections.length <= SECTIONS_MAX &&
    skus.length >= 1 &&
    skus.length <= PRODUCTS_MAX &&
    sections.every(({ title }) => title.trim() !== '' && title.length <= SECTION_TITLE_MAX)
  const { text } = settleText({ text: given.value, fallback: skus[0] }, field, label)
  return {
    button: { index, kind: 'mpm', value: text, sections },
    findings: isRight ? [] : [amiss('products_wrong', `${field}.sections`)],
  }
}
