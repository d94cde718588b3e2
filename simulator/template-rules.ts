import type { MetaError } from '#simulator/errors.ts'
import type { Template } from '#simulator/template-seed.ts'
import { variablesOf } from '#simulator/templates.ts'
import { objectOf, objectsOf, textOf, type Wire } from '#simulator/wire.ts'

const TEXT_MAX = { HEADER: 60, BODY: 1024, FOOTER: 60 }
const BUTTONS_MAX = 10
const BUTTON_TEXT_MAX = 25
const CARDS_MAX = 10
/** Words of text that each variable needs beside it. */
const WORDS_PER_VARIABLE = 2
const BUTTON_COUNTS: Readonly<Record<string, number>> = {
  URL: 2,
  PHONE_NUMBER: 1,
  COPY_CODE: 1,
  OTP: 1,
  FLOW: 1,
  CATALOG: 1,
  MPM: 1,
  SPM: 1,
}

type Draft = Pick<Template, 'category' | 'format' | 'components'>

/** Meta's rules for a template's components, as far as they can be told at its making. */
export function checkNewTemplate(draft: Draft): MetaError | null {
  const body = draft.components.find((component) => typeOf(component) === 'BODY')
  if (!body) return wrong(2388072, 'Message body is missing', 'The template needs a BODY component.')
  for (const component of draft.components) {
    const error = checkComponent(draft, component)
    if (error) return error
  }
  return null
}

function checkComponent(draft: Draft, component: Wire): MetaError | null {
  switch (typeOf(component)) {
    case 'HEADER':
      return checkHeader(draft, component)
    case 'BODY':
      return checkBody(draft, component)
    case 'FOOTER':
      return checkFooter(component)
    case 'BUTTONS':
      return checkButtons(objectsOf(component.buttons))
    case 'CAROUSEL':
      return checkCards(draft, objectsOf(component.cards))
    case 'LIMITED_TIME_OFFER':
      return null
    default:
      return { code: 100, message: `Param components type ${typeOf(component).slice(0, 40)} is not valid.` }
  }
}

function checkHeader(draft: Draft, header: Wire): MetaError | null {
  const format = textOf(header.format).toUpperCase()
  const example = objectOf(header.example)
  if (['IMAGE', 'VIDEO', 'DOCUMENT', 'GIF'].includes(format)) {
    if (!Array.isArray(example.header_handle))
      return wrong(
        2388047,
        'Missing sample',
        'Message template header needs a sample: example.header_handle.',
      )
    // An address, as GET shows it, is none: the file has to be uploaded anew.
    return example.header_handle.every((handle) => /^\d+:/.test(textOf(handle)))
      ? null
      : wrong(2388047, 'Invalid sample', 'example.header_handle is not a handle of a resumable upload.')
  }
  if (format !== 'TEXT') {
    return ['LOCATION', 'PRODUCT'].includes(format)
      ? null
      : { code: 100, message: 'Param format is not valid.' }
  }
  const text = textOf(header.text)
  if (text === '' || text.length > TEXT_MAX.HEADER || /[\n*_~]/.test(text)) {
    return wrong(
      2388047,
      'Message header format is incorrect',
      `The header has 1 to ${TEXT_MAX.HEADER} plain characters.`,
    )
  }
  const variables = variablesOf(text)
  if (variables.length > 1)
    return wrong(2388047, 'Message header format is incorrect', 'The header can have one variable.')
  const samples = example.header_text ?? example.header_text_named_params
  if (variables.length === 1 && !Array.isArray(samples)) return noSample('header')
  return checkNames(draft, variables)
}

function checkBody(draft: Draft, body: Wire): MetaError | null {
  const text = textOf(body.text)
  if (draft.category === 'AUTHENTICATION') return null
  if (text === '' || text.length > TEXT_MAX.BODY) {
    return wrong(2388040, 'Character Limit Exceeded', `The body has 1 to ${TEXT_MAX.BODY} characters.`)
  }
  const variables = variablesOf(text)
  if (/^\s*\{\{|\}\}\s*$/.test(text)) {
    return wrong(
      2388299,
      'Leading or trailing parameters not allowed',
      'Variables cannot be at the start or end of the template.',
    )
  }
  const words = text
    .replace(/\{\{\w+\}\}/g, ' ')
    .split(/\s+/)
    .filter((word) => /\w/.test(word)).length
  if (variables.length * WORDS_PER_VARIABLE > words) {
    return wrong(
      2388293,
      'Parameters/words ratio exceeds limit',
      'This template has too many variables for its length.',
    )
  }
  const example = objectOf(body.example)
  if (variables.length > 0 && !Array.isArray(example.body_text ?? example.body_text_named_params))
    return noSample('body')
  return checkNames(draft, variables)
}

function checkNames({ format }: Draft, variables: readonly string[]): MetaError | null {
  const right =
    format === 'NAMED'
      ? variables.every((name) => /^[a-z_][a-z0-9_]*$/.test(name))
      : [...variables]
          .sort()
          .every((name, index) => variables.includes(String(index + 1)) && /^\d+$/.test(name))
  return right
    ? null
    : wrong(2388072, 'Invalid parameters', 'Variables are {{1}}, {{2}} … in sequence, or lowercase names.')
}

function checkFooter(footer: Wire): MetaError | null {
  const text = textOf(footer.text)
  const right = text.length <= TEXT_MAX.FOOTER && variablesOf(text).length === 0
  return right
    ? null
    : wrong(
        2388073,
        'Message footer format is incorrect',
        `The footer has at most ${TEXT_MAX.FOOTER} characters and no variables.`,
      )
}

function checkButtons(buttons: readonly Wire[]): MetaError | null {
  if (buttons.length === 0 || buttons.length > BUTTONS_MAX) {
    return wrong(2388060, 'Invalid buttons', `A template has 1 to ${BUTTONS_MAX} buttons.`)
  }
  const types = buttons.map(typeOf)
  for (const [type, max] of Object.entries(BUTTON_COUNTS)) {
    if (types.filter((one) => one === type).length > max) {
      return wrong(2388060, 'Invalid buttons', `At most ${max} button(s) of type ${type}.`)
    }
  }
  const changes = types.filter(
    (type, at) => at > 0 && (type === 'QUICK_REPLY') !== (types[at - 1] === 'QUICK_REPLY'),
  )
  if (changes.length > 1) {
    return wrong(
      2388060,
      'Invalid combination of buttons',
      'Quick replies and other buttons must each stand together.',
    )
  }
  const long = buttons.find((button) => textOf(button.text).length > BUTTON_TEXT_MAX)
  return long
    ? wrong(2388060, 'Invalid buttons', `A button has at most ${BUTTON_TEXT_MAX} characters.`)
    : null
}

function checkCards(draft: Draft, cards: readonly Wire[]): MetaError | null {
  if (cards.length < 2 || cards.length > CARDS_MAX)
    return wrong(2388060, 'Invalid carousel', `A carousel has 2 to ${CARDS_MAX} cards.`)
  const shapes = new Set(cards.map(shapeOf))
  if (shapes.size > 1)
    return wrong(
      2388060,
      'Invalid carousel',
      'The cards of a carousel have the same components in the same order.',
    )
  for (const card of cards) {
    for (const component of objectsOf(card.components)) {
      const error = typeOf(component) === 'BODY' ? null : checkComponent(draft, component)
      if (error) return error
    }
  }
  return null
}

function shapeOf(card: Wire): string {
  return objectsOf(card.components)
    .map((component) =>
      [typeOf(component), textOf(component.format), ...objectsOf(component.buttons).map(typeOf)].join(' '),
    )
    .join(' · ')
}

function typeOf(component: Wire): string {
  return textOf(component.type).toUpperCase()
}

function noSample(where: string): MetaError {
  return wrong(2388043, 'Missing sample', `The ${where} has variables and needs an example for each.`)
}

function wrong(subcode: number, userTitle: string, userMessage: string): MetaError {
  return { code: 100, message: 'Invalid parameter', subcode, userTitle, userMessage }
}
