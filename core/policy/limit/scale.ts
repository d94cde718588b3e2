import type { LimitEra } from '#core/policy/limit/era.ts'

/** What Meta looks at when it raises a limit. */
export type ScaleFacts = {
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
  const { limit } = facts
  const at = era.steps.indexOf(limit)
  const next = era.steps[at + 1]
  const stays: Scale = { limit, trigger: null }
  if (at < 0 || next === undefined || limit === null || facts.quality === 'RED') return stays
  if (at > 0) return facts.unique7d * 2 >= limit ? { limit: next, trigger: 'automatic' } : stays
  if (facts.isVerified) return { limit: next, trigger: 'business_verification' }
  const byVolume = era.volume30d !== null && facts.unique30d >= era.volume30d
  return byVolume ? { limit: next, trigger: 'volume_path' } : stays
}
