import { never } from '#core/base/assert.ts'
import {
  checkPlace,
  checkSource,
  checkText,
  type DraftFault,
  faultOf,
  URL_MAX,
} from '#core/whatsapp/check-field.ts'
import type { TemplateDraft } from '#core/whatsapp/draft.ts'

/** Meta's bounds of the values of a template, in UTF-16 units unless they count things. */
export const TEMPLATE_LIMITS = {
  templateName: 512,
  templateHeader: 60,
  templateBody: 1024,
  /** Buttons of all kinds together. */
  templateButtons: 10,
  payload: 256,
  couponCode: 20,
  /** Products of a multi-product button, over all its sections. */
  templateProducts: 30,
  /** Spaces in a row that a value may hold. */
  templateSpaces: 4,
} as const

/** The basics that hold for every template. Whether it exists, is approved and takes these values is the gate's to know. */
export function checkTemplateDraft(draft: TemplateDraft): DraftFault[] {
  const { name, language, place, cards = [] } = draft
  const faults = checkText('name', name, TEMPLATE_LIMITS.templateName)
  if (faults.length === 0 && !/^[a-z0-9_]+$/.test(name)) faults.push(faultOf('name', 'templateName'))
  if (!/^[a-z]{2,3}(_[A-Z]{2,3})?$/.test(language)) faults.push(faultOf('language', 'language'))
  if (place) faults.push(...checkPlace('place.', place))
  faults.push(...checkLevel('', draft))
  for (const [at, card] of cards.entries()) faults.push(...checkLevel(`cards.${at}.`, card))
  return faults
}

/** Header, body and buttons, of the template itself or of one card; `prefix` is the path before them. */
function checkLevel(
  prefix: string,
  { header, body, buttons }: Pick<TemplateDraft, 'header' | 'body' | 'buttons'>,
): DraftFault[] {
  const faults: DraftFault[] = []
  if (header?.kind === 'text') {
    faults.push(...checkValue(`${prefix}header`, header.text, TEMPLATE_LIMITS.templateHeader))
  } else if (header) faults.push(...checkSource(`${prefix}header.source`, header.source))
  for (const [at, { text }] of body.entries())
    faults.push(...checkValue(`${prefix}body.${at}.text`, text, TEMPLATE_LIMITS.templateBody))
  const named = body.filter((value) => value.name).length
  if (named !== 0 && named !== body.length) faults.push(faultOf(`${prefix}body`, 'names'))
  return [...faults, ...checkButtonValues(`${prefix}buttons`, buttons)]
}

/** Meta: a value holds no new line, no tab and at most four spaces in a row (error 132018, earlier 132012). */
function checkValue(field: string, text: string, max: number): DraftFault[] {
  const faults = checkText(field, text, max)
  if (faults.length === 0 && /[\n\r\t]| {5}/.test(text)) {
    faults.push(faultOf(field, 'templateText', TEMPLATE_LIMITS.templateSpaces))
  }
  return faults
}

type ButtonValues = TemplateDraft['buttons']

function checkButtonValues(place: string, buttons: ButtonValues): DraftFault[] {
  const faults: DraftFault[] = []
  const places = new Set<number>()
  if (buttons.length > TEMPLATE_LIMITS.templateButtons)
    faults.push(faultOf(place, 'tooMany', TEMPLATE_LIMITS.templateButtons))
  for (const [at, button] of buttons.entries()) {
    if (places.has(button.index)) faults.push(faultOf(`${place}.${at}.index`, 'repeated'))
    places.add(button.index)
    faults.push(...checkButtonValue(`${place}.${at}`, button))
  }
  return faults
}

function checkButtonValue(place: string, { kind, value, sections }: ButtonValues[number]): DraftFault[] {
  const field = `${place}.value`
  switch (kind) {
    case 'reply':
      return checkText(field, value, TEMPLATE_LIMITS.payload)
    case 'url':
      return checkText(field, value, URL_MAX)
    case 'code': {
      const faults = checkText(field, value, TEMPLATE_LIMITS.couponCode)
      return faults.length > 0 || /^[A-Za-z0-9]+$/.test(value) ? faults : [faultOf(field, 'code')]
    }
    case 'mpm': {
      const skus = (sections ?? []).flatMap((section) => section.skus)
      if (skus.length === 0) return [faultOf(`${place}.sections`, 'missing')]
      const isLong = skus.length > TEMPLATE_LIMITS.templateProducts
      return isLong ? [faultOf(`${place}.sections`, 'tooMany', TEMPLATE_LIMITS.templateProducts)] : []
    }
    case 'catalog':
    case 'flow':
      return []
    default:
      return never(kind)
  }
}
