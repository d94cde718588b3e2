import { isObject } from '#core/base/json.ts'
import type { Millis } from '#core/base/time.ts'
import { type Fault, STATUSES, type Status, type StatusName } from '#core/whatsapp/heard.ts'
import {
  type Foreign,
  idAt,
  jsonOf,
  labelAt,
  listAt,
  numberAt,
  objectAt,
  own,
  textAt,
  timeAt,
} from '#core/whatsapp/read.ts'

/** Meta's bound of `biz_opaque_callback_data`; a longer or other value is not our key. */
const KEY_MAX = 512
const TITLE_MAX = 500
const DETAILS_MAX = 2_000

type Draftable = { -readonly [K in keyof Status]: Status[K] }

/** One element of `statuses`, or why it is none. Found by `id` alone: since 2026 every other property may be missing. */
export function decodeStatus(raw: unknown, receivedAt: Millis): Status | string {
  if (!isObject(raw)) return 'status is not an object'
  const wamid = idAt(raw, 'id')
  if (!wamid) return 'status has no id'
  if (own(raw, 'type') === 'payment') return 'status of a payment'
  const name = statusNameOf(own(raw, 'status'))
  if (!name)
    return `status is not one that is known: ${labelAt(raw, 'status', 40) ?? typeof own(raw, 'status')}`
  const status: Draftable = { wamid, status: name, at: timeAt(raw, receivedAt) }
  addBillingTo(status, raw)
  const key = own(raw, 'biz_opaque_callback_data')
  if (typeof key === 'string' && key.length <= KEY_MAX)
    status.key = textAt(raw, 'biz_opaque_callback_data') ?? ''
  const fault = decodeFault(listAt(raw, 'errors')?.[0])
  if (fault) status.fault = fault
  return status
}

/** One error as Meta writes it in webhooks: code, title, details. */
export function decodeFault(raw: unknown): Fault | undefined {
  if (!isObject(raw)) return undefined
  const code = numberAt(raw, 'code')
  if (code === undefined) return undefined
  const title = labelAt(raw, 'title', TITLE_MAX) ?? labelAt(raw, 'message', TITLE_MAX) ?? `error ${code}`
  const data = objectAt(raw, 'error_data')
  const details = data && labelAt(data, 'details', DETAILS_MAX)
  return details ? { code, title, details } : { code, title }
}

const NAMES: ReadonlySet<unknown> = new Set(STATUSES)

function statusNameOf(value: unknown): StatusName | undefined {
  return NAMES.has(value) ? (value as StatusName) : undefined
}

function addBillingTo(status: Draftable, raw: Foreign): void {
  const pricing = objectAt(raw, 'pricing')
  if (pricing) {
    const copy = jsonOf(pricing)
    if (copy !== undefined) status.pricing = copy
  }
  const conversation = objectAt(raw, 'conversation')
  if (conversation) {
    const copy = jsonOf(conversation)
    if (copy !== undefined) status.conversation = copy
  }
}
