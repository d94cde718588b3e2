import type { Block } from '#core/flow/block/block.ts'
import { formOf } from '#core/flow/block/form.ts'
import { wireId } from '#core/flow/wire.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import type { Header } from '#core/whatsapp/draft-part.ts'

type Say = (template: string) => string

/** A block as a message of the step `id`, or null when nothing would be said. */
export function blockDraft(block: Block, id: string, say: Say): Draft | null {
  const form = formOf(block)
  switch (form) {
    case 'location':
      return locationOf(block.location, say)
    case 'contact':
      return contactOf(block.contact, say)
    case 'list':
    case 'buttons':
    case 'link':
    case 'ask':
    case 'text':
      return wordsOf(block, form, id, say)
    default:
      return block.media ? mediaOf(block.media, say(block.text), say) : null
  }
}

/** The forms that cannot be without words. */
function wordsOf(
  block: Block,
  form: 'list' | 'buttons' | 'link' | 'ask' | 'text',
  id: string,
  say: Say,
): Draft | null {
  const text = say(block.text)
  if (text.trim() === '') return null
  if (form === 'text') return { kind: 'text', text }
  if (form === 'ask') return { kind: 'locationRequest', text }
  const footer = block.footer === undefined || block.footer === '' ? {} : { footer: say(block.footer) }
  if (block.list) return { ...listOf(block.list, id, say), text, ...footer }
  const header = headerOf(block, say)
  const above = header ? { header } : {}
  if (block.link) {
    return { kind: 'link', text, ...footer, label: say(block.link.label), url: say(block.link.url), ...above }
  }
  const buttons = block.buttons.map((button) => ({ id: wireId(id, button.id), title: say(button.title) }))
  return { kind: 'buttons', text, ...footer, buttons, ...above }
}

function listOf(list: NonNullable<Block['list']>, id: string, say: Say) {
  const sections = list.sections.map(({ title, rows }) => ({
    ...(title === undefined || title === '' ? {} : { title: say(title) }),
    rows: rows.map((row) => ({
      id: wireId(id, row.id),
      title: say(row.title),
      ...(row.description === undefined || row.description === ''
        ? {}
        : { description: say(row.description) }),
    })),
  }))
  return { kind: 'list' as const, button: say(list.button), sections }
}

/** Meta takes an image, a video or a document above buttons; never sound, never a sticker. */
function headerOf({ media: own }: Block, say: Say): Header | undefined {
  if (!own || own.media === 'audio' || own.media === 'sticker') return undefined
  const { media, source, filename } = own
  return { kind: media, source, ...(filename && media === 'document' ? { filename: say(filename) } : {}) }
}

function mediaOf(
  { media, source, filename, voice }: NonNullable<Block['media']>,
  caption: string,
  say: Say,
): Draft {
  const bare = media === 'audio' || media === 'sticker'
  return {
    kind: 'media',
    media,
    source,
    ...(caption.trim() === '' || bare ? {} : { caption }),
    ...(filename && media === 'document' ? { filename: say(filename) } : {}),
    ...(voice && media === 'audio' ? { voice } : {}),
  }
}

function locationOf(location: Block['location'], say: Say): Draft | null {
  if (!location) return null
  const { latitude, longitude, name, address } = location
  return {
    kind: 'location',
    latitude,
    longitude,
    ...(name ? { name: say(name) } : {}),
    ...(address ? { address: say(address) } : {}),
  }
}

/** Meta wants a part of the name beside the whole; the number makes the card open a chat when it is on WhatsApp. */
function contactOf(contact: Block['contact'], say: Say): Draft | null {
  const name = say(contact?.name ?? '').trim()
  const phone = say(contact?.phone ?? '').trim()
  if (name === '' || phone === '') return null
  const waId = phone.replace(/\D/g, '')
  const email = say(contact?.email ?? '').trim()
  const organisation = say(contact?.organisation ?? '').trim()
  const card = {
    name: { formatted: name, first: name },
    phones: [{ phone, ...(phone.startsWith('+') && waId !== '' ? { waId } : {}) }],
    emails: email === '' ? [] : [{ email }],
    ...(organisation === '' ? {} : { organisation }),
  }
  return { kind: 'contacts', contacts: [card] }
}

/** Every text of a block that may hold merge fields. */
export function blockTexts({ text, footer, media, location, contact, buttons, list, link }: Block): string[] {
  const rows = list?.sections.flatMap((section) => section.rows) ?? []
  return [
    text,
    footer,
    media?.filename,
    location?.name,
    location?.address,
    contact?.name,
    contact?.phone,
    contact?.organisation,
    contact?.email,
    link?.label,
    link?.url,
    list?.button,
    ...buttons.map(({ title }) => title),
    ...(list?.sections.map(({ title }) => title) ?? []),
    ...rows.flatMap(({ title, description }) => [title, description]),
  ].filter((part) => part !== undefined)
}
