import { isObject } from '#core/base/json.ts'
import type { Finding } from '#core/whatsapp/finding.ts'
import { type Foreign, listAt, numberAt, objectAt, own, textAt } from '#core/whatsapp/read.ts'
import { broken } from '#core/whatsapp/template/rule/rules.ts'
import type {
  Example,
  HeaderSample,
  TemplateBody,
  TemplateFooter,
  TemplateHeader,
} from '#core/whatsapp/template/template.ts'
import { isNumber, variablesIn } from '#core/whatsapp/template/variable.ts'

/** What was found wrong with the form of a template while it was read. */
export type Reading = { readonly findings: Finding[] }

const EXAMPLES_MAX = 100
const HANDLE_MAX = 4_000

/** Meta's own words for kinds, in any case (360dialog writes some of them small). */
export function typeAt(value: Foreign, key: string): string {
  return (textAt(value, key, 60) ?? '').trim().toUpperCase()
}

/** A text as it was written; half characters and U+0000 are taken out, and said. */
export function writtenAt(value: Foreign, key: string, field: string, reading: Reading): string {
  const text = textAt(value, key) ?? ''
  const raw = own(value, key)
  const isWhole = typeof raw !== 'string' || (raw.isWellFormed() && !raw.includes('\u0000'))
  if (!isWhole) reading.findings.push(broken('text_broken', field))
  return text
}

/** A header, or undefined for a format that Meta does not have. */
export function decodeHeader(raw: Foreign, field: string, reading: Reading): TemplateHeader | undefined {
  const example = objectAt(raw, 'example')
  switch (typeAt(raw, 'format')) {
    case 'TEXT': {
      const text = writtenAt(raw, 'text', `${field}.text`, reading)
      return { kind: 'text', text, examples: decodeExamples(example, 'header_text', text) }
    }
    case 'IMAGE':
      return { kind: 'image', ...sampleOf(example) }
    case 'VIDEO':
      return { kind: 'video', ...sampleOf(example) }
    case 'DOCUMENT':
      return { kind: 'document', ...sampleOf(example) }
    case 'GIF':
      return { kind: 'gif', ...sampleOf(example) }
    case 'LOCATION':
      return { kind: 'location' }
    case 'PRODUCT':
      return { kind: 'product' }
    default:
      reading.findings.push(broken('header_format', `${field}.kind`))
      return undefined
  }
}

export function decodeBody(raw: Foreign, field: string, reading: Reading): TemplateBody {
  const text = writtenAt(raw, 'text', `${field}.text`, reading)
  const security = own(raw, 'add_security_recommendation') === true
  return {
    text,
    examples: decodeExamples(objectAt(raw, 'example'), 'body_text', text),
    ...(security && { security }),
  }
}

export function decodeFooter(raw: Foreign, field: string, reading: Reading): TemplateFooter {
  const minutes = numberAt(raw, 'code_expiration_minutes')
  return {
    text: writtenAt(raw, 'text', `${field}.text`, reading),
    ...(minutes !== undefined && { minutes }),
  }
}

/** On creation a handle of the upload; when Meta shows a template, an address stands in its place. */
function sampleOf(example: Foreign | undefined): { sample?: HeaderSample } {
  const handle = example && listAt(example, 'header_handle')?.[0]
  if (typeof handle !== 'string' || handle === '' || handle.length > HANDLE_MAX) return {}
  return { sample: /^https?:\/\//i.test(handle) ? { link: handle } : { handle } }
}

/** Examples by variable. Numbered ones are a list, or a list in a list, in the order of the numbers. */
function decodeExamples(
  example: Foreign | undefined,
  key: 'header_text' | 'body_text',
  text: string,
): Example[] {
  if (!example) return []
  const named = listAt(example, `${key}_named_params`)
  if (named) return named.slice(0, EXAMPLES_MAX).flatMap((one) => (isObject(one) ? namedExample(one) : []))
  const list = listAt(example, key) ?? []
  const values = Array.isArray(list[0]) ? list[0] : list
  return variablesIn(text).flatMap((name, at) => {
    const value: unknown = values[at]
    return typeof value === 'string' ? { name, value: textAt({ value }, 'value') ?? '' } : []
  })
}

function namedExample(raw: Foreign): Example[] {
  const name = textAt(raw, 'param_name', 200)
  return name === undefined ? [] : [{ name, value: textAt(raw, 'example') ?? '' }]
}

/** How a template counts its variables: named as soon as one of its texts names one and none numbers one. */
export function formatOf(texts: readonly string[]): 'POSITIONAL' | 'NAMED' {
  const variables = texts.flatMap(variablesIn)
  return variables.length > 0 && !variables.some(isNumber) ? 'NAMED' : 'POSITIONAL'
}
