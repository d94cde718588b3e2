import type { Template } from '#core/whatsapp/template/template.ts'
import { variablesIn } from '#core/whatsapp/template/variable.ts'

/** What Meta writes into authentication templates, as near as we know; other languages are shown in English. */
const SENTENCES = {
  id: {
    code: '{{1}} adalah kode verifikasi Anda.',
    security: 'Demi keamanan, jangan bagikan kode ini.',
    expiry: (minutes: number) => `Kode ini kedaluwarsa dalam ${minutes} menit.`,
    copy: 'Salin kode',
    contact: 'Bagikan kontak',
  },
  en: {
    code: '{{1}} is your verification code.',
    security: 'For your security, do not share this code.',
    expiry: (minutes: number) => `This code expires in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
    copy: 'Copy code',
    contact: 'Share contact',
  },
} as const

/** Meta's own words in a template of this language. */
export function sentencesOf({ language }: { readonly language: string }) {
  return SENTENCES[language === 'id' ? 'id' : 'en']
}

/** The text of the body; of an authentication template without one, Meta's own sentence. */
export function bodyTextOf(template: Template): string {
  const { body, category } = template
  if (category !== 'AUTHENTICATION' || body.text !== '') return body.text
  const { code, security } = sentencesOf(template)
  return body.security ? `${code} ${security}` : code
}

/** The text of the footer, or null. */
export function footerTextOf(template: Template): string | null {
  const { footer } = template
  if (!footer) return null
  if (footer.text !== '' || footer.minutes === undefined) return footer.text
  return sentencesOf(template).expiry(footer.minutes)
}

/** The label of a button that Meta writes itself. */
export function copyLabelOf(template: Template): string {
  return sentencesOf(template).copy
}

/** The label of a button that asks for the customer's number. */
export function contactLabelOf(template: Template): string {
  return sentencesOf(template).contact
}

/** Every variable of the header and the body, each part for itself: what a form of values must ask for. */
export function variablesOf(template: Template): { readonly header: string[]; readonly body: string[] } {
  const { header } = template
  return {
    header: header?.kind === 'text' ? variablesIn(header.text) : [],
    body: variablesIn(bodyTextOf(template)),
  }
}
