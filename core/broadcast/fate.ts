import type { Details, RefusalCode } from '#core/base/refusal.ts'
import { type Millis, SECOND } from '#core/base/time.ts'
import type { Decision } from '#core/policy/send.ts'

/**
 * What the gate's answer about one recipient means for the broadcast: it goes; it goes later; it never goes; the whole broadcast
 * stands still until a moment and asks again; or it is paused until a person decides.
 */
export type Fate =
  | { readonly kind: 'go' }
  | { readonly kind: 'later'; readonly until: Millis; readonly why: Why }
  | { readonly kind: 'skip'; readonly why: Why }
  | { readonly kind: 'hold'; readonly until: Millis; readonly why: Why }
  | { readonly kind: 'pause'; readonly why: Why }

/** A refusal of the table, so that it reads as a sentence in both languages. */
export type Why = { readonly code: RefusalCode; readonly details: Details }

/** How often a broadcast that is held asks whether its cause is gone. */
const ASK_AGAIN: Millis = 10 * SECOND

/** What is true for every recipient and may end without anybody touching the broadcast. */
const HOLDS: ReadonlySet<RefusalCode> = new Set([
  'budget-held',
  'budget-unpriced',
  'sending-paused',
  'number-not-connected',
  'account-disabled',
  'account-restricted',
  'account-restricted-until',
  'limit-reached',
])
/** What is true for every recipient and wants a person. */
const PAUSES: ReadonlySet<RefusalCode> = new Set([
  'template-missing',
  'template-not-approved',
  'template-paused',
  'template-disabled',
  'channel-missing',
  'marketing-off',
])

export function fateOf(decision: Decision, now: Millis): Fate {
  if (decision.kind === 'send') return { kind: 'go' }
  const { code } = decision
  const why: Why = { code, details: decision.verdict.facts }
  const until = decision.kind === 'wait' ? decision.until : now + ASK_AGAIN
  if (PAUSES.has(code)) return { kind: 'pause', why }
  if (HOLDS.has(code)) return { kind: 'hold', until, why }
  return decision.kind === 'wait' ? { kind: 'later', until, why } : { kind: 'skip', why }
}
