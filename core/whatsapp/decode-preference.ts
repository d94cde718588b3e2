import { isObject } from '#core/base/json.ts'
import { cleanName } from '#core/base/text.ts'
import type { Millis } from '#core/base/time.ts'
import type { Heard } from '#core/whatsapp/heard.ts'
import { bsuidAt, type Foreign, labelAt, listAt, objectAt, own, timeAt, waIdAt } from '#core/whatsapp/read.ts'

/** What WhatsApp says for a customer who stopped or allowed marketing; a system notice, no message of theirs. */
export const MARKETING_NOTICES = { stop: 'marketing_stopped', resume: 'marketing_resumed' } as const

/** Preferences of one webhook; Meta sends one. */
const PREFERENCES_MAX = 1_000
const DETAIL_MAX = 500

/**
 * Customers who stopped marketing messages of this business in WhatsApp, or allow them again (field `user_preferences`; a sign-up
 * allows them too). Each is a notice in the customer's own order, told apart by person, time and value. Other categories are none.
 */
export function decodePreferences(value: Foreign, receivedAt: Millis): Heard[] {
  const names = new Map((listAt(value, 'contacts') ?? []).flatMap(nameOf))
  return (listAt(value, 'user_preferences') ?? []).slice(0, PREFERENCES_MAX).flatMap((raw) => {
    if (!isObject(raw) || own(raw, 'category') !== 'marketing_messages') return []
    const [waId, bsuid] = [waIdAt(raw, 'wa_id'), bsuidAt(raw, 'user_id')]
    const notice = NOTICES.get(own(raw, 'value'))
    const who = waId ?? bsuid
    if (!notice || !who) return []
    const at = timeAt(raw, receivedAt)
    const name = names.get(who)
    return {
      wamid: `${notice}:${who}:${at}`,
      from: { ...(waId ? { waId } : {}), ...(bsuid ? { bsuid } : {}), ...(name ? { name } : {}) },
      at,
      content: { kind: 'system', type: notice, text: labelAt(raw, 'detail', DETAIL_MAX) ?? '' },
    } satisfies Heard
  })
}

const NOTICES: ReadonlyMap<unknown, string> = new Map([
  ['stop', MARKETING_NOTICES.stop],
  ['resume', MARKETING_NOTICES.resume],
  ['signup', MARKETING_NOTICES.resume],
])

function nameOf(contact: unknown): [string, string][] {
  const profile = isObject(contact) ? objectAt(contact, 'profile') : undefined
  const name = profile && cleanName(labelAt(profile, 'name') ?? '')
  if (!isObject(contact) || !name) return []
  return [waIdAt(contact, 'wa_id'), bsuidAt(contact, 'user_id')].flatMap((id) => (id ? [[id, name]] : []))
}
