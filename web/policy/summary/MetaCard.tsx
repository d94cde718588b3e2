import { CircleCheck, Scale } from 'lucide-react'
import type { Costs } from '#core/policy/api.ts'
import { useFormats } from '#web/base/format.ts'
import { useMoney } from '#web/base/use-money.ts'
import { useWords } from '#web/policy/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'

/** How our reckoning stands beside what Meta says of each message. */
export function MetaCard({ costs, onShow }: { costs: Costs; onShow: () => void }) {
  const t = useWords()
  const money = useMoney()
  const { number } = useFormats()
  const { told, total, differences, currency } = costs
  const signed = differences.amount.startsWith('-') ? '' : '+'
  return (
    <Card title={t('meta')}>
      <p className="text-fg-2 text-sm">
        {told === 0 ? t('metaNone') : t('metaTold', { told: number(told), messages: number(total.messages) })}
      </p>
      {told > 0 && differences.messages === 0 && (
        <p className="mt-3 flex items-center gap-2 text-brand-soft-fg text-sm">
          <CircleCheck aria-hidden className="size-4 shrink-0" />
          {t('metaAgrees')}
        </p>
      )}
      {differences.messages > 0 && (
        <>
          <p className="mt-3 flex items-start gap-2 text-sm text-warn-fg">
            <Scale aria-hidden className="mt-0.5 size-4 shrink-0" />
            {t('metaDiffers', {
              count: differences.messages,
              amount: `${signed}${money(differences.amount, currency)}`,
            })}
          </p>
          <Button size="sm" className="mt-3" onClick={onShow}>
            {t('metaShow')}
          </Button>
        </>
      )}
    </Card>
  )
}
