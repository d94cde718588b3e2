import { costIn } from '#core/policy/judged.ts'
import type { Verdict } from '#core/whatsapp/verdict.ts'
import { useMoney } from '#web/base/use-money.ts'
import { useVerdictWords } from '#web/whatsapp/verdict/words.ts'

/** What a message is expected to cost, as a sentence; null where the gate did not say. */
export function useCost(verdict: Verdict | null): string | null {
  const t = useVerdictWords()
  const money = useMoney()
  const cost = verdict && costIn(verdict.facts)
  if (!cost) return null
  if (cost.amount === null) return t('noPrice')
  if (cost.amount === '0.0000') return t('free')
  return t('cost', { amount: money(cost.amount, cost.currency) })
}
