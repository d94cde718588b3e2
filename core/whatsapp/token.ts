import { isObject } from '#core/base/json.ts'
import { type Refusal, refuse } from '#core/base/refusal.ts'
import { type Millis, SECOND } from '#core/base/time.ts'
import { idAt, labelAt, listAt, numberAt, objectAt, own } from '#core/whatsapp/read.ts'

/** What Meta says of an access token (Graph API, `GET /debug_token`). */
export type TokenFacts = {
  readonly valid: boolean
  readonly appId: string
  readonly scopes: readonly string[]
  /** Null: it never expires. */
  readonly expiresAt: Millis | null
  /** Meta's sentence where it is not valid. */
  readonly reason: string | null
}

/** Without these a token can neither send nor read numbers and templates. */
export const NEEDED_SCOPES = ['whatsapp_business_messaging', 'whatsapp_business_management'] as const
const SCOPES_MAX = 100

/** The body of an answer of `debug_token`; null when it is none. */
export function decodeToken(body: unknown): TokenFacts | null {
  const data = isObject(body) ? objectAt(body, 'data') : undefined
  if (!data || typeof own(data, 'is_valid') !== 'boolean') return null
  const error = objectAt(data, 'error')
  const expires = numberAt(data, 'expires_at') ?? 0
  const scopes = (listAt(data, 'scopes') ?? []).slice(0, SCOPES_MAX)
  return {
    valid: own(data, 'is_valid') === true,
    appId: idAt(data, 'app_id') ?? '',
    scopes: scopes.filter((scope) => typeof scope === 'string'),
    expiresAt: expires > 0 ? expires * SECOND : null,
    reason: (error && labelAt(error, 'message')) ?? null,
  }
}

export function missingScopes({ scopes }: TokenFacts): string[] {
  return NEEDED_SCOPES.filter((scope) => !scopes.includes(scope))
}

/** Why a channel cannot stand on this token; null when it can. An empty `appId` is not compared. */
export function refuseToken(token: TokenFacts, appId: string, now: Millis): Refusal | null {
  if (!token.valid || (token.expiresAt !== null && token.expiresAt <= now)) {
    const reason = token.reason
      ? { reason: token.reason }
      : { reason_id: 'sudah kedaluwarsa', reason_en: 'it has expired' }
    return refuse('token-invalid', { field: 'token', ...reason })
  }
  const missing = missingScopes(token)
  if (missing.length > 0) return refuse('token-scope-missing', { field: 'token', scopes: missing.join(', ') })
  return appId !== '' && token.appId !== '' && token.appId !== appId
    ? refuse('token-other-app', { field: 'token', app: token.appId })
    : null
}

/** The fields of webhooks that the product lives on (Meta: fields of `whatsapp_business_account`). */
export const WEBHOOK_FIELDS = [
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
] as const
