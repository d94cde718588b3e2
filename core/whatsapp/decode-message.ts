import { isObject } from '#core/base/json.ts'
import { cleanName } from '#core/base/text.ts'
import type { Millis } from '#core/base/time.ts'
import { decodeContent } from '#core/whatsapp/decode-content.ts'
import type { Heard, Sender } from '#core/whatsapp/heard.ts'
import {
  bsuidAt,
  type Foreign,
  idAt,
  labelAt,
  objectAt,
  own,
  textAt,
  timeAt,
  waIdAt,
} from '#core/whatsapp/read.ts'

type MessageContext = {
  readonly contacts: readonly unknown[]
  /** Digits of the business number that this webhook speaks of. */
  readonly ourNumber: string
  readonly receivedAt: Millis
}

/** Contacts of a value that are searched for one sender; Meta sends at most one for each message. */
const CONTACTS_MAX = 1_000
const HEADLINE_MAX = 500
const USERNAME_MAX = 100

type Draftable = { -readonly [K in keyof Heard]: Heard[K] }
type Identity = { readonly waId: string | undefined; readonly bsuid: string | undefined }

/** One element of `messages`, or why it is none. */
export function decodeMessage(raw: unknown, index: number, context: MessageContext): Heard | string {
  if (!isObject(raw)) return 'message is not an object'
  const wamid = idAt(raw, 'id')
  if (!wamid) return 'message has no usable id'
  // An answer to one member of a group would come as a private message out of the blue.
  if (own(raw, 'group_id') !== undefined) return 'message of a group'
  const identity = identityOf(raw)
  if (!identity.waId && !identity.bsuid) return 'message has no usable sender'
  if (identity.waId && identity.waId === context.ourNumber) return 'message from our own number'
  const content = decodeContent(raw)
  if (typeof content === 'string') return content
  const from = senderOf(identity, index, context.contacts)
  const heard: Draftable = { wamid, from, at: timeAt(raw, context.receivedAt), content }
  const quoted = objectAt(raw, 'context')
  if (quoted) addContextTo(heard, quoted)
  const referral = objectAt(raw, 'referral')
  if (referral) addReferralTo(heard, referral)
  return heard
}

function identityOf(raw: Foreign): Identity {
  const waId = waIdAt(raw, 'from')
  const bsuid = bsuidAt(raw, 'from_user_id')
  if (waId || bsuid || own(raw, 'type') !== 'system') return { waId, bsuid }
  // Notices about a changed number or id may name the person only inside.
  const system = objectAt(raw, 'system')
  return system
    ? { waId: waIdAt(system, 'customer'), bsuid: bsuidAt(system, 'previous_user_id') }
    : { waId, bsuid }
}

function senderOf(identity: Identity, index: number, contacts: readonly unknown[]): Sender {
  const sender: { -readonly [K in keyof Sender]: Sender[K] } = {}
  const contact = contactOf(identity, index, contacts)
  const waId = identity.waId ?? (contact && waIdAt(contact, 'wa_id'))
  const bsuid = identity.bsuid ?? (contact && bsuidAt(contact, 'user_id'))
  if (waId) sender.waId = waId
  if (bsuid) sender.bsuid = bsuid
  const profile = contact && objectAt(contact, 'profile')
  if (!profile) return sender
  const name = cleanName(labelAt(profile, 'name') ?? '')
  if (name) sender.name = name
  const username = labelAt(profile, 'username', USERNAME_MAX)
  if (username) sender.username = username
  return sender
}

/** The contact of a message stands at the same place, or anywhere: the list may be shorter or in another order. */
function contactOf(identity: Identity, index: number, contacts: readonly unknown[]): Foreign | undefined {
  const beside = contacts[index]
  if (isObject(beside) && isSame(identity, beside)) return beside
  const end = Math.min(contacts.length, CONTACTS_MAX)
  for (let at = 0; at < end; at++) {
    const contact = contacts[at]
    if (isObject(contact) && isSame(identity, contact)) return contact
  }
  return undefined
}

function isSame({ waId, bsuid }: Identity, contact: Foreign): boolean {
  if (bsuid && own(contact, 'user_id') === bsuid) return true
  return waId !== undefined && own(contact, 'wa_id') === waId
}

function addContextTo(heard: Draftable, context: Foreign): void {
  const replyTo = idAt(context, 'id')
  if (replyTo) heard.replyTo = replyTo
  if (own(context, 'forwarded') === true || own(context, 'frequently_forwarded') === true)
    heard.forwarded = true
  const product = objectAt(context, 'referred_product')
  const sku = product && idAt(product, 'product_retailer_id')
  if (sku) heard.product = { catalogId: idAt(product, 'catalog_id') ?? '', sku }
}

function addReferralTo(heard: Draftable, referral: Foreign): void {
  const clickId = idAt(referral, 'ctwa_clid')
  heard.referral = {
    source: labelAt(referral, 'source_type', 40) ?? '',
    id: idAt(referral, 'source_id') ?? '',
    headline: textAt(referral, 'headline', HEADLINE_MAX) ?? '',
    ...(clickId && { clickId }),
  }
}
