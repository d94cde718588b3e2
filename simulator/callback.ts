import type { MetaError } from '#simulator/errors.ts'
import { callOut } from '#simulator/outgoing.ts'
import { note, type Sim, worldNow } from '#simulator/sim.ts'
import { digits } from '#simulator/wamid.ts'
import type { Callback, World } from '#simulator/world.ts'

const URL_MAX = 200

export const FIELDS = [
  'messages',
  'message_template_status_update',
  'message_template_quality_update',
  'message_template_components_update',
  'template_category_update',
  'phone_number_name_update',
  'phone_number_quality_update',
  'account_update',
  'account_review_update',
  'account_alerts',
  'business_capability_update',
  'security',
  'user_preferences',
  'flows',
  'history',
  'smb_message_echoes',
  'smb_app_state_sync',
  'message_echoes',
  'calls',
  'payment_configuration_update',
  'automatic_events',
  'partner_solutions',
  'business_username_update',
  'business_username_updates',
  'group_lifecycle_update',
  'group_participants_update',
  'group_settings_update',
  'group_status_update',
  'tracking_events',
  'template_correct_category_detection',
]

/** Meta's handshake: the callback must echo the challenge as plain text with 200. */
export async function verifyCallback(sim: Sim, world: World, callback: Callback): Promise<MetaError | null> {
  const target = URL.parse(callback.url)
  if (!target || !/^https?:$/.test(target.protocol) || callback.url.length > URL_MAX) {
    return { code: 100, message: 'Param override_callback_uri is not a valid URI.' }
  }
  const challenge = digits(10, sim.options.random)
  target.searchParams.append('hub.mode', 'subscribe')
  target.searchParams.append('hub.challenge', challenge)
  target.searchParams.append('hub.verify_token', callback.verifyToken)
  const started = sim.options.now()
  const { status, text } = await callOut(sim, {
    method: 'GET',
    url: target.href,
    headers: { 'user-agent': 'facebookplatform/1.0 (+http://developers.facebook.com)', accept: '*/*' },
  })
  const right = status === 200 && text.trim() === challenge
  note(sim, world.id, {
    at: worldNow(sim, world),
    kind: 'webhook',
    method: 'GET',
    path: callback.url,
    status,
    ms: sim.options.now() - started,
    request: 'hub.mode=subscribe',
    response: text,
    note: right ? null : 'the challenge was not echoed',
  })
  if (right) return null
  const unheard = status === 0 ? `curl_error = ${text}; ` : ''
  const why = status === 200 ? 'response does not match challenge' : `${unheard}HTTP Status Code = ${status}`
  return { code: 2200, message: `Callback verification failed with the following errors: ${why}`, http: 400 }
}
