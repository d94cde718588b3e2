import { isObject } from '#core/base/json.ts'
import { type Foreign, idAt, momentAt, objectAt } from '#core/whatsapp/read.ts'
import { decodeTemplate } from '#core/whatsapp/template/decode.ts'
import { typeAt } from '#core/whatsapp/template/decode-part.ts'
import { categoryOf } from '#core/whatsapp/template/intent/category.ts'
import {
  type MetaTemplate,
  TEMPLATE_QUALITIES,
  TEMPLATE_STATUSES,
  type TemplateQuality,
  type TemplateStatus,
} from '#core/whatsapp/template/state.ts'
import type { TemplateCategory } from '#core/whatsapp/template/template.ts'

/**
 * A node of `GET message_templates` or `GET {template-id}` in our words, or why it is none. What Meta leaves out is
 * unknown; a part that we do not know is left out, so that one strange template never stops a synchronisation.
 */
export function decodeMetaTemplate(raw: unknown): MetaTemplate | string {
  if (!isObject(raw)) return 'template is not an object'
  const id = idAt(raw, 'id')
  if (!id) return 'template has no id'
  const { template } = decodeTemplate(raw)
  if (template.name === '' || template.language === '') return 'template has no name or language'
  return {
    id,
    template,
    status: decodeStatus(typeAt(raw, 'status')),
    quality: decodeQuality(typeAt(objectAt(raw, 'quality_score') ?? {}, 'score')),
    rejection: decodeRejection(typeAt(raw, 'rejected_reason')),
    correctCategory: categoryAt(raw, 'correct_category'),
    previousCategory: categoryAt(raw, 'previous_category'),
    updatedAt: momentAt(raw, 'last_updated_time'),
  }
}

/** 360dialog says `submitted` for what waits. */
export function decodeStatus(said: string): TemplateStatus {
  if (said === 'SUBMITTED' || said === 'IN_REVIEW') return 'PENDING'
  return TEMPLATE_STATUSES.find((status) => status === said && status !== 'DRAFT') ?? 'UNKNOWN'
}

export function decodeQuality(said: string): TemplateQuality {
  return TEMPLATE_QUALITIES.find((quality) => quality === said) ?? 'UNKNOWN'
}

/** Meta writes NONE where there is nothing. */
export function decodeRejection(said: string): string | null {
  return said === '' || said === 'NONE' ? null : said
}

export function categoryAt(raw: Foreign, key: string): TemplateCategory | null {
  return categoryOf(typeAt(raw, key)) ?? null
}
