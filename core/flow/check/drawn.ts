import type { Report } from '#core/flow/problem.ts'
import { fold } from '#core/flow/text/fold.ts'
import { checkDraft, LIMITS } from '#core/whatsapp/check.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import { placeWords } from '#core/whatsapp/place.ts'

/** A message whose texts are said by `say`; null when it says nothing. */
export type Drawn = (say: (template: string) => string) => Draft | null

/**
 * A drawn message against WhatsApp's limits. What a merge field will bring is not known: each counts as one character,
 * and a short part that holds one is warned of.
 */
export function checkDrawn(drawn: Drawn, report: Report): void {
  let fields = 0
  const placeholder = () => String.fromCharCode(PRIVATE_USE + fields++)
  const draft = drawn((text) => (text.includes('{{') ? text.replace(MERGE_FIELD, placeholder) : text))
  if (!draft) {
    report('text-empty')
    return
  }
  for (const { field, reason, limit } of checkDraft(draft)) {
    const place = placeWords(field)
    report('draft-refused', { field, place, reason, ...(limit === undefined ? {} : { limit }) })
  }
  const asWritten = fields > 0 ? drawn((text) => text) : null
  for (const [title, max] of asWritten ? shortParts(asWritten) : []) {
    if (title.search(MERGE_FIELD) >= 0) report('title-may-grow', { title: title.slice(0, TITLE_SHOWN), max })
  }
}

/** People choose by words: two options with the same words cannot be told apart. */
export function checkTitles(titles: readonly string[], report: Report): void {
  const seen = new Set<string>()
  for (const title of titles) {
    const words = fold(title)
    if (words !== '' && seen.has(words)) report('title-twice', { title: title.slice(0, TITLE_SHOWN) })
    seen.add(words)
  }
}

const MERGE_FIELD = /\{\{[^{}]*\}\}/g
/** Placeholders that nobody types and that differ from each other. */
const PRIVATE_USE = 0xe000
const TITLE_SHOWN = 60

function shortParts(draft: Draft): [string, number][] {
  if (draft.kind === 'buttons') return draft.buttons.map(({ title }) => [title, LIMITS.buttonTitle])
  if (draft.kind !== 'list') return []
  return [
    [draft.button, LIMITS.listButton],
    ...draft.sections.flatMap(({ title, rows }): [string, number][] => [
      [title ?? '', LIMITS.sectionTitle],
      ...rows.map(({ title }): [string, number] => [title, LIMITS.rowTitle]),
    ]),
  ]
}
