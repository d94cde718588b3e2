import { DAY, type Millis } from '#core/base/time.ts'
import { type Finding, findingOf, type Rule } from '#core/whatsapp/finding.ts'
import { NAME_BLOCKED } from '#core/whatsapp/template/state.ts'
import type { Template } from '#core/whatsapp/template/template.ts'

/** Meta's rules of a template among the others of its account. */
const AMONG_RULES = {
  name_taken: {
    severity: 'error',
    reason: {
      id: 'Template {value} dalam bahasa ini sudah ada.',
      en: 'There is already a template {value} in this language.',
    },
    remedy: {
      id: 'Pilih nama lain, atau sunting yang sudah ada.',
      en: 'Choose another name, or edit that one.',
    },
    codes: [2388024],
  },
  name_blocked: {
    severity: 'error',
    reason: {
      id: 'Nama {value} baru saja dihapus; Meta menahannya 30 hari, masih {days} hari lagi.',
      en: 'The name {value} was deleted lately; Meta keeps it for 30 days, {days} more.',
    },
    remedy: { id: 'Pilih nama lain.', en: 'Choose another name.' },
    codes: [2388023],
  },
  content_repeated: {
    severity: 'error',
    reason: {
      id: 'Isi dan footer-nya sama dengan template {value}.',
      en: 'Body and footer are those of the template {value}.',
    },
    remedy: {
      id: 'Pakai template itu, atau ubah kata-katanya.',
      en: 'Use that template, or change the words.',
    },
  },
  templates_full: {
    severity: 'error',
    reason: {
      id: 'Akun ini sudah punya {max} template, batasnya.',
      en: 'This account has {max} templates already, its limit.',
    },
    remedy: {
      id: 'Hapus yang tidak dipakai, atau selesaikan verifikasi bisnis (batas 6.000).',
      en: 'Delete those not in use, or finish business verification (limit 6,000).',
    },
    codes: [2388019],
  },
} as const satisfies Record<string, Rule>

/** Templates of an account, each language counted: before business verification, and after it with an approved name. */
export const TEMPLATES_MAX = { unverified: 250, verified: 6_000 } as const

type Words = Pick<Template, 'name' | 'language' | 'body' | 'footer'>

export type Account = {
  readonly templates: readonly { readonly template: Words }[]
  readonly verified: boolean
  /** Names of approved templates that were deleted, and when. */
  readonly deleted?: readonly { readonly name: string; readonly at: Millis }[]
}

/** Why Meta would refuse a new template because of the others of its account. */
export function checkAmong(template: Template, account: Account, now: Millis): Finding[] {
  const { name, language, category } = template
  const { templates, verified, deleted = [] } = account
  const findings: Finding[] = []
  const max = verified ? TEMPLATES_MAX.verified : TEMPLATES_MAX.unverified
  if (templates.length >= max) findings.push(findingOf(AMONG_RULES, 'templates_full', 'name', { max }))
  const twin = templates.find(({ template: other }) => other.name === name && other.language === language)
  if (twin) findings.push(findingOf(AMONG_RULES, 'name_taken', 'name', { value: name }))
  const gone = deleted.find((one) => one.name === name && one.at > now - NAME_BLOCKED)
  if (gone) {
    const days = Math.ceil((gone.at + NAME_BLOCKED - now) / DAY)
    findings.push(findingOf(AMONG_RULES, 'name_blocked', 'name', { value: name, days }))
  }
  // Authentication templates all have Meta's own words; a twin is told by its name already.
  if (category === 'AUTHENTICATION' || twin) return findings
  const words = wordsOf(template)
  const same = templates.find(({ template: other }) => wordsOf(other) === words)
  if (!same) return findings
  return [...findings, findingOf(AMONG_RULES, 'content_repeated', 'body.text', { value: same.template.name })]
}

function wordsOf({ body, footer }: Words): string {
  return JSON.stringify([body.text.trim(), footer?.text.trim() ?? ''])
}
