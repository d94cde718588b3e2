import { isObject } from '#core/base/json.ts'
import type { Millis } from '#core/base/time.ts'
import { decodeMessage } from '#core/whatsapp/decode-message.ts'
import { decodePreferences } from '#core/whatsapp/decode-preference.ts'
import { decodeFault, decodeStatus } from '#core/whatsapp/decode-status.ts'
import type { Update } from '#core/whatsapp/heard.ts'
import { type Foreign, idAt, jsonOf, labelAt, listAt, objectAt, own } from '#core/whatsapp/read.ts'

/** Elements of one body that are decoded. Meta batches at most 1,000; the rest of a larger body is quarantined. */
export const UPDATES_MAX = 5_000

/**
 * Every element of a webhook body in our own words, in the order of the body.
 * Total: any JSON, and `undefined` for what was none, gives updates and never an exception. What cannot be understood
 * becomes `nonsense` with a reason and a place, and its good siblings are decoded all the same.
 */
export function decodeWebhook(raw: unknown, receivedAt: Millis): Update[] {
  const found: Found = { updates: [], receivedAt, whole: true }
  decodeBody(raw, found)
  if (!found.whole) reject(found, `more than ${UPDATES_MAX} elements`, 'body')
  return found.updates
}

type Found = { readonly updates: Update[]; readonly receivedAt: Millis; whole: boolean }

function decodeBody(raw: unknown, found: Found): void {
  const entries = isObject(raw) ? listAt(raw, 'entry') : undefined
  if (!isObject(raw)) reject(found, 'not a JSON object', 'body')
  else if (own(raw, 'object') !== 'whatsapp_business_account') {
    reject(found, 'object is not whatsapp_business_account', 'body')
  } else if (!entries) reject(found, 'entry is not a list', 'body')
  else eachOf(entries, found, (entry, at) => decodeEntry(entry, found, `entry[${at}]`))
}

function decodeEntry(entry: unknown, found: Found, where: string): void {
  const changes = isObject(entry) ? listAt(entry, 'changes') : undefined
  if (!isObject(entry)) reject(found, 'entry is not an object', where)
  else if (!changes) reject(found, 'changes is not a list', where)
  else {
    const wabaId = idAt(entry, 'id')
    eachOf(changes, found, (change, at) => {
      decodeChange(change, { wabaId, where: `${where}.changes[${at}]` }, found)
    })
  }
}

type Place = { readonly wabaId: string | undefined; readonly where: string }

function decodeChange(change: unknown, place: Place, found: Found): void {
  const field = isObject(change) ? labelAt(change, 'field') : undefined
  const value = isObject(change) ? objectAt(change, 'value') : undefined
  if (!isObject(change)) reject(found, 'change is not an object', place.where)
  else if (!field) reject(found, 'field is missing', place.where)
  else if (!value) reject(found, 'value is not an object', place.where)
  else if (field === 'messages') decodeMessages(value, found, `${place.where}.value`)
  else if (field === 'user_preferences') hearPreferences(value, place, found)
  else decodeAccount(field, value, place, found)
}

/** Customers who stopped marketing, or allow it again; what cannot be understood of it is kept as news of the account. */
function hearPreferences(value: Foreign, place: Place, found: Found): void {
  const metadata = objectAt(value, 'metadata')
  const phoneNumberId = metadata && idAt(metadata, 'phone_number_id')
  const notices = phoneNumberId ? decodePreferences(value, found.receivedAt) : []
  if (!phoneNumberId || notices.length === 0) decodeAccount('user_preferences', value, place, found)
  else for (const heard of notices) found.updates.push({ kind: 'message', phoneNumberId, heard })
}

/** All that is no message and no status: templates, numbers, the account, coexistence. */
function decodeAccount(field: string, value: Foreign, { wabaId, where }: Place, found: Found): void {
  const copy = jsonOf(value)
  if (!wabaId) reject(found, 'entry has no id', where)
  else if (copy === undefined) reject(found, 'value is too deep or too wide', where)
  else found.updates.push({ kind: 'account', wabaId, field, value: copy })
}

function decodeMessages(value: Foreign, found: Found, where: string): void {
  const metadata = objectAt(value, 'metadata')
  const phoneNumberId = metadata && idAt(metadata, 'phone_number_id')
  if (!metadata || !phoneNumberId) {
    reject(found, 'metadata.phone_number_id is missing', where)
    return
  }
  const { receivedAt, updates } = found
  const before = updates.length
  const ourNumber = labelAt(metadata, 'display_phone_number')?.replace(/\D/g, '') ?? ''
  const context = { contacts: listAt(value, 'contacts') ?? [], ourNumber, receivedAt }
  eachOf(listAt(value, 'messages'), found, (raw, at) => {
    const heard = decodeMessage(raw, at, context)
    if (typeof heard === 'string') reject(found, heard, `${where}.messages[${at}]`)
    else updates.push({ kind: 'message', phoneNumberId, heard })
  })
  eachOf(listAt(value, 'statuses'), found, (raw, at) => {
    const status = decodeStatus(raw, receivedAt)
    if (typeof status === 'string') reject(found, status, `${where}.statuses[${at}]`)
    else updates.push({ kind: 'status', phoneNumberId, status })
  })
  eachOf(listAt(value, 'errors'), found, (raw, at) => {
    const fault = decodeFault(raw)
    const reason = fault ? `error ${fault.code}: ${fault.title}` : 'error without a code'
    reject(found, reason, `${where}.errors[${at}]`)
  })
  if (updates.length === before) reject(found, 'no messages, statuses or errors', where)
}

function eachOf(
  list: readonly unknown[] | undefined,
  found: Found,
  decode: (raw: unknown, at: number) => void,
): void {
  const end = list?.length ?? 0
  for (let at = 0; at < end; at++) {
    if (found.updates.length >= UPDATES_MAX) {
      found.whole = false
      return
    }
    decode(list?.[at], at)
  }
}

function reject(found: Found, reason: string, where: string): void {
  found.updates.push({ kind: 'nonsense', reason, where })
}
