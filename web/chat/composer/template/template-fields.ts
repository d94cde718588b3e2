import { bodyTextOf } from '#core/whatsapp/template/fill/sentence.ts'
import type { TemplateValues } from '#core/whatsapp/template/fill/values.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import { variablesIn } from '#core/whatsapp/template/variable.ts'

/** One thing that must be known before a template can be sent. */
export type TemplateField =
  | {
      readonly kind: 'header' | 'body' | 'url' | 'code'
      readonly key: string
      /** The variable, or the label of the button. */
      readonly name: string
      readonly example: string
    }
  | { readonly kind: 'media'; readonly key: string; readonly media: 'image' | 'video' | 'document' }
  | { readonly kind: 'place'; readonly key: string; readonly part: 'latitude' | 'longitude' | 'name' }

/** What was typed or uploaded, by the key of its field. */
export type Given = Readonly<Record<string, string>>

/** What a form of values must ask for, in the order in which the customer reads it. */
export function fieldsOf(template: Template): readonly TemplateField[] {
  const { body, buttons } = template
  const fields: TemplateField[] = [...headerFields(template)]
  for (const name of variablesIn(bodyTextOf(template))) {
    const example = body.examples.find((one) => one.name === name)?.value ?? ''
    fields.push({ kind: 'body', key: `body.${name}`, name: `{{${name}}}`, example })
  }
  for (const [index, button] of buttons.entries()) {
    const key = `button.${index}`
    if (button.kind === 'code')
      fields.push({ kind: 'code', key, name: button.text ?? '', example: button.example })
    if (button.kind === 'url' && button.url.includes('{{'))
      fields.push({ kind: 'url', key, name: button.text, example: endOf(button.url, button.example ?? '') })
  }
  return fields
}

/** What follows the fixed part of an address in its example. */
function endOf(url: string, example: string): string {
  const fixed = url.slice(0, url.indexOf('{{'))
  return example.startsWith(fixed) ? example.slice(fixed.length) : example
}

function headerFields({ header }: Template): readonly TemplateField[] {
  switch (header?.kind) {
    case 'text':
      return variablesIn(header.text).map((name) => ({
        kind: 'header',
        key: 'header',
        name: `{{${name}}}`,
        example: header.examples[0]?.value ?? '',
      }))
    case 'image':
    case 'video':
    case 'document':
      return [{ kind: 'media', key: 'file', media: header.kind }]
    case 'gif':
      return [{ kind: 'media', key: 'file', media: 'video' }]
    case 'location':
      return (['latitude', 'longitude', 'name'] as const).map((part) => ({
        kind: 'place',
        key: `place.${part}`,
        part,
      }))
    default:
      return []
  }
}

/** What was given, as `fillTemplate` takes it. What is missing is its to say. */
export function valuesOf(template: Template, given: Given): TemplateValues {
  const { buttons } = template
  const body = variablesIn(bodyTextOf(template)).flatMap((name) => {
    const text = given[`body.${name}`]?.trim()
    return text ? [{ name, text }] : []
  })
  return {
    ...headerOf(template, given),
    body,
    buttons: buttons.flatMap((button, index) => {
      const value = given[`button.${index}`]
      const isAsked = button.kind === 'code' || (button.kind === 'url' && button.url.includes('{{'))
      return isAsked && value ? [{ index, value }] : []
    }),
  }
}

function headerOf({ header }: Template, given: Given): Pick<TemplateValues, 'header' | 'place'> {
  const file = given.file
  switch (header?.kind) {
    case 'text':
      return !given.header?.trim() ? {} : { header: { kind: 'text', text: given.header } }
    case 'image':
    case 'document':
      return file ? { header: { kind: header.kind, source: { file } } } : {}
    case 'video':
    case 'gif':
      return file ? { header: { kind: 'video', source: { file } } } : {}
    case 'location':
      return placeOf(given)
    default:
      return {}
  }
}

function placeOf(given: Given): Pick<TemplateValues, 'place'> {
  const number = (text = '') => (text.trim() === '' ? Number.NaN : Number(text.replace(',', '.')))
  const latitude = number(given['place.latitude'])
  const longitude = number(given['place.longitude'])
  if (Number.isNaN(latitude) || Number.isNaN(longitude)) return {}
  const name = given['place.name']
  return { place: { latitude, longitude, ...(name && { name }) } }
}
