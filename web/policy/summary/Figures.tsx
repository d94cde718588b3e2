import type { ReactNode } from 'react'
import type { Costs } from '#core/policy/api.ts'
import { regimeOf } from '#core/policy/price/regime.ts'
import { useFormats } from '#web/base/format.ts'
import { useSums } from '#web/base/use-money.ts'
import { useWords } from '#web/policy/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Meter } from '#web/ui/Meter.tsx'

const QUOTAS_SHOWN = 2

/** The four figures of a month: spent, forecast, budget, and the free ones that are left. */
export function Figures({ costs, onBudget }: { costs: Costs; onBudget: () => void }) {
  const t = useWords()
  const money = useSums()
  const { total, currency, forecast } = costs
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <Figure title={t(forecast === null ? 'whole' : 'soFar')} value={money(total.amount, currency)}>
        {t('messages', { count: total.messages })} · {t('free', { count: total.free })}
        {total.unpriced > 0 && (
          <span className="block text-warn-fg">{t('unpriced', { count: total.unpriced })}</span>
        )}
      </Figure>
      <Figure title={t('forecast')} value={forecast === null ? '–' : money(forecast, currency)}>
        {t(forecast === null ? 'forecastOver' : 'forecastText')}
      </Figure>
      <BudgetFigure costs={costs} onBudget={onBudget} />
      <QuotaFigure costs={costs} />
    </div>
  )
}

function Figure({ title, value, children }: { title: string; value: string; children: ReactNode }) {
  return (
    <section className="rounded-lg border border-line bg-surface p-3 shadow-1 sm:p-4">
      <h2 className="font-medium text-fg-2 text-sm">{title}</h2>
      <p className="tnum mt-1 font-bold font-display text-xl tracking-[-.02em] sm:text-2xl">{value}</p>
      <div className="mt-1 text-fg-2 text-xs">{children}</div>
    </section>
  )
}

const TONES = { fine: 'brand', near: 'warn', full: 'danger' } as const

function BudgetFigure({
  costs: { budget, currency, forecast },
  onBudget,
}: {
  costs: Costs
  onBudget: () => void
}) {
  const t = useWords()
  const money = useSums()
  const { number } = useFormats()
  if (!budget) {
    return (
      <Figure title={t('budget')} value={t('budgetNone')}>
        <p>{t('budgetNoneText')}</p>
        <Button size="sm" className="mt-2" onClick={onBudget}>
          {t('budgetSet')}
        </Button>
      </Figure>
    )
  }
  const title = t(forecast === null ? 'budgetToday' : 'budget')
  const isReserved = budget.reserved !== '0.0000'
  return (
    <Figure title={title} value={money(budget.limit, currency)}>
      <Meter value={budget.percent} max={100} label={title} tone={TONES[budget.level]} />
      <p className="mt-1.5">
        {t('budgetOf', { percent: number(budget.percent), limit: money(budget.limit, currency) })}
        {isReserved && `, ${t('budgetReserved', { amount: money(budget.reserved, currency) })}`}
      </p>
    </Figure>
  )
}

/** Who used most of them stands first. */
function QuotaFigure({ costs: { allowances, forecast, regime } }: { costs: Costs }) {
  const t = useWords()
  const { number } = useFormats()
  const { allowance } = regimeOf(regime.id)
  const sorted = allowances.toSorted((one, other) => one.left - other.left)
  const [first] = sorted
  if (!first) {
    return (
      <Figure title={t('quota')} value="–">
        {t(forecast === null ? 'quotaPast' : allowance ? 'quotaNoNumber' : 'quotaNone')}
      </Figure>
    )
  }
  const more = sorted.length - QUOTAS_SHOWN
  return (
    <Figure title={t('quota')} value={t('quotaLeft', { left: number(first.left), max: number(first.max) })}>
      <ul className="space-y-1.5">
        {sorted.slice(0, QUOTAS_SHOWN).map(({ key, name, used, max, left }) => (
          <li key={key}>
            <span className="flex justify-between gap-2">
              <span className="truncate">{name || t('quotaAccount')}</span>
              <span className="tnum shrink-0">{number(left)}</span>
            </span>
            <Meter
              value={used}
              max={max}
              label={name || t('quotaAccount')}
              tone={left === 0 ? 'warn' : 'brand'}
            />
          </li>
        ))}
      </ul>
      {allowance && <p className="mt-1.5">{t(`quotaOf.${allowance.scope}`)}</p>}
      {more > 0 && <p className="mt-1.5">{t('quotaMore', { count: more })}</p>}
    </Figure>
  )
}
