import type { Language } from '#core/base/language.ts'
import { isRefusalCode, sentenceOf } from '#core/base/refusal.ts'
import type { Millis } from '#core/base/time.ts'
import type { Cost } from '#core/policy/facts.ts'
import { costIn } from '#core/policy/judged.ts'
import { ASKS, type Ask } from '#core/policy/remedy.ts'
import type { Verdict } from '#core/whatsapp/verdict.ts'

/** A verdict for a person's eyes. What the gate did not say is null. */
export type Explanation = {
  /** Why the message may not go as it is, or not yet. */
  readonly reason: string | null
  /** What somebody can do about it. */
  readonly remedy: string | null
  /** The template to take instead. */
  readonly template: string | null
  /** It goes by itself then, in the channel's time. */
  readonly until: Millis | null
  readonly cost: Cost | null
}

/** The same words for the same verdict, wherever it is shown: thread, trace, composer, ledger. */
export function explain({ refusal, facts }: Verdict, language: Language): Explanation {
  const { ask, template, until } = facts
  return {
    reason: refusal && isRefusalCode(refusal) ? sentenceOf(refusal, language, facts) : refusal,
    remedy: isAsk(ask) ? ASKS[ask][language] : null,
    template: typeof template === 'string' ? template : null,
    until: typeof until === 'number' ? until : null,
    cost: costIn(facts),
  }
}

function isAsk(word: unknown): word is Ask {
  return typeof word === 'string' && Object.hasOwn(ASKS, word)
}
