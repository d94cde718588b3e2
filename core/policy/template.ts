import { DAY, type Millis, SECOND } from '#core/base/time.ts'
import type { Category } from '#core/policy/price/regime.ts'

/** What the gate knows about a template as Meta has it, in one language. */
export type TemplateFacts = {
  readonly name: string
  readonly language: string
  /** Meta's status, for example `APPROVED` or `PAUSED`. */
  readonly status: string
  /** Meta's category: `MARKETING`, `UTILITY` or `AUTHENTICATION`. */
  readonly category: string
  /** Values that its body takes. */
  readonly bodyValues: number
  /** When Meta's pause for quality is over (3 hours, then 6), where known. */
  readonly pausedUntil?: Millis | null
  /** Seconds after which Meta drops what it could not deliver; -1 is thirty days, missing is Meta's own default. */
  readonly lifetime?: number | undefined
}

type TemplateState = 'sendable' | 'paused' | 'disabled' | 'not-approved'

/** Whether Meta sends it: only what is approved, also while it is warned (`FLAGGED`). */
export function stateOf({ status }: TemplateFacts): TemplateState {
  if (SENDABLE.has(status)) return 'sendable'
  if (status === 'PAUSED') return 'paused'
  return status === 'DISABLED' ? 'disabled' : 'not-approved'
}

const SENDABLE: ReadonlySet<string> = new Set(['APPROVED', 'FLAGGED', 'REINSTATED'])

/** Meta: a template that nobody could receive is given up after 30 days, an authentication template after 10 minutes (time to live). */
const LIFETIME: Millis = 30 * DAY
const LIFETIME_OF_CODES: Millis = 600 * SECOND

/** How long Meta goes on trying to deliver it; then it drops it and says nothing. */
export function lifetimeOf({ category, lifetime }: Pick<TemplateFacts, 'category' | 'lifetime'>): Millis {
  if (lifetime === -1) return LIFETIME
  if (lifetime !== undefined) return lifetime * SECOND
  return toCategory(category) === 'authentication' ? LIFETIME_OF_CODES : LIFETIME
}

/** What the template is to the price list and to a customer who stopped marketing; an unknown category counts as marketing. */
export function toCategory(category: string): Category {
  if (category.toUpperCase() === 'UTILITY') return 'utility'
  return category.toUpperCase() === 'AUTHENTICATION' ? 'authentication' : 'marketing'
}

/**
 * The template to offer where words of one's own may not go: sendable, no marketing for who stopped it, and of those first one that is
 * no marketing, then one in the wanted language, then the one with fewest values to fill.
 */
export function templateInstead(
  templates: readonly TemplateFacts[],
  { language, optedOut }: { readonly language?: string | undefined; readonly optedOut: boolean },
): TemplateFacts | undefined {
  const rank = (template: TemplateFacts) => [
    toCategory(template.category) === 'marketing' ? 1 : 0,
    template.language === language ? 0 : 1,
    template.bodyValues,
  ]
  return templates
    .filter(
      (template) => stateOf(template) === 'sendable' && toCategory(template.category) !== 'authentication',
    )
    .filter((template) => !optedOut || toCategory(template.category) !== 'marketing')
    .toSorted((one, other) => compare(rank(one), rank(other)))[0]
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (const [at, value] of one.entries()) {
    const distance = value - (other[at] ?? 0)
    if (distance !== 0) return distance
  }
  return 0
}
