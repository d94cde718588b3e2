import { isWaiting } from '#core/policy/judged.ts'
import type { Verdict } from '#core/whatsapp/verdict.ts'
import { Explanation, type OnTemplate } from '#web/whatsapp/verdict/Explanation.tsx'
import { useCost } from '#web/whatsapp/verdict/use-cost.ts'

type Props = {
  readonly state: string | null
  readonly fault: Parameters<typeof Explanation>[0]['fault']
  readonly verdict: Verdict | null
  readonly end?: boolean
  /** Opens the templates, where one can be sent from here. */
  readonly onTemplate?: OnTemplate
}

/** The explanation of a message that did not arrive or waits, with the moment at which it goes by itself and its expected cost. */
export function VerdictNote({ state, fault, verdict, end = false, onTemplate }: Props) {
  const cost = useCost(fault ? null : verdict)
  return (
    <div className={end ? 'text-right text-xs' : 'text-xs'}>
      <Explanation
        fault={fault}
        verdict={verdict}
        end={end}
        waits={isWaiting({ state, verdict })}
        onTemplate={onTemplate}
      />
      {cost && <p className="tnum text-fg-3">{cost}</p>}
    </div>
  )
}
