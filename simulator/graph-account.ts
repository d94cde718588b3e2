import { type Approved, approvedBy, worldsOf } from '#simulator/approval.ts'
import { FIELDS, verifyCallback } from '#simulator/callback.ts'
import { subscriberOf } from '#simulator/deliver.ts'
import { isMetaError, unknownNode } from '#simulator/errors.ts'
import {
  DONE,
  type GraphCall,
  paged,
  param,
  type Reply,
  select,
  unknownMethod,
} from '#simulator/graph-call.ts'
import { startUpload } from '#simulator/graph-media.ts'
import { isWanted, numberNode } from '#simulator/graph-number.ts'
import { templatesEdge } from '#simulator/graph-template.ts'
import { keep, publishWorld, type Sim, worldNow } from '#simulator/sim.ts'
import { textOf, type Wire } from '#simulator/wire.ts'
import { NUMBERS_MAX, newNumber, tierOf, type World } from '#simulator/world.ts'

const SCOPES = ['whatsapp_business_management', 'whatsapp_business_messaging', 'business_management']

/** `GET /debug_token`: what a token is good for, and which account it opens. */
export function debugToken(sim: Sim, world: World, call: GraphCall): Reply {
  const asked = param(call, 'input_token')
  if (asked === '') return { code: 100, message: 'The parameter input_token is required' }
  const approved = approvedBy(sim, asked)
  if (approved?.app === world) return debugApproval(sim, approved)
  if (sim.tokens.get(asked) !== world) {
    const error = { code: 190, message: 'Invalid OAuth access token.' }
    return { data: { is_valid: false, scopes: [], error } }
  }
  const { revoked = false, expiresAt = 0, scopes = SCOPES } = world.tokenFate ?? {}
  const isOver = expiresAt > 0 && expiresAt * 1000 <= worldNow(sim, world)
  const granular = scopes.slice(0, 2).map((scope) => ({ scope, target_ids: [world.wabaId] }))
  return {
    data: {
      app_id: world.appId,
      type: 'SYSTEM_USER',
      application: world.name,
      data_access_expires_at: 0,
      expires_at: expiresAt,
      is_valid: !revoked && !isOver,
      ...(revoked
        ? { error: { code: 190, message: 'The session has been invalidated.', subcode: 466 } }
        : {}),
      issued_at: Math.floor(world.createdAt / 1000),
      scopes,
      granular_scopes: granular,
      user_id: world.businessId,
    },
  }
}

/** A token of an approval: what was ticked, and the accounts and businesses it was ticked for. */
function debugApproval(sim: Sim, approved: Approved): Reply {
  const { app, approval } = approved
  const worlds = worldsOf(sim, approved)
  const targets = (scope: string) =>
    scope === 'business_management'
      ? worlds.map((world) => world.businessId)
      : worlds.map((world) => world.wabaId)
  return {
    data: {
      app_id: app.appId,
      type: 'USER',
      application: app.name,
      data_access_expires_at: 0,
      expires_at: 0,
      is_valid: true,
      issued_at: Math.floor(approval.at / 1000),
      scopes: approval.scopes,
      granular_scopes: approval.scopes.map((scope) => ({ scope, target_ids: [...new Set(targets(scope))] })),
      user_id: app.businessId,
    },
  }
}

/** Whose account it is, and the app that asks. */
type Asked = { readonly world: World; readonly app: World }

/** The WhatsApp Business Account and its edges. */
export function accountEdge(sim: Sim, asked: Asked, edge: string, call: GraphCall): Promise<Reply> | Reply {
  const { world } = asked
  switch (edge) {
    case '':
      return call.method === 'GET'
        ? select(call, 'WhatsAppBusinessAccount', accountNode(world), [
            'id',
            'name',
            'timezone_id',
            'message_template_namespace',
          ])
        : unknownMethod(call)
    case 'phone_numbers':
      return phoneNumbers(sim, world, call)
    case 'subscribed_apps':
      return subscribedApps(sim, asked, call)
    case 'message_templates':
      return templatesEdge(sim, world, call)
    default:
      return unknownNode(edge)
  }
}

function accountNode(world: World): Wire {
  return {
    id: world.wabaId,
    name: world.name,
    currency: 'IDR',
    timezone_id: '66',
    country: 'ID',
    account_review_status: 'APPROVED',
    business_verification_status: 'verified',
    message_template_namespace: `${world.wabaId}_ns`,
    ownership_type: 'CLIENT_OWNED',
    owner_business_info: { id: world.businessId, name: world.businessName ?? world.name },
    // a field without a value is left out of Meta's answers, as JSON leaves these out
    primary_funding_id: world.funded === false ? undefined : `9${world.businessId}`,
    auth_international_rate_eligibility: undefined,
    creation_time: Math.floor(world.createdAt / 1000),
    is_enabled_for_insights: undefined,
    is_shared_with_partners: world.clientOf !== undefined,
    linked_commerce_account: undefined,
    marketing_messages_lite_api_status: undefined,
    marketing_messages_onboarding_status: undefined,
    on_behalf_of_business_info: undefined,
    owner_business: undefined,
    primary_business_location: undefined,
    purchase_order_number: undefined,
    template_auto_archival_enabled: undefined,
    status: 'ACTIVE',
    disable_marketing_messages_on_cloud_api: world.marketingDisabled,
    health_status: { can_send_message: 'AVAILABLE', entities: [] },
    whatsapp_business_manager_messaging_limit: tierOf(world),
  }
}

function phoneNumbers(sim: Sim, world: World, call: GraphCall): Reply {
  if (call.method === 'POST') return addNumber(sim, world, call)
  if (call.method !== 'GET') return unknownMethod(call)
  const nodes: Wire[] = []
  for (const number of world.numbers.filter((one) => isWanted(world, one, call))) {
    const node = numberNode(world, number, call)
    if (isMetaError(node)) return node
    nodes.push(node)
  }
  return paged(call, nodes, `${sim.base}/graph/${world.wabaId}/phone_numbers`)
}

function addNumber(sim: Sim, world: World, call: GraphCall): Reply {
  const country = param(call, 'cc').replace(/\D/g, '')
  const phone = param(call, 'phone_number').replace(/\D/g, '')
  const name = param(call, 'verified_name')
  if (country === '' || phone === '') return { code: 100, message: 'The parameter phone_number is required.' }
  if (name === '') return { code: 100, message: 'The parameter verified_name is required.' }
  const digits = `${country}${phone}`
  if (digits.length < 8 || digits.length > 15)
    return { code: 100, message: 'Param phone_number is not valid.' }
  if (world.numbers.some((number) => number.digits === digits)) return { code: 2388012 }
  if (world.numbers.length >= NUMBERS_MAX) return { code: 100, message: 'Too many phone numbers' }
  const number = newNumber({ digits, country, name: name.slice(0, 100) }, sim.options.random)
  world.numbers.push({ ...number, status: 'PENDING', verified: false, nameStatus: 'PENDING_REVIEW' })
  keep(sim, world)
  publishWorld(sim, world)
  return { id: number.id }
}

async function subscribedApps(sim: Sim, { world, app }: Asked, call: GraphCall): Promise<Reply> {
  if (call.method === 'GET') return paged(call, subscriptions(sim, world), '')
  if (call.method === 'DELETE') {
    world.subscribed = false
    world.override = null
    keep(sim, world)
    publishWorld(sim, world)
    return DONE
  }
  if (call.method !== 'POST') return unknownMethod(call)
  const url = param(call, 'override_callback_uri')
  const verifyToken = param(call, 'verify_token')
  if (url !== '' && verifyToken === '')
    return { code: 100, message: 'The parameter verify_token is required.' }
  const override = url === '' ? null : { url, verifyToken, fields: FIELDS }
  const failure = override && (await verifyCallback(sim, world, override))
  if (failure) return failure
  world.subscribed = true
  world.subscriberId = app.id
  world.override = override
  keep(sim, world)
  publishWorld(sim, world)
  return DONE
}

function subscriptions(sim: Sim, world: World): Wire[] {
  if (!world.subscribed) return []
  const app = subscriberOf(sim, world)
  const data = { id: app.appId, name: app.name, link: 'https://www.facebook.com/games/?app_id=' }
  const override = world.override ? { override_callback_uri: world.override.url } : {}
  return [{ whatsapp_business_api_data: data, ...override }]
}

/** The app: its own callback and resumable uploads. */
export async function appEdge(sim: Sim, world: World, edge: string, call: GraphCall): Promise<Reply> {
  if (edge === '' && call.method === 'GET') {
    return select(call, 'Application', { id: world.appId, name: world.name }, ['id', 'name'])
  }
  if (edge === 'uploads' && call.method === 'POST') return startUpload(sim, call)
  if (edge !== 'subscriptions') return unknownNode(edge || world.appId)
  if (call.method === 'GET') return { data: world.callback ? [appSubscription(world)] : [] }
  if (call.method === 'DELETE') {
    world.callback = null
    keep(sim, world)
    return DONE
  }
  return call.method === 'POST' ? subscribeApp(sim, world, call) : unknownMethod(call)
}

async function subscribeApp(sim: Sim, world: World, call: GraphCall): Promise<Reply> {
  const list = call.body.fields
  const asked = (Array.isArray(list) ? list.map(textOf) : param(call, 'fields').split(','))
    .map((field) => field.trim())
    .filter((field) => field !== '')
  const url = param(call, 'callback_url')
  if (param(call, 'object') !== 'whatsapp_business_account') {
    return { code: 100, message: 'Param object must be one of {whatsapp_business_account}' }
  }
  if (url === '') return { code: 100, message: 'The parameter callback_url is required.' }
  const strange = asked.find((field) => !FIELDS.includes(field))
  if (strange)
    return {
      code: 100,
      message: `Param fields must be one of {${FIELDS.join(', ')}} - got "${strange.slice(0, 60)}"`,
    }
  const callback = { url, verifyToken: param(call, 'verify_token'), fields: asked }
  const failure = await verifyCallback(sim, world, callback)
  if (failure) return failure
  world.callback = callback
  keep(sim, world)
  publishWorld(sim, world)
  return DONE
}

function appSubscription(world: World): Wire {
  const fields = (world.callback?.fields ?? []).map((name) => ({ name, version: world.webhookVersion }))
  return { object: 'whatsapp_business_account', callback_url: world.callback?.url, active: true, fields }
}

/** What a token lists: the world that is asked about, and every account of its person's businesses. */
type Reach = {
  readonly world: World
  readonly listed: readonly World[]
  /** Where they are an approval's. */
  readonly scopes: readonly string[] | undefined
}

/** The portfolio: the way from a token to its accounts, owned and shared. */
export function businessEdge({ world, listed, scopes }: Reach, edge: string, call: GraphCall): Reply {
  if (call.method !== 'GET') return unknownMethod(call)
  if (scopes && !scopes.includes('business_management'))
    return { code: 200, message: '(#200) Requires business_management permission to manage the object' }
  const business = (one: World) => ({ id: one.businessId, name: one.businessName ?? one.name })
  const own = listed.filter(({ clientOf }) => clientOf === undefined)
  const accounts = (all: readonly World[]) =>
    paged(
      call,
      all.map(({ wabaId, name }) => ({ id: wabaId, name, currency: 'IDR', timezone_id: '66' })),
      '',
    )
  switch (edge) {
    case '':
      return select(call, 'Business', business(world), ['id', 'name'])
    case 'businesses':
      return paged(call, [...new Map(own.map((one) => [one.businessId, business(one)])).values()], '')
    case 'owned_whatsapp_business_accounts':
      return accounts(own.filter(({ businessId }) => businessId === world.businessId))
    case 'client_whatsapp_business_accounts':
      return accounts(listed.filter(({ clientOf }) => clientOf === world.businessId))
    default:
      return unknownNode(edge)
  }
}
