import {
  checkHeader,
  checkPlace,
  checkSource,
  checkText,
  checkUnique,
  type DraftFault,
  faultOf,
  isWebUrl,
  URL_MAX,
} from '#core/whatsapp/check-field.ts'
import { checkInteractive, INTERACTIVE_LIMITS } from '#core/whatsapp/check-interactive.ts'
import { checkTemplateDraft, TEMPLATE_LIMITS } from '#core/whatsapp/check-template.ts'
import type { Draft, ListSection } from '#core/whatsapp/draft.ts'

/**
 * Meta's bounds of outgoing messages (Cloud API reference, 2026; read by the gate and by every editor's counters).
 * Lengths count UTF-16 units, as Meta does: an emoji counts two or more.
 */
export const LIMITS = {
  text: 4096,
  caption: 1024,
  filename: 240,
  url: URL_MAX,
  /** Body of a list. Meta takes 4096 since November 2025; what editors and flows write stays below `body`, which always passed. */
  listBody: 4096,
  listButton: 20,
  listSections: 10,
  listRows: 10,
  rowTitle: 24,
  rowDescription: 72,
  rowId: 200,
  cards: 257,
  ...INTERACTIVE_LIMITS,
  ...TEMPLATE_LIMITS,
} as const

/**
 * Every reason why Meta would refuse this draft as it stands, with the field to mend; empty when it would pass.
 * Lengths count UTF-16 units, as Meta does. Window, number and recipient are judged by the gate, not here.
 */
export function checkDraft(draft: Draft): DraftFault[] {
  switch (draft.kind) {
    case 'text':
      return checkText('text', draft.text, LIMITS.text)
    case 'media':
      return checkMedia(draft)
    case 'location':
      return checkPlace('', draft)
    case 'contacts':
      return checkContacts(draft)
    case 'buttons':
      return checkButtons(draft)
    case 'list':
      return checkList(draft)
    case 'link':
      return checkLink(draft)
    case 'locationRequest':
      return checkText('text', draft.text, LIMITS.body)
    case 'reaction':
      return checkReaction(draft)
    case 'template':
      return checkTemplateDraft(draft)
    default:
      return checkInteractive(draft)
  }
}

type Of<K extends Draft['kind']> = Extract<Draft, { kind: K }>

function checkMedia(draft: Of<'media'>): DraftFault[] {
  const { media, caption, filename, voice } = draft
  const faults = checkSource('source', draft.source)
  const bare = media === 'audio' || media === 'sticker'
  if (bare && caption) faults.push(faultOf('caption', 'noCaption'))
  else faults.push(...checkText('caption', caption ?? '', LIMITS.caption, { optional: true }))
  if (filename && media !== 'document') faults.push(faultOf('filename', 'noFilename'))
  else faults.push(...checkText('filename', filename ?? '', LIMITS.filename, { optional: true }))
  if (voice && media !== 'audio') faults.push(faultOf('voice', 'noVoice'))
  return faults
}

function checkContacts({ contacts }: Of<'contacts'>): DraftFault[] {
  if (contacts.length === 0) return [faultOf('contacts', 'missing')]
  if (contacts.length > LIMITS.cards) return [faultOf('contacts', 'tooMany', LIMITS.cards)]
  return contacts.flatMap(({ name, phones, emails, birthday, urls = [] }, at) => [
    ...checkText(`contacts.${at}.name.formatted`, name.formatted, LIMITS.body),
    ...phones.flatMap(({ phone }, line) =>
      checkText(`contacts.${at}.phones.${line}.phone`, phone, LIMITS.body),
    ),
    ...emails.flatMap(({ email }, line) =>
      checkText(`contacts.${at}.emails.${line}.email`, email, LIMITS.body),
    ),
    ...urls.flatMap(({ url }, line) =>
      isWebUrl(url) ? [] : [faultOf(`contacts.${at}.urls.${line}.url`, 'url')],
    ),
    ...(birthday && !/^\d{4}-\d{2}-\d{2}$/.test(birthday)
      ? [faultOf(`contacts.${at}.birthday`, 'date')]
      : []),
  ])
}

function checkButtons({ header, text, footer, buttons }: Of<'buttons'>): DraftFault[] {
  const faults = [
    ...checkHeader(header, LIMITS.header),
    ...checkText('text', text, LIMITS.body),
    ...checkText('footer', footer ?? '', LIMITS.footer, { optional: true }),
  ]
  if (buttons.length === 0) faults.push(faultOf('buttons', 'missing'))
  if (buttons.length > LIMITS.buttons) faults.push(faultOf('buttons', 'tooMany', LIMITS.buttons))
  for (const [at, { id, title }] of buttons.entries()) {
    faults.push(...checkText(`buttons.${at}.title`, title, LIMITS.buttonTitle, { trimmed: true }))
    faults.push(...checkText(`buttons.${at}.id`, id, LIMITS.buttonId))
  }
  faults.push(...checkUnique(buttons, (at) => `buttons.${at}.title`, 'title'))
  faults.push(...checkUnique(buttons, (at) => `buttons.${at}.id`, 'id'))
  return faults
}

function checkList({ header, text, footer, button, sections }: Of<'list'>): DraftFault[] {
  const faults = [
    ...checkText('header', header ?? '', LIMITS.header, { optional: true }),
    ...checkText('text', text, LIMITS.listBody),
    ...checkText('footer', footer ?? '', LIMITS.footer, { optional: true }),
    ...checkText('button', button, LIMITS.listButton),
  ]
  const rows = sections.flatMap((section) => section.rows)
  if (rows.length === 0) faults.push(faultOf('sections', 'missing'))
  if (rows.length > LIMITS.listRows) faults.push(faultOf('sections', 'tooManyRows', LIMITS.listRows))
  if (sections.length > LIMITS.listSections) {
    faults.push(faultOf('sections', 'tooMany', LIMITS.listSections))
  }
  for (const [at, section] of sections.entries()) {
    faults.push(...checkSection(`sections.${at}`, section, sections.length > 1))
  }
  const places = sections.flatMap(({ rows }, at) => rows.map((_, rowAt) => `sections.${at}.rows.${rowAt}`))
  faults.push(...checkUnique(rows, (at) => `${places[at]}.id`, 'id'))
  return faults
}

function checkSection(field: string, { title, rows }: ListSection, hasSiblings: boolean): DraftFault[] {
  const faults = checkText(`${field}.title`, title ?? '', LIMITS.sectionTitle, { optional: !hasSiblings })
  if (hasSiblings && rows.length === 0) faults.push(faultOf(`${field}.rows`, 'missing'))
  for (const [at, row] of rows.entries()) {
    const place = `${field}.rows.${at}`
    faults.push(...checkText(`${place}.title`, row.title, LIMITS.rowTitle))
    faults.push(...checkText(`${place}.id`, row.id, LIMITS.rowId))
    const description = row.description ?? ''
    faults.push(...checkText(`${place}.description`, description, LIMITS.rowDescription, { optional: true }))
  }
  return faults
}

function checkLink({ header, text, footer, label, url }: Of<'link'>): DraftFault[] {
  return [
    ...checkHeader(header, LIMITS.header),
    ...checkText('text', text, LIMITS.body),
    ...checkText('footer', footer ?? '', LIMITS.footer, { optional: true }),
    ...checkText('label', label, LIMITS.linkLabel),
    ...(isWebUrl(url) ? [] : [faultOf('url', 'url')]),
  ]
}

function checkReaction({ wamid, emoji }: Of<'reaction'>): DraftFault[] {
  const faults = wamid ? [] : [faultOf('wamid', 'missing')]
  if (emoji === '') faults.push(faultOf('emoji', 'missing'))
  return faults
}
