import { z } from 'zod'
import type { Words } from '#core/base/language.ts'
import { DAY, HOUR, type Millis } from '#core/base/time.ts'
import { Template, TemplateCategory } from '#core/whatsapp/template/template.ts'

/**
 * Where a template stands. `DRAFT` is ours: not yet at Meta. `FLAGGED` is Meta's warning before a pause.
 * `UNKNOWN` is a word of Meta's that we do not know; it is not sent.
 */
export const TEMPLATE_STATUSES = [
  'DRAFT',
  'PENDING',
  'APPROVED',
  'REJECTED',
  'FLAGGED',
  'PAUSED',
  'DISABLED',
  'IN_APPEAL',
  'LIMIT_EXCEEDED',
  'PENDING_DELETION',
  'DELETED',
  'ARCHIVED',
  'UNKNOWN',
] as const
export const TemplateStatus = z.enum(TEMPLATE_STATUSES)
export type TemplateStatus = z.infer<typeof TemplateStatus>

export const TEMPLATE_QUALITIES = ['UNKNOWN', 'GREEN', 'YELLOW', 'RED'] as const
export const TemplateQuality = z.enum(TEMPLATE_QUALITIES)
export type TemplateQuality = z.infer<typeof TemplateQuality>

/** A template as Meta holds it. Times are milliseconds. */
export const MetaTemplate = z.object({
  /** Meta's id, digits. */
  id: z.string(),
  template: Template,
  status: TemplateStatus,
  quality: TemplateQuality,
  /** Meta's word for the rejection, such as `INVALID_FORMAT`; null when it was not rejected. */
  rejection: z.string().nullable(),
  /** The category that Meta will move it to, or moved it from. */
  correctCategory: z.nullable(TemplateCategory),
  previousCategory: z.nullable(TemplateCategory),
  updatedAt: z.number().nullable(),
})
export type MetaTemplate = z.infer<typeof MetaTemplate>

/** Meta sends approved templates only, flagged ones among them. */
export function isSendable(status: TemplateStatus): boolean {
  return status === 'APPROVED' || status === 'FLAGGED'
}

/** The templates that `encodeTemplateEdit` is taken for; others answer subcode 2388039. */
const EDITABLE: ReadonlySet<TemplateStatus> = new Set(['APPROVED', 'REJECTED', 'PAUSED', 'FLAGGED'])
/** An approved template may be edited once in 24 hours and ten times in 30 days (Meta, template management). */
const EDIT_DAY: Millis = DAY
export const EDIT_MONTH: Millis = 30 * DAY
const EDITS_PER_MONTH_MAX = 10

/** `again`: the moment from which it is allowed. `status`: it must come to another state first. */
type EditDecision =
  | { readonly kind: 'edit' }
  | { readonly kind: 'wait'; readonly why: 'day' | 'month'; readonly again: Millis }
  | { readonly kind: 'status'; readonly status: TemplateStatus }

/** Whether a template may be edited now; `edits` are the moments of its earlier edits while it was approved. */
export function decideEdit(status: TemplateStatus, edits: readonly Millis[], now: Millis): EditDecision {
  if (!EDITABLE.has(status)) return { kind: 'status', status }
  if (!isSendable(status)) return { kind: 'edit' }
  const recent = edits.filter((at) => at > now - EDIT_MONTH).sort((one, other) => other - one)
  const tenth = recent[EDITS_PER_MONTH_MAX - 1]
  if (tenth !== undefined) return { kind: 'wait', why: 'month', again: tenth + EDIT_MONTH }
  const last = recent[0]
  if (last !== undefined && last > now - EDIT_DAY) return { kind: 'wait', why: 'day', again: last + EDIT_DAY }
  return { kind: 'edit' }
}

/** A name stays blocked this long after an approved template of that name was deleted (Meta, template management). */
export const NAME_BLOCKED: Millis = 30 * DAY

/** How long Meta rests a template of red quality, by the word in `other_info.title`; the third time it is disabled. */
export const PAUSES: Readonly<Record<string, Millis>> = { FIRST_PAUSE: 3 * HOUR, SECOND_PAUSE: 6 * HOUR }

/** Meta's reasons for a rejection, read for a person, with what to do. */
export const REJECTIONS: Readonly<Record<string, { readonly reason: Words; readonly remedy: Words }>> = {
  ABUSIVE_CONTENT: {
    reason: {
      id: 'Isi dinilai melanggar kebijakan atau mengancam.',
      en: 'The content was found abusive or threatening.',
    },
    remedy: {
      id: 'Hapus ancaman, data sensitif, dan barang terlarang, lalu ajukan lagi.',
      en: 'Remove threats, sensitive data and forbidden goods, then submit again.',
    },
  },
  INVALID_FORMAT: {
    reason: {
      id: 'Bentuk variabel atau bagian template salah.',
      en: 'Variables or parts of the template are malformed.',
    },
    remedy: {
      id: 'Cocokkan variabel, contohnya, dan tombol dengan aturan Meta di bawah, lalu ajukan lagi.',
      en: 'Make variables, their examples and buttons fit the rules of Meta below, then submit again.',
    },
  },
  INCORRECT_CATEGORY: {
    reason: { id: 'Kategori tidak cocok dengan isinya.', en: 'The category does not fit the content.' },
    remedy: {
      id: 'Ganti kategori, atau ajukan banding di WhatsApp Manager.',
      en: 'Change the category, or appeal in WhatsApp Manager.',
    },
  },
  TAG_CONTENT_MISMATCH: {
    reason: {
      id: 'Bahasa atau kategori tidak cocok dengan isinya.',
      en: 'Language or category does not match the content.',
    },
    remedy: {
      id: 'Samakan bahasa yang dipilih dengan bahasa isi.',
      en: 'Make the chosen language that of the text.',
    },
  },
  PROMOTIONAL: {
    reason: { id: 'Isi terdengar seperti promosi.', en: 'The content reads like a promotion.' },
    remedy: {
      id: 'Ubah kategori ke Marketing, atau hapus kata promosinya.',
      en: 'Change the category to Marketing, or remove the promotion.',
    },
  },
  SCAM: {
    reason: { id: 'Isi dinilai menyerupai penipuan.', en: 'The content was found to resemble a scam.' },
    remedy: {
      id: 'Sebut nama usaha Anda, hapus tautan pendek dan janji hadiah.',
      en: 'Name your business, remove shortened links and promised prizes.',
    },
  },
  CATEGORY_NOT_AVAILABLE: {
    reason: {
      id: 'Kategori ini belum tersedia untuk akun Anda.',
      en: 'This category is not available to your account yet.',
    },
    remedy: { id: 'Pilih kategori lain.', en: 'Choose another category.' },
  },
}
