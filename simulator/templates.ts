import type { SimButton, SimContent } from '#core/whatsapp/sim-view.ts'
import { sentencesOf } from '#core/whatsapp/template/fill/sentence.ts'
import { EMPTY, headerMediaFrom, locationFrom, type MediaOf } from '#simulator/content.ts'
import type { MetaError } from '#simulator/errors.ts'
import type { Template } from '#simulator/template-seed.ts'
import { objectOf, objectsOf, textOf, textOrNull, type Wire } from '#simulator/wire.ts'
import type { World } from '#simulator/world.ts'

const BODY_MAX = 1024
const HEADER_MAX = 60
const OTP_MAX = 15
const MEDIA_FORMATS = ['IMAGE', 'VIDEO', 'DOCUMENT', 'GIF']
/** Buttons that cannot be sent without a parameter. */
const NEEDS_PARAMETER = ['URL', 'OTP', 'COPY_CODE']
/** Meta goes on sending a template that it has flagged for its quality. */
const SENDABLE: ReadonlySet<string> = new Set(['APPROVED', 'FLAGGED'])

/** The template of a message, if it exists and may be sent. */
export function templateFor(world: World, part: Wire): Template | MetaError {
  const name = textOf(part.name)
  const language = textOf(objectOf(part.language).code)
  const found = world.templates.find((template) => template.name === name && template.language === language)
  if (found?.status === 'PAUSED') {
    return {
      code: 132015,
      details: 'Template is paused due to low quality so it cannot be sent in a template message.',
    }
  }
  if (found?.status === 'DISABLED') {
    return {
      code: 132016,
      details: 'Template has been paused too many times due to low quality and is now permanently disabled.',
    }
  }
  if (found && SENDABLE.has(found.status)) return found
  return { code: 132001, details: `template name (${name}) does not exist in ${language}` }
}

/** What Meta would refuse about the parameters of an approved template. */
export function checkParameters(template: Template, part: Wire): MetaError | null {
  const given = objectsOf(part.components)
  return (
    checkLevel(template, template.components, given) ??
    checkOffer(template, given) ??
    checkCarousel(template, given)
  )
}

/** An offer that counts down cannot be sent without its end. */
function checkOffer(template: Template, given: readonly Wire[]): MetaError | null {
  const offer = objectOf(ofType(template.components, 'LIMITED_TIME_OFFER')?.limited_time_offer)
  if (offer.has_expiration !== true || ofType(given, 'LIMITED_TIME_OFFER')) return null
  return { code: 131008, details: 'limited_time_offer: expiration_time_ms is required' }
}

function checkLevel(template: Template, own: readonly Wire[], given: readonly Wire[]): MetaError | null {
  const header = ofType(own, 'HEADER')
  const body = ofType(own, 'BODY')
  const givenHeader = objectsOf(ofType(given, 'HEADER')?.parameters)
  const givenBody = objectsOf(ofType(given, 'BODY')?.parameters)
  return (
    checkHeader(template, header, givenHeader) ??
    checkTexts(template, 'body', bodyText(template, body), givenBody) ??
    checkButtons(template, buttonsOf(own), given)
  )
}

function checkHeader(template: Template, header: Wire | undefined, given: readonly Wire[]): MetaError | null {
  const format = textOf(header?.format).toUpperCase()
  if (!MEDIA_FORMATS.includes(format) && format !== 'LOCATION' && format !== 'PRODUCT') {
    return checkTexts(template, 'header', textOf(header?.text), given)
  }
  const received = textOf(given[0]?.type).toUpperCase()
  if (received === format) return null
  const shown = MEDIA_FORMATS.includes(received) || received === 'LOCATION' ? received : 'UNKNOWN'
  if (format === 'PRODUCT' && given.length === 0) return null
  return { code: 132012, details: `header: Format mismatch, expected ${format}, received ${shown}` }
}

function checkTexts(
  template: Template,
  where: string,
  text: string,
  given: readonly Wire[],
): MetaError | null {
  const names = variablesOf(text)
  if (names.length !== given.length) {
    return {
      code: 132000,
      details: `${where}: number of localizable_params (${given.length}) does not match the expected number of params (${names.length})`,
    }
  }
  const misnamed = template.format === 'NAMED' ? checkNames(names, given) : null
  if (misnamed) return { code: 132018, details: `${where}: ${misnamed}` }
  const values = given.map(shownOf)
  if (values.some((value) => /[\n\r\t]| {5,}/.test(value))) {
    return {
      code: 132018,
      details: 'Param text cannot have new-line/tab characters or more than 4 consecutive spaces',
    }
  }
  if (template.category === 'AUTHENTICATION' && values.some((value) => value.length > OTP_MAX)) {
    return { code: 132018, details: `OTP code must be at most ${OTP_MAX} characters` }
  }
  const max = where === 'header' ? HEADER_MAX : BODY_MAX
  return fill(template, text, given).length > max
    ? { code: 132005, details: `${where}: text exceeds the limit of ${max} characters` }
    : null
}

/** Named parameters: each name of the template once, in any order. */
function checkNames(names: readonly string[], given: readonly Wire[]): string | null {
  const said = given.map((one) => textOf(one.parameter_name))
  const stranger = said.find((name) => !names.includes(name))
  if (stranger !== undefined) return `parameter_name (${stranger}) is not in the template`
  const left = names.find((name) => !said.includes(name))
  return left === undefined ? null : `parameter_name (${left}) is missing`
}

function checkButtons(template: Template, own: readonly Wire[], given: readonly Wire[]): MetaError | null {
  const buttons = given.filter((component) => textOf(component.type).toUpperCase() === 'BUTTON')
  const beyond = buttons.find((button) => !own[Number(button.index)])
  if (beyond)
    return { code: 132018, details: `buttons: Button at index ${textOf(beyond.index)} does not exist` }
  for (const [index, button] of own.entries()) {
    const mine = buttons.find((one) => Number(one.index) === index)
    const error = checkButton(template, { index, button, parameters: objectsOf(mine?.parameters) })
    if (error) return error
  }
  return null
}

type GivenButton = { readonly index: number; readonly button: Wire; readonly parameters: readonly Wire[] }

function checkButton(template: Template, { index, button, parameters }: GivenButton): MetaError | null {
  const type = textOf(button.type).toUpperCase()
  const isStatic = type === 'URL' && variablesOf(textOf(button.url)).length === 0
  if (!NEEDS_PARAMETER.includes(type) || isStatic) return null
  const [first] = parameters
  if (!first) {
    const word = type === 'URL' ? 'Url' : type
    return { code: 131008, details: `buttons: Button at index ${index} of type ${word} requires a parameter` }
  }
  const isLong = template.category === 'AUTHENTICATION' && shownOf(first).length > OTP_MAX
  return isLong ? { code: 132018, details: `OTP code must be at most ${OTP_MAX} characters` } : null
}

function checkCarousel(template: Template, given: readonly Wire[]): MetaError | null {
  const own = objectsOf(ofType(template.components, 'CAROUSEL')?.cards)
  const cards = objectsOf(ofType(given, 'CAROUSEL')?.cards)
  if (own.length !== cards.length) {
    return {
      code: 132012,
      details: `carousel: number of cards (${cards.length}) does not match the expected number (${own.length})`,
    }
  }
  for (const [index, card] of own.entries()) {
    const error = checkLevel(template, objectsOf(card.components), objectsOf(cards[index]?.components))
    if (error) return error
  }
  return null
}

/** The template as the customer sees it, its variables filled in. */
export function hydrate(template: Template, part: Wire, mediaOf: MediaOf): SimContent {
  const given = objectsOf(part.components)
  const cards = objectsOf(ofType(given, 'CAROUSEL')?.cards)
  const own = objectsOf(ofType(template.components, 'CAROUSEL')?.cards)
  return {
    ...hydrateLevel(template, template.components, given, mediaOf),
    type: 'template',
    template: { name: template.name, language: template.language },
    offer: offerFrom(template, given),
    cards: own.map((card, index) => {
      const level = hydrateLevel(
        template,
        objectsOf(card.components),
        objectsOf(cards[index]?.components),
        mediaOf,
      )
      return { text: level.text, media: level.media, buttons: level.buttons }
    }),
  }
}

function offerFrom(template: Template, given: readonly Wire[]): SimContent['offer'] {
  const offer = ofType(template.components, 'LIMITED_TIME_OFFER')
  if (!offer) return null
  const [first] = objectsOf(ofType(given, 'LIMITED_TIME_OFFER')?.parameters)
  const endsAt = Number(objectOf(first?.limited_time_offer).expiration_time_ms)
  return { text: textOf(objectOf(offer.limited_time_offer).text), endsAt: endsAt > 0 ? endsAt : null }
}

function hydrateLevel(
  template: Template,
  own: readonly Wire[],
  given: readonly Wire[],
  mediaOf: MediaOf,
): SimContent {
  const header = ofType(own, 'HEADER')
  const [first] = objectsOf(ofType(given, 'HEADER')?.parameters)
  const headerText = fill(template, textOf(header?.text), first ? [first] : [])
  const text = bodyText(template, ofType(own, 'BODY'))
  return {
    ...EMPTY,
    header: headerText || null,
    media: first ? headerMediaFrom(first, mediaOf) : null,
    location: first?.type === 'location' ? locationFrom(objectOf(first.location)) : null,
    text: fill(template, text, objectsOf(ofType(given, 'BODY')?.parameters)),
    footer: footerText(template, ofType(own, 'FOOTER')),
    buttons: buttonsOf(own).map((button, index) => buttonFrom(template, { button, index, given })),
  }
}

type Placed = { readonly button: Wire; readonly index: number; readonly given: readonly Wire[] }

function buttonFrom(template: Template, { button, index, given }: Placed): SimButton {
  const mine = given.find((one) => textOf(one.type).toUpperCase() === 'BUTTON' && Number(one.index) === index)
  const value = shownOf(objectsOf(mine?.parameters)[0] ?? {})
  const title = textOf(button.text)
  switch (textOf(button.type).toUpperCase()) {
    case 'QUICK_REPLY':
      return { kind: 'reply', id: value || title, title, value: null }
    case 'URL':
      return {
        kind: 'url',
        id: `url${index}`,
        title,
        value: textOf(button.url).replace(/\{\{\w+\}\}/, value),
      }
    case 'PHONE_NUMBER':
      return { kind: 'call', id: `call${index}`, title, value: textOf(button.phone_number) }
    case 'COPY_CODE':
    case 'OTP':
      return {
        kind: 'code',
        id: `code${index}`,
        title: title || sentencesOf(template).copy,
        value: value || null,
      }
    case 'FLOW':
      return { kind: 'form', id: `form${index}`, title, value: textOf(actionOf(mine).flow_token) || 'unused' }
    case 'CATALOG':
    case 'MPM':
    case 'SPM':
      return { kind: 'catalog', id: `catalog${index}`, title, value: null }
    case 'REQUEST_CONTACT_INFO':
      return {
        kind: 'contact',
        id: `contact${index}`,
        title: title || sentencesOf(template).contact,
        value: null,
      }
    default:
      return { kind: 'other', id: `other${index}`, title, value: null }
  }
}

function actionOf(button: Wire | undefined): Wire {
  return objectOf(objectsOf(button?.parameters)[0]?.action)
}

/** The names of the variables in a text, in order, each once. */
export function variablesOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1] ?? ''))]
}

function fill(template: Template, text: string, given: readonly Wire[]): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => {
    const found =
      template.format === 'NAMED' ? given.find((one) => one.parameter_name === name) : given[Number(name) - 1]
    return found ? shownOf(found) : whole
  })
}

function shownOf(parameter: Wire): string {
  const type = textOf(parameter.type).toLowerCase()
  if (type === 'currency' || type === 'date_time') return textOf(objectOf(parameter[type]).fallback_value)
  return textOf(parameter[type])
}

/** Authentication templates have Meta's own sentence for a body. */
function bodyText(template: Template, body: Wire | undefined): string {
  const own = textOf(body?.text)
  if (own !== '' || template.category !== 'AUTHENTICATION' || !body) return own
  const { code, security } = sentencesOf(template)
  return body.add_security_recommendation === true ? `${code} ${security}` : code
}

function footerText(template: Template, footer: Wire | undefined): string | null {
  const minutes = Number(footer?.code_expiration_minutes)
  return textOrNull(footer?.text) ?? (minutes > 0 ? sentencesOf(template).expiry(minutes) : null)
}

function ofType(components: readonly Wire[], type: string): Wire | undefined {
  return components.find((component) => textOf(component.type).toUpperCase() === type)
}

function buttonsOf(components: readonly Wire[]): readonly Wire[] {
  return objectsOf(ofType(components, 'BUTTONS')?.buttons)
}
