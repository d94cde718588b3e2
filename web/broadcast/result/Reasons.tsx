import type { Tally } from '#core/broadcast/api.ts'
import { useFormats } from '#web/base/format.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Card } from '#web/ui/Card.tsx'

const TONES = { failed: 'danger', skipped: 'warn', waiting: 'neutral' } as const

/** Why some did not get it, in plain words. */
export function Reasons({ tally: { reasons } }: { tally: Tally }) {
  const t = useBroadcastWords()
  const language = useLanguage()
  const { number } = useFormats()
  return (
    <Card title={t('reasons')}>
      {reasons.length === 0 ? (
        <p className="text-fg-3 text-sm">{t('noReasons')}</p>
      ) : (
        <ul className="space-y-2.5 text-sm">
          {reasons.map((reason) => (
            <li key={`${reason.place} ${reason.code}`} className="flex items-start gap-3">
              <span className="min-w-0 flex-1">
                {reason[language]}
                <span className="mt-0.5 flex flex-wrap gap-1.5">
                  <Badge tone={TONES[reason.place]}>{t(`place.${reason.place}`)}</Badge>
                  {reason.retryable && <span className="text-2xs text-fg-3">{t('retryable')}</span>}
                </span>
              </span>
              <span className="tnum font-medium">{number(reason.count)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
