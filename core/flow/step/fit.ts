import { cutText } from '#core/base/text.ts'
import { LIMITS } from '#core/whatsapp/check.ts'
import type { Draft } from '#core/whatsapp/draft.ts'

/**
 * A draft whose merge fields made a part too long, empty or alike, made fit for WhatsApp: cut where Meta would refuse
 * it, never through a visible character. What only a person can mend stays as it is.
 */
export function fitDraft(draft: Draft): Draft {
  switch (draft.kind) {
    case 'text':
      return { ...draft, text: cutText(draft.text, LIMITS.text) }
    case 'media':
      return draft.caption === undefined
        ? draft
        : { ...draft, caption: cutText(draft.caption, LIMITS.caption) }
    case 'buttons':
      return fitButtons(draft)
    case 'list':
      return fitList(draft)
    case 'link':
      return {
        ...draft,
        text: cutText(draft.text, LIMITS.body),
        ...fitFooter(draft.footer),
        label: fitTitle(draft.label, LIMITS.linkLabel, new Set()),
      }
    case 'locationRequest':
      return { ...draft, text: cutText(draft.text, LIMITS.body) }
    default:
      return draft
  }
}

function fitButtons(draft: Extract<Draft, { kind: 'buttons' }>): Draft {
  const used = new Set<string>()
  return {
    ...draft,
    text: cutText(draft.text, LIMITS.body),
    ...fitFooter(draft.footer),
    buttons: draft.buttons.map(({ id, title }) => ({ id, title: fitTitle(title, LIMITS.buttonTitle, used) })),
  }
}

function fitList(draft: Extract<Draft, { kind: 'list' }>): Draft {
  const used = new Set<string>()
  return {
    ...draft,
    text: cutText(draft.text, LIMITS.body),
    ...fitFooter(draft.footer),
    button: fitTitle(draft.button, LIMITS.listButton, new Set()),
    sections: draft.sections.map(({ title, rows }) => ({
      ...(title === undefined ? {} : { title: cutText(title, LIMITS.sectionTitle) }),
      rows: rows.map(({ id, title, description }) => ({
        id,
        title: fitTitle(title, LIMITS.rowTitle, used),
        ...(description === undefined ? {} : { description: cutText(description, LIMITS.rowDescription) }),
      })),
    })),
  }
}

function fitFooter(footer: string | undefined): { footer?: string } {
  const cut = cutText(footer ?? '', LIMITS.footer).trim()
  return cut === '' ? {} : { footer: cut }
}

/** Titles of one message must have words and differ: an empty one becomes a dash, a second like it gets a number. */
function fitTitle(title: string, max: number, used: Set<string>): string {
  const cut = cutText(title.trim(), max).trim() || '–'
  let fitting = cut
  for (let copy = 2; used.has(fitting); copy++) fitting = `${cutText(cut, max - SUFFIX_MAX).trim()} ${copy}`
  used.add(fitting)
  return fitting
}
/** Room for a space and a number of up to three digits. */
const SUFFIX_MAX = 4
