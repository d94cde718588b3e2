import type { Cost } from '#core/policy/facts.ts'
import { costIn } from '#core/policy/judged.ts'
import type { Verdict } from '#core/whatsapp/verdict.ts'
import { useMoney } from '#web/base/use-money.ts'
import { useVerdictWords } from '#web/whatsapp/verdict/words.ts'

const NOTHING = '0.0000'

/** What a message is expected to cost, as a sentence; null where the gate did not say. */
export function useCost(verdict: Verdict | null): string | null {
  const say = useSayCost()
  const cost = verdict && costIn(verdict.facts)
  return cost ? say(cost) : null
}

/** Says a cost in few words. */
export function useSayCost(): (cost: Cost) => string {
  const t = useVerdictWords()
  const money = useMoney()
  return ({ amount, currency }) => {
    if (amount === null) return t('noPrice')
    return amount === NOTHING ? t('free') : t('cost', { amount: money(amount, currency) })
  }
}
