import type { Millis } from '#core/base/time.ts'
import type { TemplateUse, TemplateView } from '#core/whatsapp/template/api.ts'
import { decideEdit, EDIT_MONTH } from '#core/whatsapp/template/state.ts'
import type { TemplateRow } from '#server/whatsapp/template/store.ts'

/** A row as the contract tells it; `now` is the channel's present moment. */
export function templateAs(row: TemplateRow, now: Millis, uses: readonly TemplateUse[]): TemplateView {
  const edit = decideEdit(row.status, row.edits, now)
  return {
    id: row.id,
    metaId: row.meta_id,
    name: row.name,
    language: row.language,
    category: row.category,
    status: row.status,
    quality: row.quality,
    rejection: row.rejection,
    details: row.details,
    advice: row.advice,
    correctCategory: row.correct_category,
    categoryAt: row.category_at,
    previousCategory: row.previous_category,
    pausedUntil: row.paused_until,
    intent: row.intent,
    template: row.content,
    draft: row.draft,
    revision: row.revision,
    editsUsed: row.edits.filter((at) => at > now - EDIT_MONTH).length,
    editAgain: edit.kind === 'wait' ? edit.again : null,
    unansweredSince: row.asked_at,
    lost: row.lost,
    uses: [...uses],
    updatedAt: row.updated_at,
  }
}
