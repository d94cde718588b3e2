import assert from 'node:assert/strict'
import { decodeWebhook } from '#core/whatsapp/decode.ts'
import type { Heard, Status, Update } from '#core/whatsapp/heard.ts'

/** Bodies as Meta sends them, and what is heard in them. */
export const NOW = Date.UTC(2026, 10, 24, 3)
export const SECONDS = NOW / 1000

/** A body with one `messages` value. */
export function body(value: object): object {
  const metadata = { display_phone_number: '+62 811 0000 0001', phone_number_id: '300' }
  return envelope('messages', { messaging_product: 'whatsapp', metadata, ...value })
}

export function envelope(field: string, value: unknown): object {
  return { object: 'whatsapp_business_account', entry: [{ id: '200', changes: [{ field, value }] }] }
}

export const basic = { from: '6281234567890', id: 'wamid.A', timestamp: String(SECONDS) }
export const text = { ...basic, type: 'text', text: { body: 'halo' } }

export function only(updates: readonly Update[]): Update {
  const [first] = updates
  assert.ok(first && updates.length === 1, JSON.stringify(updates))
  return first
}

export function heardOf(message: object, contacts: unknown = undefined): Heard {
  const update = only(decodeWebhook(body({ contacts, messages: [message] }), NOW))
  assert.equal(update.kind, 'message', JSON.stringify(update))
  return (update as Extract<Update, { kind: 'message' }>).heard
}

export function statusOf(status: object): Status {
  const update = only(decodeWebhook(body({ statuses: [status] }), NOW))
  assert.equal(update.kind, 'status', JSON.stringify(update))
  return (update as Extract<Update, { kind: 'status' }>).status
}
