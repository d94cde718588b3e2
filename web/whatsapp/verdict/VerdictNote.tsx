import { explain } from '#core/policy/explain.ts'
import type { Verdict } from '#core/whatsapp/verdict.ts'
import { useFormats } from '#web/base/format.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { cx } from '#web/ui/cx.ts'
import { useCost } from '#web/whatsapp/verdict/use-cost.ts'
import { useVerdictWords } from '#web/whatsapp/verdict/words.ts'

type Props = {
  verdict: Verdict
  zone?: string | undefined
  /** The reason is said beside it already. */
  brief?: boolean | undefined
  className?: string | undefined
}

/**
 * The gate's answer for a person: why a message may not go or waits, until when, what can be done, what it is expected to cost, and by
 * which rules. Nothing where the gate had nothing to say.
 */
export function VerdictNote({ verdict, zone, brief, className }: Props) {
  const t = useVerdictWords()
  const { moment } = useFormats(zone)
  const { reason, remedy, template, until } = explain(verdict, useLanguage())
  const cost = useCost(verdict)
  if (!reason && !cost) return null
  const waits = until !== null && verdict.remedy === 'wait'
  return (
    <div className={cx('space-y-0.5 text-xs', className)}>
      {reason && !brief && <p className={waits ? 'text-warn-fg' : 'text-danger-fg'}>{reason}</p>}
      {waits && <p className="text-warn-fg">{t('waits', { at: moment(until) })}</p>}
      {template && <p className="text-fg-2">{t('template', { name: template })}</p>}
      {remedy && <p className="text-fg-2">{remedy}</p>}
      {cost && <p className="tnum text-fg-3">{cost}</p>}
      {reason && <p className="text-2xs text-fg-3">{t('rule', { rule: verdict.rules.at(-1) ?? '' })}</p>}
    </div>
  )
}
