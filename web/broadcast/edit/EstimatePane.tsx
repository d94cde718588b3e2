import { Circle, TriangleAlert } from 'lucide-react'
import type { Broadcast, Estimate } from '#core/broadcast/api.ts'
import { AUDIENCE_MAX } from '#core/broadcast/limits.ts'
import { useFormats } from '#web/base/format.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { useMoney } from '#web/base/use-money.ts'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { marketName } from '#web/policy/market-name.ts'
import { categoryName } from '#web/policy/names.ts'
import { useWords as usePolicyWords } from '#web/policy/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Meter } from '#web/ui/Meter.tsx'

/** By whether it begins in the present month, and whether that month's budget pays for it. */
const BUDGET = {
  true: { true: 'budgetFine', false: 'budgetShort' },
  false: { true: 'budgetFineThen', false: 'budgetShortThen' },
} as const

type Props = { estimate: Estimate; row: Broadcast }

/** How many, what it costs, how it fits Meta's limit and the month's budget, and what is still missing. */
export function EstimatePane({ estimate, row }: Props) {
  const t = useBroadcastWords()
  const language = useLanguage()
  const { number } = useFormats()
  const money = useMoney()
  const { currency, budget, reason } = estimate
  return (
    <Card title={t('estimate')}>
      <dl className="space-y-2 text-sm">
        <Line label={t('recipients')}>{number(estimate.recipients)}</Line>
        {estimate.lines.map((line) => (
          <Price key={`${line.market} ${line.inWindow} ${line.count}`} line={line} currency={currency} />
        ))}
        <div className="flex items-baseline justify-between gap-3 border-line border-t pt-2.5">
          <dt className="font-semibold">{t('total')}</dt>
          <dd className="tnum font-bold text-lg">{money(estimate.amount, currency)}</dd>
        </div>
      </dl>
      {estimate.skipped.map(({ code, count, ...said }) => (
        <p key={code} className="mt-1 text-warn-fg text-xs">
          {t('leftOut', { count })} {said[language]}
        </p>
      ))}
      {estimate.unpriced > 0 && (
        <p className="mt-1 text-warn-fg text-xs">{t('unpriced', { count: estimate.unpriced })}</p>
      )}
      <div className="mt-3 space-y-2">
        {reason && (
          <Banner tone="danger" icon={<TriangleAlert />} role="status">
            {reason[language]}
          </Banner>
        )}
        {estimate.tooMany && (
          <Banner tone="danger" icon={<TriangleAlert />}>
            {t('tooMany', { max: number(AUDIENCE_MAX) })}
          </Banner>
        )}
        {estimate.recipients > 0 && <Limit estimate={estimate} zone={row.zone} />}
        {budget && estimate.recipients > 0 && (
          <Banner tone={budget.isEnough ? 'neutral' : 'warn'}>
            {t(BUDGET[`${budget.isThisMonth}`][`${budget.isEnough}`], {
              left: money(budget.left, currency),
              fits: number(budget.fits),
            })}
          </Banner>
        )}
        <Lacks estimate={estimate} />
      </div>
    </Card>
  )
}

function Line({ label, note, children }: { label: string; note?: string; children: string }) {
  return (
    <div className="flex items-baseline justify-between gap-3">
      <dt className="min-w-0 text-fg-2">
        {label}
        {note && <span className="block text-2xs text-fg-3">{note}</span>}
      </dt>
      <dd className="tnum shrink-0 font-medium">{children}</dd>
    </div>
  )
}

function Price({ line, currency }: { line: Estimate['lines'][number]; currency: string }) {
  const t = useBroadcastWords()
  const policy = usePolicyWords()
  const language = useLanguage()
  const { number } = useFormats()
  const money = useMoney()
  const amount = line.amount === null ? t('unknownPrice') : money(line.amount, currency)
  const notes = [line.inWindow && t('inWindow'), line.free > 0 && t('free', { count: line.free })]
  return (
    <Line
      label={`${categoryName(policy, line.category)} · ${marketName(language, line.market)}`}
      note={notes.filter(Boolean).join(' · ')}
    >
      {`${number(line.count)} · ${amount}`}
    </Line>
  )
}

function Limit({
  estimate: { limit, endsAt, rate, recipients },
  zone,
}: {
  estimate: Estimate
  zone: string
}) {
  const t = useBroadcastWords()
  const { number, day, time } = useFormats(zone)
  const { max, used, later } = limit
  const pace = t('pace', { rate: number(Math.round(rate)) })
  if (later === 0) {
    return (
      <div className="space-y-1 text-fg-2 text-xs">
        <p>{max === null ? t('limitNone') : t('limitFine', { used: number(used), max: number(max) })}</p>
        {recipients > 1 && <p>{pace}</p>}
      </div>
    )
  }
  return (
    <div className="space-y-2 rounded-md bg-warn-soft px-3 py-2.5 text-sm text-warn-fg">
      <p className="flex items-center gap-2 font-semibold">
        <TriangleAlert aria-hidden className="size-4 shrink-0" />
        {t('limitOver', { count: later })}
      </p>
      <p className="text-xs">{t('limitOverText', { when: `${day(endsAt)} ${time(endsAt)}` })}</p>
      <Meter value={used + limit.now} max={max ?? 1} label={t('limitOver', { count: later })} tone="warn" />
    </div>
  )
}

function Lacks({ estimate: { lacks, recipients } }: { estimate: Estimate }) {
  const t = useBroadcastWords()
  const missing = lacks.map((lack) => t(`lack.${lack}`))
  if (recipients === 0 && !lacks.includes('numbers')) missing.push(t('nobody'))
  if (missing.length === 0) return null
  return (
    <div className="text-sm">
      <p className="font-medium">{t('lacks')}</p>
      <ul className="mt-1 space-y-1 text-fg-2 text-xs">
        {missing.map((sentence) => (
          <li key={sentence} className="flex items-start gap-1.5">
            <Circle aria-hidden className="mt-0.5 size-3.5 shrink-0 text-fg-3" />
            {sentence}
          </li>
        ))}
      </ul>
    </div>
  )
}
