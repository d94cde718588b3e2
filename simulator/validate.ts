import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import type { MetaError } from '#simulator/errors.ts'
import { objectOf, objectsOf, textOf, type Wire } from '#simulator/wire.ts'
import schema from './data/outbound-message.schema.json' with { type: 'json' }

const ROWS_MAX = 10
const PRODUCTS_MAX = 30
const OBJECTS = [
  'text',
  'image',
  'audio',
  'video',
  'document',
  'sticker',
  'location',
  'contacts',
  'reaction',
  'interactive',
  'template',
  'context',
  'pin',
  'typing_indicator',
]
const MEDIA = ['image', 'audio', 'video', 'document', 'sticker']

let compiled: ValidateFunction | undefined

/** Compiled at the first message: a product that never simulates need not pay for it. */
function validator(): ValidateFunction {
  const options = { allErrors: true, strict: false, inlineRefs: false, code: { optimize: false } }
  compiled ??= new Ajv2020(options).compile(schema)
  return compiled
}

/** Graph reads JSON strings where an object or array is meant, and takes a text without a type for one. */
export function decodeStrings(body: Wire): Wire {
  const entries = Object.entries(body).map(([name, value]) => [name, decodeString(name, value)])
  const decoded: Wire = Object.fromEntries(entries)
  const isPlain = decoded.type === undefined && decoded.status === undefined && decoded.text !== undefined
  return isPlain ? { ...decoded, type: 'text' } : decoded
}

/** What Meta would answer to this body of `POST /{phone-number-id}/messages`; null = nothing to refuse. */
export function checkBody(body: Wire): MetaError | null {
  return checkTop(body) ?? checkCounts(body) ?? checkSchema(body)
}

function decodeString(name: string, value: unknown): unknown {
  if (typeof value !== 'string' || !OBJECTS.includes(name) || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value // stays the text it is; the schema refuses it
  }
}

function checkTop(body: Wire): MetaError | null {
  if (body.messaging_product === undefined) return required('messaging_product')
  if (textOf(body.messaging_product).toLowerCase() !== 'whatsapp') {
    return { code: 100, message: 'Param messaging_product must be one of {WHATSAPP}' }
  }
  if (body.status !== undefined) return null
  if (body.to === undefined && body.recipient === undefined) return required('to')
  const type = textOf(body.type)
  const names = schema.else.properties.type.enum
  if (!names.includes(type)) {
    return {
      code: 100,
      message: `Param type must be one of {${names
        .map((name) => name.toUpperCase())
        .sort()
        .join(', ')}}`,
    }
  }
  if (body[type] === undefined) return missing(`Parameter '${type}' is mandatory for type '${type}'`)
  return null
}

/** Rules that a schema cannot say, in the words seen from Meta. */
function checkCounts(body: Wire): MetaError | null {
  if (body.type !== 'interactive') return null
  const interactive = objectOf(body.interactive)
  const action = objectOf(interactive.action)
  const sections = objectsOf(action.sections)
  const rows = sections.flatMap((section) => objectsOf(section.rows))
  const products = sections.flatMap((section) => objectsOf(section.product_items))
  const buttons = objectsOf(action.buttons).map((button) => objectOf(button.reply))
  if (rows.length > ROWS_MAX) return invalid(`Total row count exceed max allowed count: ${ROWS_MAX}`)
  if (products.length > PRODUCTS_MAX) return invalid(`Too many products (max ${PRODUCTS_MAX})`)
  if (sections.length > 1 && sections.some((section) => !section.title)) {
    return invalid('Section title is required when there is more than one section')
  }
  if (hasTwice(rows.map((row) => row.id))) return invalid('Duplicated row ids')
  if (hasTwice(buttons.map((button) => button.id))) return invalid('Duplicated button ids')
  if (hasTwice(buttons.map((button) => button.title))) return invalid('Duplicated button titles')
  if (buttons.some(({ title }) => typeof title === 'string' && title !== title.trim())) {
    return invalid('Button title cannot have leading or trailing spaces')
  }
  return checkCards(interactive.type, objectsOf(action.cards))
}

function checkCards(type: unknown, cards: readonly Wire[]): MetaError | null {
  if (type !== 'carousel' || cards.length < 2) return null
  const actions = cards.map((card) => objectOf(card.action))
  if (new Set(actions.map(({ catalog_id }) => catalog_id)).size > 1) {
    return invalid('All cards must use the same catalog')
  }
  const kinds = actions.map(({ name, buttons }) => `${textOf(name)}/${objectsOf(buttons).length}`)
  return new Set(kinds).size > 1 ? invalid('All cards must have the same buttons') : null
}

function hasTwice(values: readonly unknown[]): boolean {
  return new Set(values).size < values.length
}

function checkSchema(body: Wire): MetaError | null {
  const isValid = validator()
  if (isValid({ ...body, messaging_product: 'whatsapp' })) return null
  const errors = (isValid.errors ?? []).filter(({ keyword }) => keyword !== 'if')
  const leaves = errors.filter(({ keyword }) => keyword !== 'oneOf' && keyword !== 'anyOf')
  const [worst] = (leaves.length > 0 ? leaves : errors).toSorted((a, b) => rank(b) - rank(a))
  return worst ? sentence(worst, body) : { code: 100, message: 'Invalid parameter' }
}

/** Deeper errors say more; a failed alternative says least. */
function rank({ instancePath, keyword }: ErrorObject): number {
  const weight =
    keyword === 'required' ? 2 : keyword === 'const' || keyword === 'additionalProperties' ? 0 : 1
  return instancePath.split('/').length * 3 + weight
}

function sentence(error: ErrorObject, body: Wire): MetaError {
  const steps = error.instancePath.split('/').slice(1)
  switch (error.keyword) {
    case 'required':
      return sentenceOfMissing(steps, String(error.params.missingProperty), body)
    case 'additionalProperties':
      return {
        code: 100,
        message: `Unexpected key "${error.params.additionalProperty}" on param "${steps.at(-1) ?? 'root'}".`,
      }
    case 'type':
      return { code: 100, message: `Param ${pathOf(steps)} must be ${article(String(error.params.type))}.` }
    case 'maxLength':
    case 'minLength':
      return sentenceOfLength(error, steps)
    case 'maxItems':
    case 'minItems':
      return invalid(COUNTS[steps.at(-1) ?? ''] ?? `Invalid count of ${steps.at(-1)}`)
    case 'pattern':
      return sentenceOfPattern(steps)
    case 'false schema':
      return invalid(
        `${capital(steps.at(-1) ?? '')} is not supported for ${textOf(objectOf(body.interactive).type)} messages`,
      )
    default:
      return sentenceOfChoice(steps, body)
  }
}

function sentenceOfMissing(steps: readonly string[], name: string, body: Wire): MetaError {
  const last = steps.at(-1) ?? ''
  const type = textOf(objectOf(body.interactive).type)
  if (steps.length === 0) return required(name)
  if ((last === 'interactive' && name === 'body') || (last === 'body' && steps[0] === 'interactive')) {
    return { code: 100, message: "The parameter interactive['body']['text'] is required." }
  }
  if (last === 'interactive') return missing(`Parameter '${name}' is mandatory for type '${type}'`)
  if (MEDIA.includes(last) && (name === 'id' || name === 'link')) return missing('id or link is required')
  if (name === 'flow_id' || name === 'flow_name') return invalid('flow_id or flow_name is required')
  return missing(`Parameter '${name}' is mandatory`)
}

const LABELS: Readonly<Record<string, string>> = {
  'reply/title': 'Button title',
  'reply/id': 'Button id',
  'quick_reply/title': 'Button title',
  'body/text': 'Body text',
  'footer/text': 'Footer text',
  'header/text': 'Header text',
}
const COUNTS: Readonly<Record<string, string>> = {
  buttons: 'Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3',
  cards: 'Cards count must be between 2 and 10',
  rows: `Total row count exceed max allowed count: ${ROWS_MAX}`,
  product_items: `Too many products (max ${PRODUCTS_MAX})`,
  sections: 'Total section count exceed max allowed count: 10',
}

function sentenceOfLength(error: ErrorObject, steps: readonly string[]): MetaError {
  const { limit } = error.params
  const short = error.keyword === 'minLength'
  if (steps[0] !== 'interactive') {
    const bound = short ? `at least ${limit}` : `at most ${limit}`
    return { code: 100, message: `Param ${pathOf(steps)} must be ${bound} characters long.` }
  }
  const label = LABELS[steps.slice(-2).join('/')]
  if (label) return invalid(`${label} length invalid. Min length: 1, Max length: ${short ? 20 : limit}`)
  if (steps.includes('rows')) {
    const what = `Row ${steps.at(-1)}`
    return invalid(
      short ? `${what} is too short. Min length: 1` : `${what} is too long. Max length: ${limit}`,
    )
  }
  return invalid(`${steps.at(-1)} length invalid. ${short ? 'Min' : 'Max'} length: ${limit}`)
}

function sentenceOfPattern(steps: readonly string[]): MetaError {
  const last = steps.at(-1) ?? ''
  if (last === 'link') return invalid('Media link must be an http(s) URL')
  if (last === 'url') return invalid('url must be an http(s) URL')
  return { code: 100, message: `Param ${pathOf(steps)} is not valid.` }
}

function sentenceOfChoice(steps: readonly string[], body: Wire): MetaError {
  const type = textOf(objectOf(body.interactive).type)
  if (steps.includes('header')) return invalid(`Header type is not supported for ${type} messages`)
  if (MEDIA.includes(steps.at(-1) ?? '')) return invalid('Only one of id and link may be given')
  if (steps.length === 0) return { code: 100, message: 'Invalid parameter' }
  return { code: 100, message: `Param ${pathOf(steps)} is not one of the allowed values.` }
}

function required(name: string): MetaError {
  return { code: 100, message: `The parameter ${name} is required.` }
}

function missing(details: string): MetaError {
  return { code: 131008, details }
}

function invalid(details: string): MetaError {
  return { code: 131009, details }
}

/** `interactive['body']['text']`, `template['components'][0]`. */
export function pathOf([first = '', ...rest]: readonly string[]): string {
  return first + rest.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `['${step}']`)).join('')
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
