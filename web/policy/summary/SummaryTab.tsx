import { useNavigate } from '@tanstack/react-router'
import { Coins, TriangleAlert } from 'lucide-react'
import type { Costs } from '#core/policy/api.ts'
import { useFormats } from '#web/base/format.ts'
import { useMoney } from '#web/base/use-money.ts'
import type { CostsAsk } from '#web/policy/ask.ts'
import { regimeName } from '#web/policy/names.ts'
import { Breakdown } from '#web/policy/summary/Breakdown.tsx'
import { DayChart } from '#web/policy/summary/DayChart.tsx'
import { Figures } from '#web/policy/summary/Figures.tsx'
import { MetaCard } from '#web/policy/summary/MetaCard.tsx'
import { useWords } from '#web/policy/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'

type Props = { costs: Costs; onGo: (next: Partial<CostsAsk>) => void }

/** The month at a glance: what it cost, what it will, what is left, and where it went. */
export function SummaryTab({ costs, onGo }: Props) {
  return (
    <>
      <Notices costs={costs} onGo={onGo} />
      <Figures costs={costs} onBudget={() => onGo({ tab: 'rates' })} />
      {costs.total.messages === 0 ? (
        <NothingYet isOver={costs.forecast === null} />
      ) : (
        <>
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_320px]">
            <DayChart costs={costs} />
            <MetaCard costs={costs} onShow={() => onGo({ tab: 'entries', only: 'differences' })} />
          </div>
          <Breakdown costs={costs} />
        </>
      )}
    </>
  )
}

/** What the reader must know before the figures. */
function Notices({ costs, onGo }: Props) {
  const t = useWords()
  const money = useMoney()
  const { number } = useFormats()
  const { budget, others, currency, regime } = costs
  // a month that is over held nothing up, whatever the budget is today
  const isNow = costs.forecast !== null
  const list = others.map((other) => money(other.amount, other.currency)).join(', ')
  return (
    <>
      {isNow && budget && budget.level !== 'fine' && (
        <Banner
          tone={budget.level === 'full' ? 'danger' : 'warn'}
          icon={<TriangleAlert aria-hidden />}
          role="status"
        >
          {t(budget.level === 'full' ? 'budgetFull' : 'budgetNear', { percent: number(budget.percent) })}
        </Banner>
      )}
      {costs.card === null && (
        <Banner
          tone="warn"
          icon={<TriangleAlert aria-hidden />}
          action={
            <Button size="sm" onClick={() => onGo({ tab: 'rates' })}>
              {t('noCardAct')}
            </Button>
          }
        >
          {t(budget ? 'noCardBudget' : 'noCard', { currency })}
        </Banner>
      )}
      {others.length > 0 && <Banner tone="neutral">{t('others', { list })}</Banner>}
      {regime.isHeld && <Banner tone="neutral">{t('held', { regime: regimeName(t, regime.id) })}</Banner>}
    </>
  )
}

function NothingYet({ isOver }: { isOver: boolean }) {
  const t = useWords()
  const navigate = useNavigate()
  return (
    <Card>
      <EmptyState
        icon={<Coins />}
        title={t(isOver ? 'emptyOver' : 'emptyTitle')}
        action={<Button onClick={() => void navigate({ to: '/inbox' })}>{t('emptyAct')}</Button>}
      >
        {t('emptyText')}
      </EmptyState>
    </Card>
  )
}
