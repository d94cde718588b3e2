import { assert } from '#core/base/assert.ts'
import type { JsonObject } from '#core/base/json.ts'
import type { ContactCard, Draft } from '#core/whatsapp/draft.ts'
import type { Source } from '#core/whatsapp/draft-part.ts'
import { encodeFrame, encodeHeader, encodeSource, type MediaIdOf } from '#core/whatsapp/encode-frame.ts'
import { encodeInteractive } from '#core/whatsapp/encode-interactive.ts'
import { encodePlace, encodeTemplate } from '#core/whatsapp/encode-template.ts'

export type Address = {
  readonly waId?: string
  readonly bsuid?: string
  /** The customer's identity hash that a webhook told: Meta delivers only while it is still that one, else 137000. */
  readonly identityHash?: string
}
export type Extras = {
  /** Our own key; Meta echoes it in every status, so it must be no secret. At most 512 characters. */
  readonly key?: string
  /** The wamid that this message quotes. */
  readonly replyTo?: string
  /** Meta's id of a file of ours; every file of `filesOf(draft)` must have been uploaded before. */
  readonly mediaIdOf: MediaIdOf
}

/**
 * The exact body for `POST /{phone-number-id}/messages`.
 * `to` is always `+` and all digits: without the plus Meta would put our own country code before it.
 * A person without a number is addressed by the business-scoped id as `recipient`; with both, the number wins.
 */
export function encodeDraft(draft: Draft, to: Address, extras: Extras): JsonObject {
  assert(to.waId || to.bsuid, 'a message has an address')
  const { type, object } = encodeContent(draft, extras.mediaIdOf)
  // Meta lets a reaction quote nothing: it names its message itself.
  const quotes = extras.replyTo && draft.kind !== 'reaction'
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...(to.waId ? { to: `+${to.waId}` } : { recipient: to.bsuid ?? '' }),
    type,
    [type]: object,
    ...(to.identityHash && { recipient_identity_key_hash: to.identityHash }),
    ...(quotes && { context: { message_id: extras.replyTo ?? '' } }),
    ...(extras.key && { biz_opaque_callback_data: extras.key }),
  }
}

/** Marks a message of the customer, and all before it, as read. */
export function encodeRead(wamid: string): JsonObject {
  return { messaging_product: 'whatsapp', status: 'read', message_id: wamid }
}

/** The same, and their phone shows that an answer is being written: for 25 seconds, or until a message comes (Meta). */
export function encodeTyping(wamid: string): JsonObject {
  return { ...encodeRead(wamid), typing_indicator: { type: 'text' } }
}

/** The files of ours that a draft needs uploaded to Meta before it can be sent. */
export function filesOf(draft: Draft): string[] {
  return sourcesOf(draft).flatMap((source) => ('file' in source ? [source.file] : []))
}

/** The ids of media at Meta that a draft names itself. */
export function mediaIdsOf(draft: Draft): string[] {
  return sourcesOf(draft).flatMap((source) => ('mediaId' in source ? [source.mediaId] : []))
}

function sourcesOf(draft: Draft): Source[] {
  const sources: Source[] = []
  if (draft.kind === 'media') sources.push(draft.source)
  if ('header' in draft && typeof draft.header === 'object' && draft.header.kind !== 'text') {
    sources.push(draft.header.source)
  }
  const cards = draft.kind === 'template' || draft.kind === 'carousel' ? (draft.cards ?? []) : []
  for (const card of cards) {
    if ('header' in card && card.header && card.header.kind !== 'text') sources.push(card.header.source)
  }
  return sources
}

type Encoded = { readonly type: string; readonly object: JsonObject | readonly JsonObject[] }
type Of<K extends Draft['kind']> = Extract<Draft, { kind: K }>

function encodeContent(draft: Draft, mediaIdOf: MediaIdOf): Encoded {
  switch (draft.kind) {
    case 'text':
      return { type: 'text', object: { body: draft.text, ...(draft.preview && { preview_url: true }) } }
    case 'media':
      return encodeMedia(draft, mediaIdOf)
    case 'location':
      return { type: 'location', object: encodePlace(draft) }
    case 'contacts':
      return { type: 'contacts', object: draft.contacts.map(encodeCard) }
    case 'buttons':
      return { type: 'interactive', object: encodeButtons(draft, mediaIdOf) }
    case 'list':
      return { type: 'interactive', object: encodeList(draft) }
    case 'link':
      return { type: 'interactive', object: encodeLink(draft, mediaIdOf) }
    case 'locationRequest':
      return {
        type: 'interactive',
        object: {
          type: 'location_request_message',
          body: { text: draft.text },
          action: { name: 'send_location' },
        },
      }
    case 'reaction':
      return { type: 'reaction', object: { message_id: draft.wamid, emoji: draft.emoji ?? '' } }
    case 'template':
      return { type: 'template', object: encodeTemplate(draft, (source) => encodeSource(source, mediaIdOf)) }
    default:
      return { type: 'interactive', object: encodeInteractive(draft, mediaIdOf) }
  }
}

function encodeMedia(
  { media, source, caption, filename, voice }: Of<'media'>,
  mediaIdOf: MediaIdOf,
): Encoded {
  const object = {
    ...encodeSource(source, mediaIdOf),
    ...(caption && { caption }),
    ...(filename && { filename }),
    ...(voice && { voice }),
  }
  return { type: media, object }
}

/** Meta asks for the whole name and one more part of it. */
function encodeCard(card: ContactCard): JsonObject {
  const { name, phones, emails, organisation, department, title, birthday, addresses = [], urls = [] } = card
  const { formatted, first, last } = name
  const org = {
    ...(organisation && { company: organisation }),
    ...(department && { department }),
    ...(title && { title }),
  }
  return {
    name: {
      formatted_name: formatted,
      ...(first && { first_name: first }),
      ...(last && { last_name: last }),
      ...(!first && !last && { first_name: formatted }),
    },
    ...(phones.length > 0 && {
      phones: phones.map(({ phone, type, waId }) => ({
        phone,
        ...(type && { type }),
        ...(waId && { wa_id: waId }),
      })),
    }),
    ...(emails.length > 0 && {
      emails: emails.map(({ email, type }) => ({ email, ...(type && { type }) })),
    }),
    ...(Object.keys(org).length > 0 && { org }),
    ...(birthday && { birthday }),
    ...(addresses.length > 0 && { addresses: addresses.map(encodeAddress) }),
    ...(urls.length > 0 && { urls: urls.map(({ url, type }) => ({ url, ...(type && { type }) })) }),
  }
}

function encodeAddress({ countryCode, ...lines }: NonNullable<ContactCard['addresses']>[number]): JsonObject {
  const said = Object.entries(lines).flatMap(([name, line]) => (line ? [[name, line] as const] : []))
  return { ...Object.fromEntries(said), ...(countryCode && { country_code: countryCode }) }
}

function encodeButtons({ header, text, footer, buttons }: Of<'buttons'>, mediaIdOf: MediaIdOf): JsonObject {
  return {
    ...encodeFrame('button', { text, footer }),
    ...encodeHeader(header, mediaIdOf),
    action: { buttons: buttons.map(({ id, title }) => ({ type: 'reply', reply: { id, title } })) },
  }
}

function encodeList({ header, text, footer, button, sections }: Of<'list'>): JsonObject {
  return {
    ...encodeFrame('list', { text, footer }),
    ...(header && { header: { type: 'text', text: header } }),
    action: {
      button,
      sections: sections.map(({ title, rows }) => ({
        ...(title && { title }),
        rows: rows.map((row) => ({
          id: row.id,
          title: row.title,
          ...(row.description && { description: row.description }),
        })),
      })),
    },
  }
}

function encodeLink({ header, text, footer, label, url }: Of<'link'>, mediaIdOf: MediaIdOf): JsonObject {
  return {
    ...encodeFrame('cta_url', { text, footer }),
    ...encodeHeader(header, mediaIdOf),
    action: { name: 'cta_url', parameters: { display_text: label, url } },
  }
}
