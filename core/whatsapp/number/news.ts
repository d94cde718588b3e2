import { isObject } from '#core/base/json.ts'
import type { Millis } from '#core/base/time.ts'
import { tierOfLimit } from '#core/whatsapp/number/number.ts'
import { type Foreign, labelAt, listAt, momentAt, numberAt, objectAt } from '#core/whatsapp/read.ts'

/** What Meta says by webhook about a number or the whole account. `digits` name the number as it is dialled. */
export type NumberNews =
  | {
      readonly kind: 'name'
      readonly digits: string
      /** In the words of the node's `name_status`. */
      readonly status: string
      readonly name: string
      readonly reason: string | null
    }
  | {
      readonly kind: 'quality'
      readonly digits: string
      readonly event: string
      /** Meta's word for the limit; null: it did not say. */
      readonly tier: string | null
      readonly throughput: string | null
    }
  /** The limit of the portfolio, which all its numbers share. */
  | { readonly kind: 'limit'; readonly tier: string }
  | { readonly kind: 'disabled'; readonly disabled: boolean }
  | { readonly kind: 'restricted'; readonly restrictions: Restrictions }
  | { readonly kind: 'violation'; readonly violation: string }
  | { readonly kind: 'review'; readonly decision: string }

type Restrictions = readonly { readonly type: string; readonly until: Millis | null }[]

/** What is known of the account as a whole. */
export type AccountState = {
  readonly disabled: boolean
  readonly restrictions: Restrictions
  /** The last breach that Meta named, such as `SPAM`. */
  readonly violation: string | null
  /** `APPROVED`, `REJECTED` …; null: not told. */
  readonly review: string | null
  /** Meta takes no marketing templates from it on the Cloud API; read with the numbers, never told by webhook. */
  readonly marketingOff?: boolean
  /** In which Meta bills it (ISO 4217); read likewise. */
  readonly currency?: string
}
export const GOOD_ACCOUNT: AccountState = { disabled: false, restrictions: [], violation: null, review: null }

const DECISIONS: Readonly<Record<string, string>> = {
  APPROVED: 'APPROVED',
  REJECTED: 'DECLINED',
  DEFERRED: 'PENDING_REVIEW',
  PENDING: 'PENDING_REVIEW',
}
const RESTRICTIONS_MAX = 20

/** A webhook about numbers or the account in our words; null when it is about something else, or says nothing. */
export function decodeNumberNews(field: string, value: unknown): NumberNews | null {
  if (!isObject(value)) return null
  switch (field) {
    case 'phone_number_name_update':
      return nameNews(value)
    case 'phone_number_quality_update':
      return qualityNews(value)
    case 'business_capability_update': {
      const limit = numberAt(value, 'max_daily_conversations_per_business')
      return limit === undefined ? null : { kind: 'limit', tier: tierOfLimit(limit) }
    }
    case 'account_review_update': {
      const decision = labelAt(value, 'decision')
      return decision ? { kind: 'review', decision } : null
    }
    case 'account_update':
      return accountNews(value)
    default:
      return null
  }
}

/** The account after a piece of news; restrictions that Meta tells replace the former ones. */
export function accountAfter(account: AccountState, news: NumberNews): AccountState {
  switch (news.kind) {
    case 'disabled':
      return news.disabled ? { ...account, disabled: true } : { ...account, ...GOOD_ACCOUNT }
    case 'restricted':
      return { ...account, restrictions: news.restrictions }
    case 'violation':
      return { ...account, violation: news.violation }
    case 'review':
      return { ...account, review: news.decision }
    case 'name':
    case 'quality':
    case 'limit':
      return account
    default:
      return news satisfies never
  }
}

function nameNews(value: Foreign): NumberNews | null {
  const digits = digitsAt(value)
  const decision = labelAt(value, 'decision')
  if (!digits || !decision) return null
  const status = DECISIONS[decision] ?? decision
  const name = labelAt(value, 'requested_verified_name') ?? ''
  return { kind: 'name', digits, status, name, reason: labelAt(value, 'rejection_reason') ?? null }
}

function qualityNews(value: Foreign): NumberNews | null {
  const digits = digitsAt(value)
  const event = labelAt(value, 'event')
  if (!digits || !event) return null
  const limit = numberAt(value, 'max_daily_conversations_per_business')
  const tier = labelAt(value, 'current_limit') ?? (limit === undefined ? null : tierOfLimit(limit))
  return { kind: 'quality', digits, event, tier, throughput: event === 'THROUGHPUT_UPGRADE' ? 'HIGH' : null }
}

function accountNews(value: Foreign): NumberNews | null {
  const event = labelAt(value, 'event')
  if (event === 'ACCOUNT_DELETED') return { kind: 'disabled', disabled: true }
  if (event === 'DISABLED_UPDATE') {
    const ban = objectAt(value, 'ban_info')
    const state = ban && labelAt(ban, 'waba_ban_state')
    if (state === 'SCHEDULE_FOR_DISABLE') return { kind: 'violation', violation: state }
    return state ? { kind: 'disabled', disabled: state === 'DISABLE' } : null
  }
  if (event === 'ACCOUNT_VIOLATION') {
    const info = objectAt(value, 'violation_info')
    return { kind: 'violation', violation: (info && labelAt(info, 'violation_type')) || 'UNKNOWN' }
  }
  if (event !== 'ACCOUNT_RESTRICTION') return null
  const list = (listAt(value, 'restriction_info') ?? []).slice(0, RESTRICTIONS_MAX)
  return { kind: 'restricted', restrictions: list.flatMap((one) => (isObject(one) ? restriction(one) : [])) }
}

function restriction(one: Foreign): Restrictions {
  const type = labelAt(one, 'restriction_type')
  return type ? [{ type, until: momentAt(one, 'expiration') }] : []
}

function digitsAt(value: Foreign): string | undefined {
  return labelAt(value, 'display_phone_number')?.replace(/\D/g, '') || undefined
}
