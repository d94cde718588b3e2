import { isObject, parseJson } from '#core/base/json.ts'
import { type Heard, hearTemplates, hearWebhook, templatePage } from '#core/whatsapp/provider/dialog360.ts'
import { hearHealthAccount, hearHealthKey, hearHealthNumbers } from '#core/whatsapp/provider/health.ts'

/** Whose door to WhatsApp a channel uses: Meta's Graph API, or a partner in front of it. */
export const PROVIDERS = ['meta', '360dialog'] as const
export type Provider = (typeof PROVIDERS)[number]

/**
 * How a webhook proves where it comes from: Meta signs it with the app secret and shakes hands before; 360dialog does
 * neither, so that a secret stands in the path (360dialog: webhook).
 */
export const PROOF: Readonly<Record<Provider, 'signature' | 'path'>> = {
  meta: 'signature',
  '360dialog': 'path',
}

export type Place = { readonly base: string; readonly version: string; readonly token: string }
/** A call in the Graph API's words. */
type Asking = {
  readonly method: string
  readonly path: string
  readonly body?: string | Uint8Array
}
/** The same in the words of whoever hears it. */
export type Spoken = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** The address, headers and body of a Graph call for this provider; null: it has nothing of the kind. */
export function speak(provider: Provider, { base, version, token }: Place, asking: Asking): Spoken | null {
  const kept = asking.body === undefined ? {} : { body: asking.body }
  if (provider === 'meta') {
    return {
      url: `${base}/${version}/${asking.path}`,
      headers: keyOf(provider, token),
      ...kept,
    }
  }
  const found = doorOf(asking)
  if (!found) return null
  const { door, query, ids } = found
  const body = door.body && typeof asking.body === 'string' ? { body: door.body(asking.body) } : kept
  return { url: `${base}/${door.to(ids, query)}`, headers: keyOf(provider, token), ...body }
}

/** The header that opens the provider's door; none where there is no token, as for Meta's exchange of a code. */
export function keyOf(provider: Provider, token: string): Readonly<Record<string, string>> {
  if (token === '') return {}
  return provider === 'meta' ? { authorization: `Bearer ${token}` } : { 'd360-api-key': token }
}

/** The answer to a Graph call in the Graph API's words, whoever gave it. */
export function hear(provider: Provider, asking: Asking, answer: Heard): Heard {
  if (provider === 'meta') return answer
  const said = errorOf(answer)
  const found = doorOf(asking)
  if (said && found?.door.hearError) return { status: 200, body: found.door.hearError(said) }
  if (said) return { ...answer, body: { error: said } }
  return found?.door.hear ? { ...answer, body: found.door.hear(answer.body, found.ids, found.query) } : answer
}

/** Where a medium is fetched: 360dialog serves Meta's addresses under its own (360dialog: media). */
export function mediumPlace(provider: Provider, base: string, url: string): string {
  return provider === '360dialog' && url.startsWith(`${LOOKASIDE}/`)
    ? base + url.slice(LOOKASIDE.length)
    : url
}

const LOOKASIDE = 'https://lookaside.fbsbx.com'

/** A webhook body in Meta's envelope. 360dialog's older form has none: it belongs to the one number of the key. */
export function enveloped(
  provider: Provider,
  body: unknown,
  account: { readonly wabaId: string; readonly numberId: string | undefined },
): unknown {
  const isBare = isObject(body) && !('entry' in body) && ('messages' in body || 'statuses' in body)
  if (provider === 'meta' || !isBare || account.numberId === undefined) return body
  const value = { messaging_product: 'whatsapp', ...body, metadata: { phone_number_id: account.numberId } }
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: account.wabaId, changes: [{ field: 'messages', value }] }],
  }
}

type Ids = readonly string[]
type Query = URLSearchParams
type Door = {
  readonly method: string
  readonly path: RegExp
  readonly to: (ids: Ids, query: Query) => string
  readonly body?: (text: string) => string
  readonly hear?: (body: unknown, ids: Ids, query: Query) => unknown
  readonly hearError?: (error: GraphError) => unknown
}

/** Graph calls that 360dialog has a door for, in its own shape (360dialog: messaging, template, webhook, health status). */
const DOORS: readonly Door[] = [
  { method: 'POST', path: /^\d+\/messages$/, to: () => 'messages' },
  { method: 'POST', path: /^\d+\/media$/, to: () => 'media' },
  { method: 'GET', path: /^\d+\/whatsapp_business_profile$/, to: (_, query) => profileAt(query) },
  { method: 'POST', path: /^\d+\/whatsapp_business_profile$/, to: (_, query) => profileAt(query) },
  { method: 'GET', path: /^health_status$/, to: (_, query) => healthAt(query) },
  {
    method: 'GET',
    path: /^\d+\/phone_numbers$/,
    to: (_, query) => healthAt(query),
    hear: hearHealthNumbers,
  },
  {
    method: 'GET',
    path: /^debug_token$/,
    to: () => 'health_status',
    hear: hearHealthKey,
    hearError: ({ message }) => ({ data: { is_valid: false, scopes: [], error: { message } } }),
  },
  {
    method: 'GET',
    path: /^(\d+)\/message_templates$/,
    to: (_, query) => `v1/configs/templates?${templatePage(query)}`,
    hear: (body, _, query) => hearTemplates(body, query),
  },
  { method: 'POST', path: /^\d+\/message_templates$/, to: () => 'v1/configs/templates' },
  {
    method: 'DELETE',
    path: /^\d+\/message_templates$/,
    to: (_, query) => `v1/configs/templates/${encodeURIComponent(query.get('name') ?? '')}`,
  },
  { method: 'GET', path: /^\d+\/subscribed_apps$/, to: () => 'v1/configs/webhook', hear: hearWebhook },
  { method: 'POST', path: /^\d+\/subscribed_apps$/, to: () => 'v1/configs/webhook', body: webhookBody },
  // What is asked of a bare id tells what it is: 360dialog has no door for nodes as such.
  { method: 'GET', path: /^([\w-]+)\?medium$/, to: ([id = '']) => encodeURIComponent(id) },
  { method: 'GET', path: /^(\d+)\?number$/, to: (_, query) => healthAt(query) },
  {
    method: 'GET',
    path: /^(\d+)\?account$/,
    to: () => 'health_status',
    hear: (body, [id = '']) => hearHealthAccount(body, id),
  },
]

const NODES: readonly (readonly [string, RegExp])[] = [
  ['medium', /^url,mime_type$/],
  ['account', /^id,name$/],
  ['number', /\bdisplay_phone_number\b/],
]

function doorOf({ method, path }: Asking) {
  const [bare = '', text = ''] = path.split('?')
  const query = new URLSearchParams(text)
  const kind = NODES.find(([, fields]) => fields.test(query.get('fields') ?? ''))?.[0]
  const named = bare.includes('/') || !kind || bare === 'health_status' ? bare : `${bare}?${kind}`
  for (const door of DOORS) {
    const match = door.method === method ? door.path.exec(named) : null
    if (match) return { door, query, ids: match.slice(1) }
  }
  return undefined
}

const healthAt = (query: Query) => {
  const fields = (query.get('fields') ?? '').split(',').filter((field) => field !== '')
  return `health_status?fields=${['health_status', ...fields.filter((field) => field !== 'health_status')].join(',')}`
}
const profileAt = (query: Query) =>
  `whatsapp_business_profile${query.size > 0 ? `?fields=${query.get('fields') ?? ''}` : ''}`

function webhookBody(text: string): string {
  const body = parseJson(text)
  return JSON.stringify({ url: isObject(body) ? body.override_callback_uri : '' })
}

type GraphError = { readonly code: number; readonly message: string }

/** Graph's codes for what 360dialog says by its HTTP status: key unknown, not allowed, too fast. */
const CODES: Readonly<Record<number, number>> = { 401: 190, 403: 10, 429: 80007 }

/** 360dialog's own error, in `meta` and in two spellings; a Graph error that it hands through stays as it is. */
function errorOf({ status, body }: Heard): GraphError | undefined {
  if (status === null || status < 400 || (isObject(body) && isObject(body.error))) return undefined
  const meta = isObject(body) && isObject(body.meta) ? body.meta : undefined
  const message = meta?.developer_message ?? meta?.developerMessage
  if (meta === undefined && !(status in CODES)) return undefined
  return { code: CODES[status] ?? 100, message: typeof message === 'string' ? message : `HTTP ${status}` }
}
