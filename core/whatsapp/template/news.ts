import { isObject } from '#core/base/json.ts'
import type { Millis } from '#core/base/time.ts'
import { type Foreign, idAt, labelAt, listAt, momentAt, objectAt, own, textAt } from '#core/whatsapp/read.ts'
import {
  categoryAt,
  decodeQuality,
  decodeRejection,
  decodeStatus,
} from '#core/whatsapp/template/decode-node.ts'
import { typeAt } from '#core/whatsapp/template/decode-part.ts'
import { PAUSES, type TemplateQuality, type TemplateStatus } from '#core/whatsapp/template/state.ts'
import type { TemplateButton, TemplateCategory } from '#core/whatsapp/template/template.ts'

/** Which template a webhook speaks of. */
type TemplateRef = { readonly id: string; readonly name: string; readonly language: string }

type About = { readonly ref: TemplateRef }

/** What Meta says by webhook about one template. */
export type TemplateNews = About &
  (
    | {
        readonly kind: 'status'
        /** Null: an event that names no state (LOCKED, UNARCHIVED …); the template must be fetched again. */
        readonly status: TemplateStatus | null
        readonly event: string
        readonly rejection: string | null
        /** Meta's own sentences, in English, for a person to read. */
        readonly details: string | null
        readonly advice: string | null
        readonly category: TemplateCategory | null
        /** How long it rests, when it was paused and Meta said which pause this is. */
        readonly pause: Millis | null
        readonly disabledAt: Millis | null
      }
    | { readonly kind: 'quality'; readonly from: TemplateQuality; readonly to: TemplateQuality }
    | {
        readonly kind: 'category'
        readonly category: TemplateCategory | null
        readonly previous: TemplateCategory | null
        /** What it will become, and when; null when the change has happened. */
        readonly next: TemplateCategory | null
        readonly at: Millis | null
      }
    /** The texts as they are now; formats, examples and cards must be fetched. */
    | {
        readonly kind: 'components'
        readonly header: string | null
        readonly body: string
        readonly footer: string | null
        readonly buttons: readonly TemplateButton[]
      }
  )

const DETAILS_MAX = 2_000
const BUTTONS_MAX = 20

const FIELDS: ReadonlySet<string> = new Set([
  'message_template_status_update',
  'message_template_quality_update',
  'message_template_components_update',
  'template_category_update',
])

/**
 * A webhook about a template in our words; null when it is about something else or names no template.
 * Told by its properties, not by its field: Meta's own sample prints quality news under the field of status news.
 */
export function decodeTemplateNews(field: string, value: unknown): TemplateNews | null {
  if (!FIELDS.has(field) || !isObject(value)) return null
  const id = idAt(value, 'message_template_id')
  if (!id) return null
  const ref = {
    id,
    name: textAt(value, 'message_template_name', 512) ?? '',
    language: textAt(value, 'message_template_language', 40) ?? '',
  }
  if (own(value, 'new_quality_score') !== undefined) {
    const from = decodeQuality(typeAt(value, 'previous_quality_score'))
    return { ref, kind: 'quality', from, to: decodeQuality(typeAt(value, 'new_quality_score')) }
  }
  if (own(value, 'new_category') !== undefined) return { ref, ...categoryNews(value) }
  if (own(value, 'message_template_element') !== undefined) return { ref, ...componentNews(value) }
  return own(value, 'event') === undefined ? null : { ref, ...statusNews(value) }
}

/** Events that say a state in another word. */
const EVENT_STATES: Readonly<Record<string, TemplateStatus>> = {
  REINSTATED: 'APPROVED',
  UNPAUSED: 'APPROVED',
}

function statusNews(value: Foreign) {
  const event = typeAt(value, 'event')
  const known = EVENT_STATES[event] ?? decodeStatus(event)
  const other = objectAt(value, 'other_info')
  const rejected = objectAt(value, 'rejection_info')
  const disabled = objectAt(value, 'disable_info')
  return {
    kind: 'status' as const,
    status: known === 'UNKNOWN' ? null : known,
    event,
    rejection: decodeRejection(typeAt(value, 'reason')),
    details:
      (rejected && labelAt(rejected, 'reason', DETAILS_MAX)) ??
      (other && labelAt(other, 'description', DETAILS_MAX)) ??
      null,
    advice: (rejected && labelAt(rejected, 'recommendation', DETAILS_MAX)) ?? null,
    category: categoryAt(value, 'message_template_category'),
    pause: (known === 'PAUSED' && other && PAUSES[typeAt(other, 'title')]) || null,
    disabledAt: disabled ? momentAt(disabled, 'disable_date') : null,
  }
}

/** A day before a change Meta names the category of today as `new_category`, and the coming one as `correct_category`. */
function categoryNews(value: Foreign) {
  return {
    kind: 'category' as const,
    category: categoryAt(value, 'new_category'),
    previous: categoryAt(value, 'previous_category'),
    next: categoryAt(value, 'correct_category'),
    at: momentAt(value, 'category_update_timestamp'),
  }
}

function componentNews(value: Foreign) {
  const buttons = (listAt(value, 'message_template_buttons') ?? []).slice(0, BUTTONS_MAX)
  return {
    kind: 'components' as const,
    header: textAt(value, 'message_template_title') ?? null,
    body: textAt(value, 'message_template_element') ?? '',
    footer: textAt(value, 'message_template_footer') ?? null,
    buttons: buttons.flatMap((button) => (isObject(button) ? buttonNews(button) : [])),
  }
}

function buttonNews(raw: Foreign): TemplateButton {
  const type = typeAt(raw, 'message_template_button_type')
  const text = textAt(raw, 'message_template_button_text') ?? ''
  if (type === 'QUICK_REPLY') return { kind: 'reply', text }
  if (type === 'URL') return { kind: 'url', text, url: textAt(raw, 'message_template_button_url') ?? '' }
  if (type === 'PHONE_NUMBER') {
    return { kind: 'phone', text, phone: idAt(raw, 'message_template_button_phone_number') ?? '' }
  }
  return { kind: 'other', type, text }
}
