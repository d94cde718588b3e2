import { isObject, parseJson } from '#core/base/json.ts'
import type { Finding } from '#core/whatsapp/finding.ts'
import { type Foreign, listAt, numberAt, objectAt, own, textAt } from '#core/whatsapp/read.ts'
import { decodeButtons } from '#core/whatsapp/template/decode-button.ts'
import {
  decodeBody,
  decodeFooter,
  decodeHeader,
  formatOf,
  type Reading,
  typeAt,
  writtenAt,
} from '#core/whatsapp/template/decode-part.ts'
import { categoryOf } from '#core/whatsapp/template/intent/category.ts'
import { broken } from '#core/whatsapp/template/rule/rules.ts'
import type { Template, TemplateCard } from '#core/whatsapp/template/template.ts'

export type Decoded = {
  readonly template: Template
  /** What is wrong with its form: unknown parts, parts that are there twice, texts that were broken. */
  readonly findings: readonly Finding[]
}

/** Components and cards that are read; Meta has six kinds of component and ten cards. */
const PARTS_MAX = 50

type Parts = Pick<Template, 'header' | 'offer' | 'footer' | 'buttons' | 'cards'> & { body?: Template['body'] }

/**
 * A template from Meta's form: the body of `POST message_templates`, a node of `GET message_templates`, or a template of
 * 360dialog. Total: any JSON gives a template and what is wrong with its form, never an exception.
 */
export function decodeTemplate(raw: unknown): Decoded {
  const reading: Reading = { findings: [] }
  const node: Foreign = isObject(raw) ? raw : {}
  const { body = { text: '', examples: [] }, ...parts } = decodeParts(
    componentsOf(node, reading),
    '',
    reading,
  )
  const lifetime = numberAt(node, 'message_send_ttl_seconds')
  const template: Template = {
    name: writtenAt(node, 'name', 'name', reading),
    language: textAt(node, 'language', 100) ?? '',
    category: decodeCategory(node, reading),
    format: 'POSITIONAL',
    ...parts,
    body,
    ...(lifetime !== undefined && Number.isInteger(lifetime) && { lifetime }),
  }
  const said = typeAt(node, 'parameter_format')
  const format = said === 'NAMED' || said === 'POSITIONAL' ? said : formatOf(textsOf(template))
  return { template: { ...template, format }, findings: reading.findings }
}

function textsOf({ header, body, cards }: Template): string[] {
  return [header, body, ...cards.flatMap((card) => [card.header, card.body])].flatMap((part) =>
    part && 'text' in part ? [part.text] : [],
  )
}

/** Old category names become the three of today; an unknown one is said, and read as UTILITY. */
function decodeCategory(node: Foreign, reading: Reading): Template['category'] {
  const said = typeAt(node, 'category')
  const category = categoryOf(said)
  if (!category) reading.findings.push(broken('category', 'category'))
  else if (category !== said) {
    reading.findings.push(broken('category_legacy', 'category', { value: said, category }))
  }
  return category ?? 'UTILITY'
}

/** Graph takes the list as JSON text too. */
function componentsOf(node: Foreign, reading: Reading): Foreign[] {
  const said = own(node, 'components')
  const list = typeof said === 'string' ? parseJson(said) : said
  if (!Array.isArray(list) || list.length > PARTS_MAX) {
    reading.findings.push(broken('components_shape', 'components'))
    return []
  }
  return list.flatMap((component: unknown, at): Foreign[] => {
    if (isObject(component)) return [component]
    reading.findings.push(broken('components_shape', `components.${at}`))
    return []
  })
}

function decodeParts(components: readonly Foreign[], prefix: string, reading: Reading): Parts {
  const parts: { -readonly [K in keyof Parts]: Parts[K] } = { buttons: [], cards: [] }
  const seen = new Set<string>()
  for (const [at, component] of components.entries()) {
    const type = typeAt(component, 'type')
    if (seen.has(type)) {
      reading.findings.push(broken('component_repeated', `${prefix}components.${at}`, { value: type }))
      continue
    }
    seen.add(type)
    if (!readPart(type, component, { parts, prefix, reading })) {
      reading.findings.push(broken('component_unknown', `${prefix}components.${at}`, { value: type }))
    }
  }
  return parts
}

type Place = {
  readonly parts: { -readonly [K in keyof Parts]: Parts[K] }
  readonly prefix: string
  readonly reading: Reading
}

/** Puts one component into its place; false when Meta has no such component. */
function readPart(type: string, component: Foreign, { parts, prefix, reading }: Place): boolean {
  switch (type) {
    case 'HEADER': {
      const header = decodeHeader(component, `${prefix}header`, reading)
      if (header) parts.header = header
      return true
    }
    case 'BODY':
      parts.body = decodeBody(component, `${prefix}body`, reading)
      return true
    case 'FOOTER':
      parts.footer = decodeFooter(component, `${prefix}footer`, reading)
      return true
    case 'BUTTONS':
      parts.buttons = decodeButtons(listAt(component, 'buttons'), `${prefix}buttons`, reading)
      return true
    case 'LIMITED_TIME_OFFER': {
      const offer = objectAt(component, 'limited_time_offer') ?? {}
      const text = writtenAt(offer, 'text', `${prefix}offer.text`, reading)
      parts.offer = { text, expires: own(offer, 'has_expiration') === true }
      return true
    }
    case 'CAROUSEL':
      if (prefix !== '') return false
      parts.cards = decodeCards(component, reading)
      return true
    default:
      return false
  }
}

function decodeCards(carousel: Foreign, reading: Reading): TemplateCard[] {
  const cards = listAt(carousel, 'cards')
  // A list without cards is no carousel for the rules of content, so it is said here.
  if (!cards || cards.length === 0) reading.findings.push(broken('cards_count', 'cards'))
  return (cards ?? []).slice(0, PARTS_MAX).map((raw, at) => {
    const components = componentsOf(isObject(raw) ? raw : {}, reading)
    const { header, body, buttons } = decodeParts(components, `cards.${at}.`, reading)
    return { ...(header && { header }), ...(body && { body }), buttons }
  })
}
