import type { OTP_KINDS } from '#core/whatsapp/template/kinds.ts'
import type { Template, TemplateButton, TemplateCategory } from '#core/whatsapp/template/template.ts'

/** Pure changes of a template as a whole while it is written. */

export const EMPTY: Template = {
  name: '',
  language: 'id',
  category: 'UTILITY',
  format: 'POSITIONAL',
  body: { text: '', examples: [] },
  buttons: [],
  cards: [],
}

/** Another category; one-time passwords have parts of their own, and lose them again. */
export function withCategory(template: Template, category: TemplateCategory): Template {
  if (category === template.category) return template
  const { lifetime: _lifetime, ...free } = template
  if (category === 'AUTHENTICATION') {
    const { header: _header, footer: _footer, offer: _offer, ...rest } = free
    const body = { text: '', examples: [], security: true }
    const buttons: TemplateButton[] = [{ kind: 'otp', otp: 'COPY_CODE', apps: [] }]
    return {
      ...rest,
      category,
      format: 'POSITIONAL',
      body,
      footer: { text: '', minutes: 5 },
      buttons,
      cards: [],
    }
  }
  if (template.category !== 'AUTHENTICATION') return { ...free, category }
  const { footer: _footer, ...rest } = free
  return { ...rest, category, body: { text: '', examples: [] }, buttons: [] }
}

export function withFooter(template: Template, text: string): Template {
  const { footer: _footer, ...rest } = template
  return text === '' ? rest : { ...rest, footer: { text } }
}

/** Seconds; undefined leaves it to Meta. */
export function withLifetime(template: Template, lifetime: number | undefined): Template {
  const { lifetime: _old, ...rest } = template
  return lifetime === undefined ? rest : { ...rest, lifetime }
}

type OtpButton = Extract<TemplateButton, { kind: 'otp' }>
export type OtpApp = OtpButton['apps'][number]

export function otpOf({ buttons }: Template): OtpButton {
  const found = buttons.find((button) => button.kind === 'otp')
  return found?.kind === 'otp' ? found : { kind: 'otp', otp: 'COPY_CODE', apps: [] }
}

/** Texts that are empty are Meta's own. */
export function withOtp(template: Template, patch: Partial<OtpButton>): Template {
  const { text, autofill, ...rest } = { ...otpOf(template), ...patch }
  const button = { ...rest, ...(text && { text }), ...(autofill && { autofill }) }
  return { ...template, buttons: [button] }
}

/** Apps, their label and Meta's terms belong to codes that fill in by themselves; the first app is asked for at once. */
export function withOtpKind(template: Template, otp: (typeof OTP_KINDS)[number]): Template {
  const { termsAccepted: _terms, autofill: _autofill, ...rest } = otpOf(template)
  if (otp === 'COPY_CODE') return { ...template, buttons: [{ ...rest, otp, apps: [] }] }
  const apps = rest.apps.length > 0 ? rest.apps : [{ package: '', hash: '' }]
  const { autofill } = otpOf(template)
  return { ...template, buttons: [{ ...rest, otp, apps, ...(autofill && { autofill }) }] }
}

/** Minutes that the code holds; undefined: nothing is said about it. */
export function withMinutes(template: Template, minutes: number | undefined): Template {
  const { footer: _footer, ...rest } = template
  return minutes === undefined ? rest : { ...rest, footer: { text: '', minutes } }
}
