import { encodeNewTemplate } from '#core/whatsapp/template/encode.ts'
import type { Template, TemplateButton, TemplateHeader } from '#core/whatsapp/template/template.ts'

/** Whether Meta would review the same thing: samples of headers stand by many names and do not count. */
export function isSameTemplate(one: Template, other: Template): boolean {
  return formOf(one) === formOf(other)
}

function formOf(template: Template): string {
  const { header, cards } = template
  const bare = {
    ...template,
    ...(header && { header: withoutSample(header) }),
    cards: cards.map((card) => ({ ...card, ...(card.header && { header: withoutSample(card.header) }) })),
  }
  return JSON.stringify(encodeNewTemplate(bare))
}

function withoutSample(header: TemplateHeader): TemplateHeader {
  return 'sample' in header ? { kind: header.kind } : header
}

/**
 * Meta's content with what only we know of it: the files of ours that stand behind its samples, as far as the headers are still of
 * their kind, and the apps of a one-time password, whose button Meta shows as a link.
 */
export function withOwnParts(theirs: Template, ours: Template): Template {
  const header = ownSample(theirs.header, ours.header)
  return {
    ...theirs,
    ...(header && { header }),
    buttons: theirs.buttons.map((button, at) => ownCode(button, ours.buttons[at])),
    cards: theirs.cards.map((card, at) => {
      const own = ownSample(card.header, ours.cards[at]?.header)
      return { ...card, ...(own && { header: own }) }
    }),
  }
}

/** Meta keeps a sample for reading only: sent again, it would be refused. A copy of a template has none of those. */
export function withoutForeignSamples(template: Template): Template {
  const { header, cards } = template
  const own = (one: TemplateHeader) =>
    'sample' in one && one.sample && !('file' in one.sample) ? withoutSample(one) : one
  return {
    ...template,
    ...(header && { header: own(header) }),
    cards: cards.map((card) => ({ ...card, ...(card.header && { header: own(card.header) }) })),
  }
}

function ownCode(theirs: TemplateButton, ours?: TemplateButton): TemplateButton {
  return theirs.kind === 'otp' && ours?.kind === 'otp' && theirs.otp === ours.otp ? ours : theirs
}

function ownSample(theirs?: TemplateHeader, ours?: TemplateHeader): TemplateHeader | undefined {
  if (!ours || !theirs || ours.kind !== theirs.kind || !('sample' in ours)) return theirs
  return ours.sample && 'file' in ours.sample ? ours : theirs
}
