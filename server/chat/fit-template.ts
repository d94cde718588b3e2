import type { Refusal } from '#core/base/refusal.ts'
import type { SendFacts } from '#core/policy/send.ts'
import { stateOf } from '#core/policy/template.ts'
import type { Draft, TemplateDraft } from '#core/whatsapp/draft.ts'
import { refusalOf } from '#core/whatsapp/finding.ts'
import { fillTemplate } from '#core/whatsapp/template/fill/fill.ts'
import { plainPreview } from '#core/whatsapp/template/fill/render.ts'
import type { Query } from '#server/base/db.ts'
import { knownTemplate, sendableTemplates } from '#server/whatsapp/template/facts.ts'

export type Fitted = {
  /** Of a template: with its values settled, as Meta takes them. */
  readonly draft: Draft
  readonly facts: Pick<SendFacts, 'template' | 'templates'>
  /** The values do not fit the template, though it may be sent. */
  readonly refusal: Refusal | undefined
}

/**
 * What the gate must know about templates for a draft. A template is filled here as the preview fills it; words of one's own
 * outside the window are told which template may go instead.
 */
export async function fitTemplate(
  query: Query,
  workspaceId: string,
  draft: Draft,
  isOpen: boolean,
): Promise<Fitted> {
  if (draft.kind !== 'template') {
    const templates = isOpen ? [] : await sendableTemplates(query, workspaceId)
    return { draft, facts: templates.length > 0 ? { templates } : {}, refusal: undefined }
  }
  const known = await knownTemplate(query, workspaceId, draft)
  if (known === undefined) return { draft: unshown(draft), facts: {}, refusal: undefined }
  if (known === null || stateOf(known.facts) !== 'sendable') {
    const templates = await sendableTemplates(query, workspaceId)
    return { draft: unshown(draft), facts: { template: known?.facts ?? null, templates }, refusal: undefined }
  }
  const filled = fillTemplate(known.template, draft, 'path')
  return {
    draft: { ...filled.draft, shown: plainPreview(filled.preview) },
    facts: { template: known.facts },
    refusal: refusalOf('template-unsendable', filled.findings),
  }
}

/** What the customer reads is said by the house only, never by the caller. */
function unshown({ shown: _shown, ...draft }: TemplateDraft): TemplateDraft {
  return draft
}
