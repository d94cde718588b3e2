import { assert, never } from '#core/base/assert.ts'
import type { JsonObject } from '#core/base/json.ts'
import { isSendable, type TemplateStatus } from '#core/whatsapp/template/state.ts'
import type {
  Example,
  HeaderSample,
  Template,
  TemplateButton,
  TemplateCard,
  TemplateHeader,
} from '#core/whatsapp/template/template.ts'
import { variablesIn } from '#core/whatsapp/template/variable.ts'

/** Meta's handle of a sample file of ours; every file of `sampleFilesOf(template)` must have been uploaded before. */
type HandleOf = (file: string) => string | undefined

/** The exact body for `POST /{waba-id}/message_templates`. Whether Meta takes it is judged by `checkTemplate`. */
export function encodeNewTemplate(template: Template, handleOf: HandleOf = () => undefined): JsonObject {
  const { name, language } = template
  return { name, language, category: template.category, ...encodeContent(template, handleOf) }
}

/**
 * The exact body for `POST /{template-id}`: all parts anew, since an edit replaces them all.
 * Name and language never change; the category only while the template is not approved.
 */
export function encodeTemplateEdit(
  template: Template,
  status: TemplateStatus,
  handleOf: HandleOf = () => undefined,
): JsonObject {
  const { category, format } = template
  return {
    ...(!isSendable(status) && { category }),
    ...encodeContent(template, handleOf),
    parameter_format: format, // said also where it is the usual one: the template may have had names before
  }
}

/** The files of ours that Meta's reviewer is to see as samples. */
export function sampleFilesOf({ header, cards }: Template): string[] {
  const headers = [header, ...cards.map((card) => card.header)]
  return headers.flatMap((one) =>
    one && 'sample' in one && one.sample && 'file' in one.sample ? [one.sample.file] : [],
  )
}

function encodeContent(template: Template, handleOf: HandleOf): JsonObject {
  const { format, lifetime } = template
  return {
    ...(format === 'NAMED' && { parameter_format: format }),
    ...(lifetime !== undefined && { message_send_ttl_seconds: lifetime }),
    components: encodeComponents(template, handleOf),
  }
}

type Encoding = { readonly format: Template['format']; readonly handleOf: HandleOf }

function encodeComponents(template: Template, handleOf: HandleOf): JsonObject[] {
  const { header, offer, footer, buttons, cards, format } = template
  const encoding = { format, handleOf }
  const components: JsonObject[] = []
  if (header) components.push(encodeHeader(header, encoding))
  if (offer) {
    const limited = { text: offer.text, has_expiration: offer.expires }
    components.push({ type: 'LIMITED_TIME_OFFER', limited_time_offer: limited })
  }
  components.push(encodeBody(template))
  if (footer?.minutes !== undefined) {
    components.push({ type: 'FOOTER', code_expiration_minutes: footer.minutes })
  } else if (footer) components.push({ type: 'FOOTER', text: footer.text })
  if (buttons.length > 0) components.push({ type: 'BUTTONS', buttons: buttons.map(encodeButton) })
  if (cards.length > 0) {
    components.push({ type: 'CAROUSEL', cards: cards.map((card) => encodeCard(card, encoding)) })
  }
  return components
}

function encodeHeader(header: TemplateHeader, { format, handleOf }: Encoding): JsonObject {
  switch (header.kind) {
    case 'text': {
      const { text, examples } = header
      return {
        type: 'HEADER',
        format: 'TEXT',
        text,
        ...encodeExamples('header_text', text, { examples, format }),
      }
    }
    case 'location':
      return { type: 'HEADER', format: 'LOCATION' }
    case 'product':
      return { type: 'HEADER', format: 'PRODUCT' }
    default: {
      const { kind, sample } = header
      const example = sample && { example: { header_handle: [encodeSample(sample, handleOf)] } }
      return { type: 'HEADER', format: kind.toUpperCase(), ...example }
    }
  }
}

function encodeSample(sample: HeaderSample, handleOf: HandleOf): string {
  if ('handle' in sample) return sample.handle
  if ('link' in sample) return sample.link
  const handle = handleOf(sample.file)
  assert(handle, `sample ${sample.file} was uploaded before its template is submitted`)
  return handle
}

/** Of an authentication template Meta writes the text itself and takes none. */
function encodeBody({ category, body, format }: Template): JsonObject {
  if (category === 'AUTHENTICATION') {
    return { type: 'BODY', ...(body.security && { add_security_recommendation: true }) }
  }
  const { text, examples } = body
  return { type: 'BODY', text, ...encodeExamples('body_text', text, { examples, format }) }
}

type Exampled = { readonly examples: readonly Example[]; readonly format: Template['format'] }

/** Numbered examples are a list in the order of the numbers; that of a body stands in a list again. */
function encodeExamples(
  key: 'header_text' | 'body_text',
  text: string,
  { examples, format }: Exampled,
): JsonObject {
  const variables = variablesIn(text)
  const told = variables.flatMap((name) => examples.find((one) => one.name === name) ?? [])
  if (told.length === 0) return {}
  if (format === 'NAMED') {
    const list = told.map(({ name, value }) => ({ param_name: name, example: value }))
    return { example: { [`${key}_named_params`]: list } }
  }
  const values = told.map(({ value }) => value)
  return { example: { [key]: key === 'body_text' ? [values] : values } }
}

function encodeCard({ header, body, buttons }: TemplateCard, encoding: Encoding): JsonObject {
  const components: JsonObject[] = []
  if (header) components.push(encodeHeader(header, encoding))
  if (body) {
    const { text, examples } = body
    const example = encodeExamples('body_text', text, { examples, format: encoding.format })
    components.push({ type: 'BODY', text, ...example })
  }
  if (buttons.length > 0) components.push({ type: 'BUTTONS', buttons: buttons.map(encodeButton) })
  return { components }
}

function encodeButton(button: TemplateButton): JsonObject {
  const label = button.text === undefined ? {} : { text: button.text }
  switch (button.kind) {
    case 'reply':
      return { type: 'QUICK_REPLY', ...label }
    case 'url': {
      const { url, example } = button
      return { type: 'URL', ...label, url, ...(example !== undefined && { example: [example] }) }
    }
    case 'phone':
      return { type: 'PHONE_NUMBER', ...label, phone_number: button.phone }
    case 'code':
      return { type: 'COPY_CODE', example: button.example }
    case 'otp':
      return encodeOtp(button)
    case 'catalog':
    case 'mpm':
    case 'spm':
      return { type: button.kind.toUpperCase(), ...label }
    case 'flow':
      return encodeFlow(button)
    case 'contactInfo':
      return { type: 'REQUEST_CONTACT_INFO', ...label }
    case 'call':
      return { type: 'VOICE_CALL', ...label }
    case 'callPermission':
      return { type: 'CALL_PERMISSION_REQUEST', ...label }
    case 'other':
      return { type: button.type, ...label }
    default:
      return never(button)
  }
}

function encodeOtp({
  otp,
  text,
  autofill,
  apps,
  termsAccepted,
}: Extract<TemplateButton, { kind: 'otp' }>): JsonObject {
  return {
    type: 'OTP',
    otp_type: otp,
    ...(text !== undefined && { text }),
    ...(autofill !== undefined && { autofill_text: autofill }),
    ...(apps.length > 0 && {
      supported_apps: apps.map((app) => ({ package_name: app.package, signature_hash: app.hash })),
    }),
    ...(termsAccepted && { zero_tap_terms_accepted: true }),
  }
}

function encodeFlow(button: Extract<TemplateButton, { kind: 'flow' }>): JsonObject {
  const { text, flowId, flowName, flowJson, action, screen, icon } = button
  return {
    type: 'FLOW',
    text,
    ...(flowId !== undefined && { flow_id: flowId }),
    ...(flowName !== undefined && { flow_name: flowName }),
    ...(flowJson !== undefined && { flow_json: flowJson }),
    ...(action !== undefined && { flow_action: action }),
    ...(screen !== undefined && { navigate_screen: screen }),
    ...(icon !== undefined && { icon }),
  }
}
