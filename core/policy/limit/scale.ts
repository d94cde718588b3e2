import type { LimitEra } from '#core/policy/limit/era.ts'

/** What Meta looks at when it raises a limit. */
type ScaleFacts = {
  readonly limit: number | null
  /** The business is verified by Meta, or by a partner for it. */
  readonly isVerified: boolean
  /** Quality rating as Meta writes it: `GREEN`, `YELLOW`, `RED`, `UNKNOWN`. */
  readonly quality: string
  /** Unique customers written first in 7 days. */
  readonly unique7d: number
  /** The same, delivered with templates of high quality, in 30 days. */
  readonly unique30d: number
}

export type Scale = {
  readonly limit: number | null
  readonly trigger: 'business_verification' | 'volume_path' | 'automatic' | null
}

/**
 * The next limit, when Meta's conditions for one step more are met and the quality is not low. The first step is taken by
 * verification or by volume; each further one, within 6 hours, when at least half the limit was used in 7 days (Meta, messaging limits).
 */
export function scaleOf(facts: ScaleFacts, era: LimitEra): Scale {
  const stays: Scale = { limit: facts.limit, trigger: null }
  const step = nextStepOf(facts.limit, era)
  if (!step || facts.quality === 'RED') return stays
  const { max: limit, byVerification, customers, days } = step
  if (byVerification && facts.isVerified) return { limit, trigger: 'business_verification' }
  const reached = days === 7 ? facts.unique7d : facts.unique30d
  if (customers === null || reached < customers) return stays
  return { limit, trigger: byVerification ? 'volume_path' : 'automatic' }
}

/** What raises a limit by one step. */
type NextStep = {
  /** The limit then; null: unlimited. */
  readonly max: number | null
  /** Verifying the business is enough. */
  readonly byVerification: boolean
  /** So many unique customers written first, in so many days; null: there is no such way. */
  readonly customers: number | null
  readonly days: 7 | 30
}

/** The step after a limit; null: it is the highest, or none of this era. */
export function nextStepOf(limit: number | null, { steps, volume30d }: LimitEra): NextStep | null {
  const at = steps.indexOf(limit)
  const max = steps[at + 1]
  if (at < 0 || max === undefined || limit === null) return null
  return at === 0
    ? { max, byVerification: true, customers: volume30d, days: 30 }
    : { max, byVerification: false, customers: Math.ceil(limit / 2), days: 7 }
}
