import { isObject } from '#core/base/json.ts'
import { type Foreign, idAt, listAt, own, textAt } from '#core/whatsapp/read.ts'
import { type Reading, typeAt, writtenAt } from '#core/whatsapp/template/decode-part.ts'
import { OTP_KINDS } from '#core/whatsapp/template/kinds.ts'
import { broken } from '#core/whatsapp/template/rule/rules.ts'
import type { TemplateButton } from '#core/whatsapp/template/template.ts'

type OtpKind = (typeof OTP_KINDS)[number]

/** Buttons of one component that are read; Meta allows ten. */
const BUTTONS_READ_MAX = 100
const APPS_MAX = 20

/** Meta's buttons in our words, each at its place; a kind that we do not make is kept as `other`. */
export function decodeButtons(
  list: readonly unknown[] | undefined,
  field: string,
  reading: Reading,
): TemplateButton[] {
  if (!list || list.length > BUTTONS_READ_MAX) reading.findings.push(broken('components_shape', field))
  return (list ?? []).slice(0, BUTTONS_READ_MAX).map((raw, at) => {
    const place = `${field}.${at}`
    if (isObject(raw)) return decodeButton(raw, place, reading)
    reading.findings.push(broken('components_shape', place))
    return { kind: 'other', type: '' }
  })
}

function decodeButton(raw: Foreign, field: string, reading: Reading): TemplateButton {
  const text = writtenAt(raw, 'text', `${field}.text`, reading)
  const label = text === '' ? {} : { text }
  const type = typeAt(raw, 'type')
  switch (type) {
    case 'QUICK_REPLY':
      return { kind: 'reply', text }
    case 'URL':
      return decodeUrl(raw, text)
    case 'PHONE_NUMBER':
      return { kind: 'phone', text, phone: idAt(raw, 'phone_number') ?? '' }
    case 'COPY_CODE':
      return { kind: 'code', ...label, example: exampleOf(raw) ?? '' }
    case 'OTP':
      return decodeOtp(raw, label)
    case 'CATALOG':
      return { kind: 'catalog', text }
    case 'MPM':
      return { kind: 'mpm', text }
    case 'SPM':
      return { kind: 'spm', text }
    case 'FLOW':
      return decodeFlow(raw, text)
    case 'REQUEST_CONTACT_INFO':
      return { kind: 'contactInfo', ...label }
    case 'VOICE_CALL':
      return { kind: 'call', text }
    case 'CALL_PERMISSION_REQUEST':
      return { kind: 'callPermission', ...label }
    default:
      return { kind: 'other', type, ...label }
  }
}

/** An example comes as a text or as a list of one. */
function exampleOf(raw: Foreign): string | undefined {
  const [first] = listAt(raw, 'example') ?? []
  return textAt({ example: first ?? own(raw, 'example') }, 'example', 4_000)
}

/** Meta shows the button of a one-time password as a link into WhatsApp that names its kind. */
function decodeUrl(raw: Foreign, text: string): TemplateButton {
  const url = textAt(raw, 'url') ?? ''
  const [, kind] = url.match(/^https:\/\/www\.whatsapp\.com\/otp\/.*[?&]otp_type=([A-Z_]+)/) ?? []
  const otp = OTP_KINDS.find((one) => one === kind)
  if (otp) return { kind: 'otp', otp, text, apps: [] }
  const example = exampleOf(raw)
  return { kind: 'url', text, url, ...(example !== undefined && { example }) }
}

function decodeOtp(raw: Foreign, label: { text?: string }): TemplateButton {
  const said = typeAt(raw, 'otp_type')
  const otp: OtpKind = OTP_KINDS.find((one) => one === said) ?? 'COPY_CODE'
  const autofill = textAt(raw, 'autofill_text')
  return {
    kind: 'otp',
    otp,
    ...label,
    ...(autofill !== undefined && { autofill }),
    apps: appsOf(raw),
    ...(own(raw, 'zero_tap_terms_accepted') === true && { termsAccepted: true }),
  }
}

/** Before 2024 one app stood in the button itself. */
function appsOf(raw: Foreign): { package: string; hash: string }[] {
  const list = listAt(raw, 'supported_apps') ?? (own(raw, 'package_name') === undefined ? [] : [raw])
  return list
    .slice(0, APPS_MAX)
    .flatMap((app) =>
      isObject(app)
        ? { package: textAt(app, 'package_name', 500) ?? '', hash: textAt(app, 'signature_hash', 100) ?? '' }
        : [],
    )
}

const FLOW_FIELDS = {
  flowId: 'flow_id',
  flowName: 'flow_name',
  flowJson: 'flow_json',
  action: 'flow_action',
  screen: 'navigate_screen',
  icon: 'icon',
} as const

function decodeFlow(raw: Foreign, text: string): TemplateButton {
  const told = Object.entries(FLOW_FIELDS).flatMap(([name, key]) => {
    const value = key === 'flow_id' ? idAt(raw, key) : textAt(raw, key)
    return value === undefined ? [] : [[name, value]]
  })
  return { kind: 'flow', text, ...Object.fromEntries(told) }
}
