import { bubbleOf, markHeardRead } from '#simulator/bubbles.ts'
import { FIELDS, verifyCallback } from '#simulator/callback.ts'
import { type MetaError, unknownNode } from '#simulator/errors.ts'
import { DONE, type GraphCall, param, type Reply, select, unknownMethod } from '#simulator/graph-call.ts'
import { uploadMedia } from '#simulator/graph-media.ts'
import { sendMessage } from '#simulator/send.ts'
import { keep, keyOf, publishThread, publishWorld, type Sim, worldNow } from '#simulator/sim.ts'
import { checkBody, decodeStrings } from '#simulator/validate.ts'
import { digits } from '#simulator/wamid.ts'
import { objectOf, objectsOf, textOf, type Wire } from '#simulator/wire.ts'
import { type PhoneNumber, tierOf, type World } from '#simulator/world.ts'

/** How long the phone shows that the business is typing. */
const TYPING_FOR = 25_000
/** Meta lets a number be registered so often in 72 hours. */
const REGISTER_MAX = 10
const REGISTER_WITHIN = 72 * 3_600_000
const DEFAULTS = [
  'verified_name',
  'code_verification_status',
  'display_phone_number',
  'quality_rating',
  'platform_type',
  'throughput',
  'id',
]

type NumberCall = { readonly number: PhoneNumber; readonly edge: string; readonly call: GraphCall }

/** A phone number and its edges. */
export function numberEdge(
  sim: Sim,
  world: World,
  { number, edge, call }: NumberCall,
): Promise<Reply> | Reply {
  if (edge === '')
    return call.method === 'GET' ? numberNode(world, number, call) : changeNumber(sim, world, number, call)
  if (edge === 'whatsapp_business_profile') return profile(sim, world, number, call)
  if (edge === 'media') return uploadMedia(sim, world, number, call)
  if (call.method !== 'POST') return unknownMethod(call)
  switch (edge) {
    case 'messages':
      return messages(sim, world, number, decodeStrings(call.body))
    case 'register':
      return register(sim, world, number, call)
    case 'deregister':
      return changed(sim, world, () => {
        number.status = 'DISCONNECTED'
      })
    case 'request_code':
      return requestCode(sim, world, number, call)
    case 'verify_code':
      return verifyCode(sim, world, number, call)
    default:
      return unknownNode(edge)
  }
}

export function numberNode(world: World, number: PhoneNumber, call: GraphCall): Reply {
  return select(call, 'WhatsAppBusinessPhoneNumber', factsOf(world, number), DEFAULTS)
}

/** The number fits what a list is filtered by: `filtering=[{"field","operator":"EQUAL","value"}]`. */
export function isWanted(world: World, number: PhoneNumber, call: GraphCall): boolean {
  const rules = parsed(param(call, 'filtering') || '[]')
  const facts = factsOf(world, number)
  return objectsOf(rules).every(
    ({ field, operator, value }) => textOf(operator) !== 'EQUAL' || facts[textOf(field)] === value,
  )
}

function factsOf(world: World, number: PhoneNumber): Wire {
  return {
    id: number.id,
    display_phone_number: number.display,
    verified_name: number.name,
    name_status: number.nameStatus ?? 'APPROVED',
    new_name_status: 'NONE',
    code_verification_status: number.verified ? 'VERIFIED' : 'NOT_VERIFIED',
    quality_rating: number.quality,
    quality_score: { score: number.quality },
    status: number.status,
    platform_type: number.status === 'CONNECTED' ? 'CLOUD_API' : 'NOT_APPLICABLE',
    throughput: { level: number.throughput > 80 ? 'HIGH' : 'STANDARD' },
    account_mode: number.test ? 'SANDBOX' : 'LIVE',
    is_official_business_account: false,
    is_pin_enabled: number.pin !== null,
    is_on_biz_app: false,
    certificate: '',
    last_onboarded_time: new Date(world.createdAt).toISOString().replace(/\.\d+Z$/, '+0000'),
    country_dial_code: number.country,
    webhook_configuration: {
      ...(number.callback ? { phone_number: number.callback.url } : {}),
      ...(world.override ? { whatsapp_business_account: world.override.url } : {}),
      ...(world.callback ? { application: world.callback.url } : {}),
    },
    health_status: {
      can_send_message: number.status === 'CONNECTED' ? 'AVAILABLE' : 'BLOCKED',
      entities: [
        {
          entity_type: 'PHONE_NUMBER',
          id: number.id,
          can_send_message: number.status === 'CONNECTED' ? 'AVAILABLE' : 'BLOCKED',
        },
      ],
    },
    whatsapp_business_manager_messaging_limit: tierOf(world),
    messaging_limit_tier: tierOf(world),
    search_visibility: 'NON_VISIBLE',
    // a field without a value may be asked for and is left out, as JSON leaves these out
    conversational_automation: undefined,
    eligibility_for_api_business_global_search: undefined,
    host_platform: undefined,
    official_business_account: undefined,
    username: undefined,
  }
}

function messages(sim: Sim, world: World, number: PhoneNumber, body: Wire): Reply {
  return body.status === undefined
    ? sendMessage(sim, world, number, body)
    : markRead(sim, world, number, body)
}

/** Marks the customer's message and all before it as read; may show that the business is typing. */
function markRead(sim: Sim, world: World, number: PhoneNumber, body: Wire): Reply {
  const error = checkBody(body)
  if (error) return error
  const bubble = bubbleOf(sim.store, world.id, textOf(body.message_id))
  if (bubble?.from !== 'customer' || bubble.numberId !== number.id) {
    return { code: 131009, details: 'Message ID is invalid' }
  }
  markHeardRead(sim.store, bubble)
  if (objectOf(body.typing_indicator).type === 'text') {
    sim.typing.set(keyOf(bubble), worldNow(sim, world) + TYPING_FOR)
  }
  publishThread(sim, bubble)
  return DONE
}

async function changeNumber(sim: Sim, world: World, number: PhoneNumber, call: GraphCall): Promise<Reply> {
  if (call.method !== 'POST') return unknownMethod(call)
  const pin = param(call, 'pin')
  if (pin !== '') return setPin(sim, world, number, pin)
  const raw = call.body.webhook_configuration
  if (raw === undefined) return { code: 100, message: 'The parameter webhook_configuration is required.' }
  const wanted = objectOf(typeof raw === 'string' ? parsed(raw) : raw)
  const url = textOf(wanted.override_callback_uri)
  const callback = url === '' ? null : { url, verifyToken: textOf(wanted.verify_token), fields: FIELDS }
  const failure = callback && (await verifyCallback(sim, world, callback))
  if (failure) return failure
  return changed(sim, world, () => {
    number.callback = callback
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {} // an unreadable object is an empty one
  }
}

function setPin(sim: Sim, world: World, number: PhoneNumber, pin: string): Reply {
  const wrong = checkPin(pin)
  if (wrong) return wrong
  return changed(sim, world, () => {
    number.pin = pin
  })
}

function checkPin(pin: string): MetaError | null {
  return /^\d{6}$/.test(pin) ? null : { code: 100, message: 'Param pin must be 6 characters long.' }
}

function register(sim: Sim, world: World, number: PhoneNumber, call: GraphCall): Reply {
  const pin = param(call, 'pin')
  if (param(call, 'messaging_product') !== 'whatsapp') {
    return { code: 100, message: 'The parameter messaging_product is required.' }
  }
  const wrong = checkPin(pin)
  if (wrong) return wrong
  if (!number.verified)
    return { code: 133006, details: 'The phone number needs to be verified before registering.' }
  if (number.pin !== null && number.pin !== pin)
    return { code: 133005, details: 'Two step verification PIN mismatch' }
  const now = worldNow(sim, world)
  const recent = (number.registeredAt ?? []).filter((at) => at > now - REGISTER_WITHIN)
  if (recent.length >= REGISTER_MAX)
    return { code: 133016, details: 'There were too many registration attempts for this phone number.' }
  return changed(sim, world, () => {
    number.pin = pin
    number.status = 'CONNECTED'
    number.registeredAt = [...recent, now]
  })
}

function requestCode(sim: Sim, world: World, number: PhoneNumber, call: GraphCall): Reply {
  if (!['SMS', 'VOICE'].includes(param(call, 'code_method').toUpperCase())) {
    return { code: 100, message: 'Param code_method must be one of {SMS, VOICE}' }
  }
  if (param(call, 'language') === '') return { code: 100, message: 'The parameter language is required.' }
  if (number.verified) return { code: 2388091, details: 'The phone number is verified already.' }
  return changed(sim, world, () => {
    number.code = digits(6, sim.options.random)
  })
}

function verifyCode(sim: Sim, world: World, number: PhoneNumber, call: GraphCall): Reply {
  const code = param(call, 'code').replaceAll('-', '')
  if (number.code === null || code !== number.code) {
    return { code: 136025, message: 'Verification code is not correct', http: 400 }
  }
  return changed(sim, world, () => {
    number.verified = true
    number.code = null
  })
}

const PROFILE = [
  'about',
  'address',
  'description',
  'email',
  'profile_picture_url',
  'websites',
  'vertical',
] as const
const PROFILE_MAX: Readonly<Record<string, number>> = {
  about: 139,
  address: 256,
  description: 512,
  email: 128,
}

function profile(sim: Sim, world: World, number: PhoneNumber, call: GraphCall): Reply {
  if (call.method === 'GET') {
    const asked = param(call, 'fields')
      .split(',')
      .map((name) => name.trim())
    const names = asked[0] === '' ? PROFILE : PROFILE.filter((name) => asked.includes(name))
    const known = names.filter((name) => number.profile[name] !== undefined && number.profile[name] !== '')
    const shown = Object.fromEntries(known.map((name) => [name, number.profile[name]]))
    return { data: [{ ...shown, messaging_product: 'whatsapp' }] }
  }
  if (call.method !== 'POST') return unknownMethod(call)
  const given = PROFILE.filter((name) => call.body[name] !== undefined)
  const long = given.find((name) => textOf(call.body[name]).length > (PROFILE_MAX[name] ?? 1000))
  if (long)
    return { code: 100, message: `Param ${long} must be at most ${PROFILE_MAX[long]} characters long.` }
  return changed(sim, world, () => {
    for (const name of given) number.profile[name] = call.body[name]
  })
}

function changed(sim: Sim, world: World, change: () => void): Reply {
  change()
  keep(sim, world)
  publishWorld(sim, world)
  return DONE
}
