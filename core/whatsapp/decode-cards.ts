import { isObject } from '#core/base/json.ts'
import { cleanText, cutText } from '#core/base/text.ts'
import type { ContactCard } from '#core/whatsapp/draft.ts'
import type { Content } from '#core/whatsapp/heard.ts'
import { type Foreign, labelAt, listAt, objectAt, own } from '#core/whatsapp/read.ts'

/** Meta's bound of cards in one message. */
const CARDS_MAX = 257
const LINES_MAX = 50
const VCARD_MAX = 8_000

/** The cards of a `contacts` message, or why there are none. A card without a name takes its vCard's, or its number. */
export function decodeCards(list: readonly unknown[] | undefined): Content | string {
  if (!list) return 'contacts is not a list'
  const contacts: ContactCard[] = []
  for (const raw of list.slice(0, CARDS_MAX)) if (isObject(raw)) contacts.push(decodeCard(raw))
  return contacts.length > 0 ? { kind: 'contacts', contacts } : 'contacts has no card'
}

function decodeCard(raw: Foreign): ContactCard {
  const phones = linesOf(raw, 'phones', (line) => {
    const phone = labelAt(line, 'phone') ?? labelAt(line, 'wa_id')
    const waId = labelAt(line, 'wa_id')
    const type = labelAt(line, 'type')
    return phone ? { phone, ...(waId && { waId }), ...(type && { type }) } : undefined
  })
  const emails = linesOf(raw, 'emails', (line) => {
    const email = labelAt(line, 'email')
    const type = labelAt(line, 'type')
    return email ? { email, ...(type && { type }) } : undefined
  })
  const org = objectAt(raw, 'org')
  const organisation = org && labelAt(org, 'company')
  return {
    name: nameOf(raw, phones[0]?.phone ?? ''),
    phones,
    emails,
    ...(organisation && { organisation }),
  }
}

function nameOf(raw: Foreign, otherwise: string): ContactCard['name'] {
  const name = objectAt(raw, 'name')
  const first = name && labelAt(name, 'first_name')
  const last = name && labelAt(name, 'last_name')
  const whole = [first, last].filter(Boolean).join(' ')
  const formatted =
    (name && labelAt(name, 'formatted_name')) || whole || vcardName(own(raw, 'vcard')) || otherwise
  return { formatted, ...(first && { first }), ...(last && { last }) }
}

/** The `FN` line of a vCard. */
function vcardName(vcard: unknown): string | undefined {
  if (typeof vcard !== 'string') return undefined
  for (const line of vcard.slice(0, VCARD_MAX).split('\n', LINES_MAX)) {
    if (line.startsWith('FN:')) return cleanText(cutText(line.slice(3).trim(), 200))
  }
  return undefined
}

/** The lines of a card that say something. */
function linesOf<T>(raw: Foreign, key: string, decode: (line: Foreign) => T | undefined): T[] {
  const lines = (listAt(raw, key) ?? []).slice(0, LINES_MAX)
  return lines.flatMap((line) => (isObject(line) ? (decode(line) ?? []) : []))
}
