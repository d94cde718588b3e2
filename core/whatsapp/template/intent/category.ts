import type { Words } from '#core/base/language.ts'
import { TEMPLATE_CATEGORIES } from '#core/whatsapp/template/kinds.ts'
import type { TemplateCategory } from '#core/whatsapp/template/template.ts'

/**
 * The categories of before June 2023, which old guides and old templates name, as they belong to Meta's three of today.
 * AUTO_REPLY may as well be marketing: the advice about promotion words tells.
 */
export const LEGACY_CATEGORIES = {
  ACCOUNT_UPDATE: 'UTILITY',
  ALERT_UPDATE: 'UTILITY',
  APPOINTMENT_UPDATE: 'UTILITY',
  AUTO_REPLY: 'UTILITY',
  ISSUE_RESOLUTION: 'UTILITY',
  OTP: 'AUTHENTICATION',
  PAYMENT_UPDATE: 'UTILITY',
  PERSONAL_FINANCE_UPDATE: 'UTILITY',
  RESERVATION_UPDATE: 'UTILITY',
  SHIPPING_UPDATE: 'UTILITY',
  TICKET_UPDATE: 'UTILITY',
  TRANSPORTATION_UPDATE: 'UTILITY',
} as const satisfies Record<string, TemplateCategory>
export type LegacyCategory = keyof typeof LEGACY_CATEGORIES

/** Meta's three as people read them. */
export const CATEGORY_WORDS: Readonly<Record<TemplateCategory, Words>> = {
  UTILITY: { id: 'Utilitas', en: 'Utility' },
  MARKETING: { id: 'Marketing', en: 'Marketing' },
  AUTHENTICATION: { id: 'Autentikasi', en: 'Authentication' },
}

/** In between, 2022 to 2023, Meta had this one beside MARKETING and OTP. */
const INTERIM = 'TRANSACTIONAL'

/** The category of today that a name stands for, in any case and however old; undefined when it is none. */
export function categoryOf(name: string): TemplateCategory | undefined {
  const said = name.trim().toUpperCase()
  if (said === INTERIM) return 'UTILITY'
  if (Object.hasOwn(LEGACY_CATEGORIES, said)) return LEGACY_CATEGORIES[said as LegacyCategory]
  return TEMPLATE_CATEGORIES.find((category) => category === said)
}

/** The intents in the order in which a person chooses among them. */
export const INTENTS = Object.keys(LEGACY_CATEGORIES) as readonly LegacyCategory[]
