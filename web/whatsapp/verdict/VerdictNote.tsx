import { isWaiting } from '#core/policy/judged.ts'
import type { Verdict } from '#core/whatsapp/verdict.ts'
import { useFormats } from '#web/base/format.ts'
import { Explanation } from '#web/whatsapp/verdict/Explanation.tsx'
import { useCost } from '#web/whatsapp/verdict/use-cost.ts'
import { useVerdictWords } from '#web/whatsapp/verdict/words.ts'

type Props = {
  readonly state: string | null
  readonly fault: Parameters<typeof Explanation>[0]['fault']
  readonly verdict: Verdict | null
  readonly end?: boolean
}

/** The explanation of a message that did not arrive or waits, with the moment at which it goes by itself and its expected cost. */
export function VerdictNote({ state, fault, verdict, end = false }: Props) {
  const t = useVerdictWords()
  const { moment } = useFormats()
  const cost = useCost(fault ? null : verdict)
  const until = isWaiting({ state, verdict }) ? verdict?.facts.until : undefined
  return (
    <div className={end ? 'text-right text-xs' : 'text-xs'}>
      <Explanation fault={fault} verdict={verdict} end={end} />
      {typeof until === 'number' && <p className="text-warn-fg">{t('waits', { at: moment(until) })}</p>}
      {cost && <p className="tnum text-fg-3">{cost}</p>}
    </div>
  )
}
