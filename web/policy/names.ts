import type { Card } from '#core/policy/api.ts'
import type { RegimeId } from '#core/policy/price/regime.ts'
import type { PolicyWords } from '#web/policy/words.ts'

const CATEGORIES = {
  marketing: 'category_marketing',
  utility: 'category_utility',
  authentication: 'category_authentication',
  authentication_international: 'category_authentication_international',
  service: 'category_service',
  user_initiated: 'rated_user_initiated',
  business_initiated: 'rated_business_initiated',
  free_entry_point: 'rated_free_entry_point',
} as const
const TYPES = {
  regular: 'type_regular',
  free_customer_service: 'type_free_customer_service',
  free_entry_point: 'type_free_entry_point',
  free_allowance: 'type_free_allowance',
  in_conversation: 'type_in_conversation',
} as const
const DIFFERENCES = {
  model: 'difference_model',
  type: 'difference_type',
  category: 'difference_category',
  amount: 'difference_amount',
} as const

const TRUST = {
  published: 'trust_published',
  derived: 'trust_derived',
  partial: 'trust_partial',
  imported: 'trust_imported',
} as const

/** A category, or what a conversation is named by, in the reader's language; a word nobody knows stays as it is. */
export function categoryName(t: PolicyWords, category: string): string {
  return isOf(CATEGORIES, category) ? t(CATEGORIES[category]) : category
}

/** Why a message costs what it costs. */
export function typeName(t: PolicyWords, type: string): string {
  return isOf(TYPES, type) ? t(TYPES[type]) : type
}

export function differenceName(t: PolicyWords, difference: string): string {
  return isOf(DIFFERENCES, difference) ? t(DIFFERENCES[difference]) : difference
}

/** One of Meta's ways to charge. */
export function regimeName(t: PolicyWords, id: RegimeId): string {
  return t(`regime_${id}`)
}

/** How far a card may be trusted. */
export function trustName(t: PolicyWords, trust: Card['trust']): string {
  return t(TRUST[trust])
}

function isOf<T extends object>(table: T, key: string): key is string & keyof T {
  return Object.hasOwn(table, key)
}
