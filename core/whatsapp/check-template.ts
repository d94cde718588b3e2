import { checkSource, checkText, type DraftFault, faultOf, URL_MAX } from '#core/whatsapp/check-field.ts'
import type { Draft } from '#core/whatsapp/draft.ts'

/** Meta's bounds of the values of a template, in UTF-16 units unless they count things. */
export const TEMPLATE_LIMITS = {
  templateName: 512,
  templateHeader: 60,
  templateBody: 1024,
  /** Buttons of all kinds together. */
  templateButtons: 10,
  payload: 256,
  couponCode: 20,
  /** Spaces in a row that a value may hold. */
  templateSpaces: 4,
} as const

type TemplateDraft = Extract<Draft, { kind: 'template' }>

/** The basics that hold for every template. Whether it exists, is approved and takes these values is the gate's to know. */
export function checkTemplate(draft: TemplateDraft): DraftFault[] {
  const { name, language, header, body } = draft
  const faults = checkText('name', name, TEMPLATE_LIMITS.templateName)
  if (faults.length === 0 && !/^[a-z0-9_]+$/.test(name)) faults.push(faultOf('name', 'templateName'))
  if (!/^[a-z]{2,3}(_[A-Z]{2,3})?$/.test(language)) faults.push(faultOf('language', 'language'))
  if (header?.kind === 'text')
    faults.push(...checkValue('header', header.text, TEMPLATE_LIMITS.templateHeader))
  else if (header) faults.push(...checkSource('header.source', header.source))
  for (const [at, { text }] of body.entries())
    faults.push(...checkValue(`body.${at}.text`, text, TEMPLATE_LIMITS.templateBody))
  const named = body.filter((value) => value.name).length
  if (named !== 0 && named !== body.length) faults.push(faultOf('body', 'names'))
  return [...faults, ...checkTemplateButtons(draft)]
}

/** Meta: a value holds no new line, no tab and at most four spaces in a row (error 132018, earlier 132012). */
function checkValue(field: string, text: string, max: number): DraftFault[] {
  const faults = checkText(field, text, max)
  if (faults.length === 0 && /[\n\r\t]| {5}/.test(text)) {
    faults.push(faultOf(field, 'templateText', TEMPLATE_LIMITS.templateSpaces))
  }
  return faults
}

function checkTemplateButtons({ buttons }: TemplateDraft): DraftFault[] {
  const faults: DraftFault[] = []
  const places = new Set<number>()
  if (buttons.length > TEMPLATE_LIMITS.templateButtons)
    faults.push(faultOf('buttons', 'tooMany', TEMPLATE_LIMITS.templateButtons))
  for (const [at, { index, kind, value }] of buttons.entries()) {
    const field = `buttons.${at}.value`
    if (places.has(index)) faults.push(faultOf(`buttons.${at}.index`, 'repeated'))
    places.add(index)
    if (kind === 'reply') faults.push(...checkText(field, value, TEMPLATE_LIMITS.payload))
    else if (kind === 'url') faults.push(...checkText(field, value, URL_MAX))
    else {
      const tooLong = checkText(field, value, TEMPLATE_LIMITS.couponCode)
      if (tooLong.length > 0) faults.push(...tooLong)
      else if (!/^[A-Za-z0-9]+$/.test(value)) faults.push(faultOf(field, 'code'))
    }
  }
  return faults
}
