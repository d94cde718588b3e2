import type { Refusal } from '#core/base/refusal.ts'
import type { Foresight } from '#core/policy/foresight.ts'
import { stateOf } from '#core/policy/template.ts'
import type { Draft, TemplateDraft } from '#core/whatsapp/draft.ts'
import { refusalOf } from '#core/whatsapp/finding.ts'
import { fillTemplate } from '#core/whatsapp/template/fill/fill.ts'
import { plainPreview } from '#core/whatsapp/template/fill/render.ts'

type Fitted = {
  /** Of a template: with its values settled, as Meta takes them. */
  readonly draft: Draft
  /** The values do not fit the template, though it may be sent. */
  readonly refusal: Refusal | undefined
}

/** A template is filled here as the preview fills it; one that may not be sent is left to the gate as it is. */
export function fitTemplate(draft: Draft, foresight: Pick<Foresight, 'templateOf'> | null): Fitted {
  if (draft.kind !== 'template') return { draft, refusal: undefined }
  const known = foresight?.templateOf(draft.name, draft.language)
  if (!known || stateOf(known.facts) !== 'sendable') return { draft: unshown(draft), refusal: undefined }
  const filled = fillTemplate(known.template, draft, 'path')
  return {
    draft: { ...filled.draft, shown: plainPreview(filled.preview) },
    refusal: refusalOf('template-unsendable', filled.findings),
  }
}

/** What the customer reads is said by the house only, never by the caller. */
function unshown({ shown: _shown, ...draft }: TemplateDraft): TemplateDraft {
  return draft
}
