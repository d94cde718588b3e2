import { MINUTE } from '#core/base/time.ts'
import { isFreeForm, type Rule, type SendFacts } from '#core/policy/facts.ts'
import { stateOf, type TemplateFacts, toCategory } from '#core/policy/template.ts'
import { checkDraft } from '#core/whatsapp/check.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import { placeWords } from '#core/whatsapp/place.ts'
import { statusInSentence } from '#core/whatsapp/template/status-words.ts'

/** Meta refuses a malformed message with 100 or 131009; refusing it here names the field instead. */
export const draftLimits: Rule = {
  id: 'draft.limits',
  concerns: () => true,
  facts: () => ({}),
  objects: (draft) => {
    const [fault] = checkDraft(draft)
    if (!fault) return null
    const { field, reason } = fault
    const place = placeWords(field)
    const details = {
      field,
      field_id: place.id,
      field_en: place.en,
      reason_id: reason.id,
      reason_en: reason.en,
    }
    return { code: 'draft-invalid', remedy: { kind: 'fix', ask: 'builder-mends-message' }, details }
  },
}

/** Meta: only a template that exists, is approved and not paused passes (errors 132001, 132015, 132016). */
export const templateApproved: Rule = {
  id: 'template.approved',
  concerns: (draft, { template }) => !isFreeForm(draft) && template !== undefined,
  facts: ({ template }) => ({ templateStatus: template?.status ?? null }),
  objects: (draft, { template }, now) => {
    if (template === undefined || draft.kind !== 'template') return null
    const details = { name: draft.name, language: draft.language }
    if (template === null) {
      return { code: 'template-missing', remedy: { kind: 'fix', ask: 'builder-submits-template' }, details }
    }
    const state = stateOf(template)
    if (state === 'sendable') return null
    if (state === 'disabled') return { code: 'template-disabled', remedy: { kind: 'template' }, details }
    if (state === 'paused') {
      const until = template.pausedUntil ?? null
      const remedy =
        until !== null && until > now ? ({ kind: 'wait', until } as const) : { kind: 'wait' as const }
      return { code: 'template-paused', remedy, details }
    }
    const remedy = { kind: 'fix', ask: 'builder-submits-template' } as const
    return {
      code: 'template-not-approved',
      remedy,
      details: { ...details, ...statusInSentence(template.status) },
    }
  },
}

/** Meta: a template takes exactly as many values as it has variables (error 132000). */
export const templateValues: Rule = {
  id: 'template.values',
  concerns: (draft, { template }) => draft.kind === 'template' && Boolean(template),
  facts: ({ template }) => ({ valuesRequired: template?.bodyValues ?? null }),
  objects: (draft, { template }) => {
    if (draft.kind !== 'template' || !template) return null
    const given = draft.body.length
    if (given === template.bodyValues) return null
    const details = { name: draft.name, given, required: template.bodyValues }
    return { code: 'template-values', remedy: { kind: 'fix', ask: 'builder-fills-values' }, details }
  },
}

/** Marketing is what its template's category says; without one, a broadcast. Order and payment notices are none. */
function isMarketing(
  draft: Draft,
  template: TemplateFacts | null | undefined,
  lane: SendFacts['lane'],
): boolean {
  if (draft.kind === 'template' && template) return toCategory(template.category) === 'marketing'
  return lane === 'broadcast'
}

/** Meta: a customer who stopped marketing gets none (error 131050, field `user_preferences`); answers are allowed. */
export const marketingWanted: Rule = {
  id: 'optout.marketing',
  concerns: (draft, { template, lane }) => isMarketing(draft, template, lane),
  facts: ({ optedOut, optOut }) => ({
    optedOut,
    ...(optOut ? { optedOutBy: optOut.by, optedOutAt: optOut.at } : {}),
  }),
  objects: (_, { optedOut }) =>
    optedOut ? { code: 'opted-out', remedy: { kind: 'none', ask: 'customer-resumes' } } : null,
}

/** Meta: a marketing message it held back for this customer (error 131049) is not tried again for at least 24 hours. */
export const marketingRested: Rule = {
  id: 'marketing.cap',
  concerns: (draft, { template, lane, marketingHeldUntil }) =>
    marketingHeldUntil !== undefined && isMarketing(draft, template, lane),
  facts: ({ marketingHeldUntil }) => ({ marketingHeldUntil: marketingHeldUntil ?? null }),
  objects: (_, { marketingHeldUntil }, now) => {
    const until = marketingHeldUntil ?? now
    if (until <= now) return null
    const details = { minutes: Math.ceil((until - now) / MINUTE) }
    return { code: 'marketing-capped', remedy: { kind: 'wait', until }, details, until }
  },
}
