import { isObject } from '#core/base/json.ts'
import { type Refusal, refuse } from '#core/base/refusal.ts'
import { MINUTE, type Millis } from '#core/base/time.ts'
import { type Foreign, idAt, labelAt, listAt, objectAt, textAt } from '#core/whatsapp/read.ts'
import { missingScopes, type TokenFacts } from '#core/whatsapp/token.ts'

/** A begun sign-in is waited for this long. */
export const STATE_LIFE: Millis = 10 * MINUTE
/** An approval is kept this long for a number to be chosen. */
export const GRANT_LIFE: Millis = 60 * MINUTE
/** The Graph version whose dialog and exchange are spoken to. */
export const OAUTH_VERSION = 'v25.0'

/**
 * Meta's dialog (Facebook Login for Business, manual flow; Embedded Signup is chosen by the configuration): it comes back
 * to `redirectUri` with a code that lives briefly and works once.
 */
export function dialogUrl(asked: {
  readonly dialogBase: string
  readonly appId: string
  readonly configId: string
  readonly redirectUri: string
  readonly state: string
}): string {
  const query = new URLSearchParams({
    client_id: asked.appId,
    redirect_uri: asked.redirectUri,
    state: asked.state,
    config_id: asked.configId,
    response_type: 'code',
    override_default_response_type: 'true',
  })
  return `${asked.dialogBase}/${OAUTH_VERSION}/dialog/oauth?${query}`
}

/** The query of the exchange, `GET /oauth/access_token`. */
export function exchangePath(asked: {
  readonly appId: string
  readonly appSecret: string
  readonly redirectUri: string
  readonly code: string
}): string {
  const query = new URLSearchParams({
    client_id: asked.appId,
    client_secret: asked.appSecret,
    redirect_uri: asked.redirectUri,
    code: asked.code,
  })
  return `oauth/access_token?${query}`
}

/** The token of a successful exchange. */
export function decodeExchange(body: unknown): string | null {
  return isObject(body) ? textAt(body, 'access_token', 2000) || null : null
}

/** Meta's codes where the app itself is wrong: its secret (1), its id (101), or the redirect address (191). */
const APP_CODES = [1, 101, 191]
/** The subcode of a redirect address that differs from the dialog's. */
const REDIRECT_SUBCODE = 36_008

/** Why an exchange failed: the person's code, or the operator's app. */
export function refuseExchange(body: unknown, redirectUri: string): Refusal {
  const error = (isObject(body) && objectAt(body, 'error')) || {}
  const said = labelAt(error, 'message')
    ?.replace(/^\(#\d+\) /, '')
    .replace(/\.$/, '')
  const reason = said
    ? { reason: said }
    : { reason_id: 'Meta tidak menyebut alasannya', reason_en: 'Meta gave no reason' }
  const isApp = APP_CODES.includes(Number(error.code)) || Number(error.error_subcode) === REDIRECT_SUBCODE
  return isApp ? refuse('oauth-app-wrong', { ...reason, redirectUri }) : refuse('oauth-code-refused', reason)
}

/** Why a token of an approval cannot be used; null: it can. */
export function refuseGrant(token: TokenFacts, appId: string, redirectUri: string): Refusal | null {
  if (!token.valid) return refuse('oauth-code-refused', { reason: token.reason ?? 'not valid' })
  if (token.appId !== '' && token.appId !== appId)
    return refuse('oauth-app-wrong', { reason: `app ${token.appId}`, redirectUri })
  const missing = missingScopes(token)
  return missing.length > 0 ? refuse('oauth-scope-missing', { scopes: missing.join(', ') }) : null
}

const TARGETS_MAX = 200

/** The accounts that the approval names (`debug_token`: granular_scopes); empty: it names none, so all that it opens. */
export function grantedAccounts(body: unknown): string[] {
  const data = (isObject(body) && objectAt(body, 'data')) || {}
  const scopes = (listAt(data, 'granular_scopes') ?? []).filter(isObject)
  const ours = scopes.filter(({ scope }) => scope === 'whatsapp_business_management')
  const targets = ours.flatMap((scope) => listAt(scope, 'target_ids') ?? [])
  const ids = targets.map((id) => idAt({ id }, 'id')).filter((id) => id !== undefined)
  return [...new Set(ids)].slice(0, TARGETS_MAX)
}

/** An account as Meta lists it: its id, name, and the business that owns it where that is told. */
export type FoundAccount = {
  readonly id: string
  readonly name: string
  readonly owner: { readonly id: string; readonly name: string } | null
}

export function decodeAccount(node: Foreign): FoundAccount | null {
  const id = idAt(node, 'id')
  const owner = objectAt(node, 'owner_business_info')
  const ownerId = owner && idAt(owner, 'id')
  if (!id) return null
  return {
    id,
    name: labelAt(node, 'name') ?? id,
    owner: owner && ownerId ? { id: ownerId, name: labelAt(owner, 'name') ?? ownerId } : null,
  }
}
