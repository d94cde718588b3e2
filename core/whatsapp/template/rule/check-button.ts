import { isWebUrl } from '#core/whatsapp/check-field.ts'
import type { Finding } from '#core/whatsapp/finding.ts'
import { checkUnbroken } from '#core/whatsapp/template/rule/check-text.ts'
import { BUTTONS_MAX, BUTTONS_MAX_2022, TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import { broken } from '#core/whatsapp/template/rule/rules.ts'
import type { Template, TemplateButton } from '#core/whatsapp/template/template.ts'
import { bracesIn, hasEmoji, isName, tokensIn } from '#core/whatsapp/template/variable.ts'

/** Which button rules hold: Meta's of today, or those of 2022 that old guides tell. */
export type Regime = 'today' | '2022'

type Kind = TemplateButton['kind']

/** Buttons: how many of each kind, in which order, with which texts and targets. */
export function checkButtons(
  field: string,
  buttons: readonly TemplateButton[],
  format: Template['format'],
  regime: Regime,
): Finding[] {
  const findings = regime === '2022' ? checkCounts2022(field, buttons) : checkCounts(field, buttons)
  for (const [at, button] of buttons.entries()) {
    findings.push(...checkButtonText(`${field}.${at}.text`, button, buttons.slice(0, at)))
    findings.push(...checkTarget(`${field}.${at}`, button, format))
  }
  return findings
}

const KIND_WORDS: Readonly<Record<Kind, readonly [id: string, en: string]>> = {
  reply: ['balasan cepat', 'quick reply'],
  url: ['tautan', 'URL'],
  phone: ['telepon', 'phone'],
  code: ['salin kode', 'copy code'],
  otp: ['OTP', 'OTP'],
  catalog: ['katalog', 'catalog'],
  mpm: ['produk', 'multi-product'],
  spm: ['produk tunggal', 'single-product'],
  flow: ['formulir', 'flow'],
  contactInfo: ['minta kontak', 'contact info'],
  call: ['panggilan suara', 'voice call'],
  callPermission: ['izin menelepon', 'call permission'],
  other: ['lain', 'other'],
}

function checkCounts(field: string, buttons: readonly TemplateButton[]): Finding[] {
  const findings: Finding[] = []
  if (buttons.length > TEMPLATE_BOUNDS.buttons) {
    findings.push(
      broken('buttons_count', field, { max: TEMPLATE_BOUNDS.buttons, found: buttons.length, value: '' }),
    )
  } else {
    for (const kind of Object.keys(BUTTONS_MAX) as Kind[]) {
      findings.push(...checkCount(field, buttons, kind, BUTTONS_MAX[kind]))
    }
  }
  const turns = buttons.filter(
    ({ kind }, at) => at > 0 && (kind === 'reply') !== (buttons[at - 1]?.kind === 'reply'),
  )
  return turns.length > 1 ? [...findings, broken('buttons_order', field)] : findings
}

function checkCounts2022(field: string, buttons: readonly TemplateButton[]): Finding[] {
  const findings: Finding[] = []
  const { reply, url, phone } = BUTTONS_MAX_2022
  findings.push(...checkCount(field, buttons, 'reply', reply))
  findings.push(...checkCount(field, buttons, 'url', url))
  findings.push(...checkCount(field, buttons, 'phone', phone))
  const replies = buttons.filter(({ kind }) => kind === 'reply').length
  if (replies > 0 && replies < buttons.length) findings.push(broken('buttons_mixed', field))
  for (const [at, { kind }] of buttons.entries()) {
    if (kind in BUTTONS_MAX_2022) continue
    const [id, en] = KIND_WORDS[kind]
    findings.push(broken('button_kind', `${field}.${at}`, { value_id: id, value_en: en }))
  }
  return findings
}

function checkCount(field: string, buttons: readonly TemplateButton[], kind: Kind, max: number): Finding[] {
  const found = buttons.filter((button) => button.kind === kind).length
  if (found <= max) return []
  const [id, en] = KIND_WORDS[kind]
  return [broken('buttons_count', field, { max, found, value_id: ` ${id}`, value_en: ` ${en}` })]
}

/** Buttons whose label Meta writes itself, when we give none. */
const LABELLED_BY_META: ReadonlySet<Kind> = new Set(['code', 'otp', 'contactInfo', 'callPermission', 'other'])

function checkButtonText(
  field: string,
  button: TemplateButton,
  before: readonly TemplateButton[],
): Finding[] {
  const text = button.text ?? ''
  if (text === '' && LABELLED_BY_META.has(button.kind)) return []
  const isWrong =
    text.trim() === '' ||
    text.length > TEMPLATE_BOUNDS.buttonText ||
    /[\n\r\t*_~`{}]/.test(text) ||
    hasEmoji(text) ||
    before.some((other) => other.text?.trim() === text.trim())
  return [...checkUnbroken(field, text), ...(isWrong ? [broken('button_text', field)] : [])]
}

function checkTarget(field: string, button: TemplateButton, format: Template['format']): Finding[] {
  switch (button.kind) {
    case 'url':
      return checkUrl(field, button, format)
    case 'phone':
      return isPhone(button.phone) ? [] : [broken('phone_format', `${field}.phone`)]
    case 'code':
      return checkCoupon(`${field}.example`, button.example)
    case 'flow': {
      const targets = [button.flowId, button.flowName, button.flowJson].filter(Boolean)
      return targets.length === 1 ? [] : [broken('flow_target', field)]
    }
    case 'other':
      return [broken('button_kind', field, { value: button.type.slice(0, 60) })]
    default:
      return []
  }
}

type UrlButton = Extract<TemplateButton, { kind: 'url' }>

/** The host is fixed; one variable may follow it, at the very end, and then a whole example address is needed. */
function checkUrl(field: string, { url, example }: UrlButton, format: Template['format']): Finding[] {
  const place = `${field}.url`
  const tokens = tokensIn(url)
  if (tokens.length > 0 || bracesIn(url).broken) {
    const [token = ''] = tokens
    const isNamed = token === '1' || (format === 'NAMED' && isName(token))
    const isAtEnd = /^https?:\/\/[^/?#{}]+[/?#][^{}]*\{\{[^{}]*\}\}$/i.test(url)
    if (tokens.length !== 1 || !isNamed || !isAtEnd) return [broken('url_variable', place)]
  }
  const whole = url.replace(/\{\{[^{}]*\}\}$/, 'x')
  if (!isWebUrl(whole)) return [broken('url_format', place)]
  if (leadsToWhatsApp(whole)) return [broken('url_whatsapp', place)]
  const lacksExample = tokens.length > 0 && !example?.trim()
  return lacksExample ? [broken('example_missing', `${field}.example`, { value: '{{1}}' })] : []
}

function leadsToWhatsApp(url: string): boolean {
  const host = url.replace(/^https?:\/\//i, '').split(/[/?#:]/, 1)[0] ?? ''
  return /^(.+\.)?(wa\.me|wa\.link|whatsapp\.com|whatsapp\.net)$/i.test(host)
}

function isPhone(phone: string): boolean {
  const digits = phone.replace(/[\s().\-+]/g, '')
  return phone.length <= TEMPLATE_BOUNDS.phone && /^\d{5,20}$/.test(digits) && /^\+?[\d\s().-]+$/.test(phone)
}

function checkCoupon(field: string, code: string): Finding[] {
  const isCode = code.length <= TEMPLATE_BOUNDS.coupon && /^[A-Za-z0-9]+$/.test(code)
  return isCode ? [] : [broken('code_format', field)]
}
