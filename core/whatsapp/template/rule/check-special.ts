import type { Finding } from '#core/whatsapp/finding.ts'
import { LIFETIMES, TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import { broken } from '#core/whatsapp/template/rule/rules.ts'
import type { Template, TemplateButton } from '#core/whatsapp/template/template.ts'

type OtpButton = Extract<TemplateButton, { kind: 'otp' }>

/** An authentication template is Meta's own sentence and one button that carries the code. */
export function checkAuthentication(template: Template): Finding[] {
  const { footer, body, buttons } = template
  const findings = foreignParts(template).map((part) => broken('auth_parts', part))
  if (body.text.trim() !== '' && !isMetasOwn(body.text)) findings.push(broken('auth_body', 'body.text'))
  if (footer?.minutes !== undefined && !isExpiry(footer.minutes)) {
    findings.push(broken('expiry_range', 'footer.minutes'))
  }
  const [button] = buttons
  if (buttons.length !== 1 || button?.kind !== 'otp') findings.push(broken('auth_button', 'buttons'))
  const otps = buttons.flatMap((one, at) => (one.kind === 'otp' ? checkOtp(`buttons.${at}`, one) : []))
  return [...findings, ...otps]
}

/** The parts that an authentication template may not have; its footer only says how long the code holds. */
function foreignParts({ header, offer, cards, footer }: Template): string[] {
  return [
    header ? ['header'] : [],
    offer ? ['offer'] : [],
    cards.length > 0 ? ['cards'] : [],
    footer && footer.minutes === undefined ? ['footer'] : [],
  ].flat()
}

/** What Meta writes when it shows an authentication template: the code in bold and its sentence. */
function isMetasOwn(text: string): boolean {
  return /^\*?\{\{1\}\}\*?\s/.test(text)
}

function isExpiry(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= TEMPLATE_BOUNDS.expiry
}

function checkOtp(field: string, { otp, apps, autofill, termsAccepted }: OtpButton): Finding[] {
  if (otp === 'COPY_CODE') return []
  const findings: Finding[] = []
  const isKnown = ({ package: name, hash }: OtpButton['apps'][number]) =>
    /^[A-Za-z]\w*(\.[A-Za-z]\w*)+$/.test(name) && /^[A-Za-z0-9+/=]{11}$/.test(hash)
  const isListed = apps.length >= 1 && apps.length <= TEMPLATE_BOUNDS.otpApps && apps.every(isKnown)
  if (!isListed) findings.push(broken('otp_apps', `${field}.apps`))
  if (autofill !== undefined && autofill.length > TEMPLATE_BOUNDS.buttonText) {
    findings.push(broken('button_text', `${field}.autofill`))
  }
  if (otp === 'ZERO_TAP' && !termsAccepted) findings.push(broken('otp_terms', `${field}.termsAccepted`))
  return findings
}

/** What only authentication templates may hold. */
export function checkNoAuthentication({ body, footer, buttons }: Template): Finding[] {
  const findings: Finding[] = []
  if (body.security) findings.push(broken('auth_only', 'body.security'))
  if (footer?.minutes !== undefined) findings.push(broken('auth_only', 'footer.minutes'))
  for (const [at, { kind }] of buttons.entries()) {
    if (kind === 'otp') findings.push(broken('auth_only', `buttons.${at}`))
  }
  return findings
}

/** A limited-time offer: MARKETING, at most 16 characters, no footer, an image or video above it or nothing. */
export function checkOffer({ offer, category, footer, header }: Template): Finding[] {
  if (!offer) return []
  const findings: Finding[] = []
  const isShort = offer.text.trim() !== '' && offer.text.length <= TEMPLATE_BOUNDS.offer
  if (!isShort) findings.push(broken('offer_text', 'offer.text'))
  const isFramed = !footer && (!header || header.kind === 'image' || header.kind === 'video')
  if (category !== 'MARKETING' || !isFramed) findings.push(broken('offer_parts', 'offer'))
  return findings
}

/** Meta bounds the time to live by category; -1, for thirty days, is for utility and authentication. */
export function checkLifetime({ category, lifetime }: Template): Finding[] {
  if (lifetime === undefined) return []
  const { min, max, unlimited } = LIFETIMES[category]
  const isWithin = (lifetime === -1 && unlimited) || (lifetime >= min && lifetime <= max)
  return isWithin ? [] : [broken('lifetime_range', 'lifetime', { min, max })]
}
