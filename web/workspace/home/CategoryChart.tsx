import { Link } from '@tanstack/react-router'
import { ChartColumn } from 'lucide-react'
import type { CostDays } from '#core/policy/api.ts'
import { useFormats } from '#web/base/format.ts'
import { Card } from '#web/ui/Card.tsx'
import { cx } from '#web/ui/cx.ts'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { CATEGORIES, type Category, categoryOf } from '#web/workspace/home/figures.ts'
import { useWords } from '#web/workspace/words.ts'

const COLOURS: Readonly<Record<Category, string>> = {
  service: 'bg-brand/80',
  utility: 'bg-brand/35',
  marketing: 'bg-orange',
  authentication: 'bg-violet',
  other: 'bg-slate',
}
const NAMES = {
  service: 'delivered.service',
  utility: 'delivered.utility',
  marketing: 'delivered.marketing',
  authentication: 'delivered.authentication',
  other: 'delivered.unknown',
} as const
/** With more bars than this only every other day, or every fifth, has its name. */
const NAMED_MAX = 15

type Bar = { readonly day: string; readonly total: number; readonly of: Readonly<Record<Category, number>> }

/** What was delivered on each day of the range, by Meta's categories. The table says the same to those who do not see it. */
export function CategoryChart({ costs, days }: { costs: CostDays; days: readonly string[] }) {
  const t = useWords()
  const bars = days.map((day) => barOf(costs, day))
  const used = CATEGORIES.filter((one) => bars.some((bar) => bar.of[one] > 0))
  const top = roundTop(Math.max(...bars.map(({ total }) => total)))
  return (
    <Card
      title={t('perCategory')}
      action={
        <Link
          to="/costs"
          className="-my-1 py-1 font-medium text-brand-soft-fg text-sm hover:underline pointer-coarse:-my-3 pointer-coarse:py-3"
        >
          {t('details')}
        </Link>
      }
    >
      {used.length === 0 ? (
        <EmptyState icon={<ChartColumn />} title={t('perCategoryEmpty')} className="py-6">
          {t('perCategoryEmptyText')}
        </EmptyState>
      ) : (
        <>
          <ul aria-hidden className="mb-3 flex flex-wrap gap-x-5 gap-y-1 text-fg-2 text-sm">
            {used.map((one) => (
              <li key={one} className="flex items-center gap-2">
                <span className={cx('size-2.5 rounded-[3px]', COLOURS[one])} />
                {t(NAMES[one])}
              </li>
            ))}
          </ul>
          <Bars bars={bars} top={top} />
          <Table bars={bars} used={used} />
        </>
      )}
    </Card>
  )
}

function Bars({ bars, top }: { bars: readonly Bar[]; top: number }) {
  const { number } = useFormats()
  const every = bars.length > NAMED_MAX ? 5 : 1
  return (
    <div aria-hidden className="flex gap-2">
      <div className="tnum flex h-44 flex-col justify-between text-right text-fg-3 text-xs leading-none">
        {[1, 0.5, 0].map((share) => (
          <span key={share}>{number(top * share)}</span>
        ))}
      </div>
      <div className="min-w-0 flex-1">
        <div className="relative h-44">
          {[0, 50, 100].map((at) => (
            <span
              key={at}
              className="absolute inset-x-0 border-line border-t border-dashed"
              style={{ top: `${at}%` }}
            />
          ))}
          <div className="absolute inset-0 flex items-end gap-[3px] sm:gap-2">
            {bars.map((bar) => (
              <div
                key={bar.day}
                title={`${bar.day} · ${number(bar.total)}`}
                className="h-full min-w-0 flex-1"
              >
                <Stack bar={bar} top={top} />
              </div>
            ))}
          </div>
        </div>
        <div className="tnum mt-1.5 flex gap-[3px] text-center text-2xs text-fg-3 sm:gap-2 sm:text-xs">
          {bars.map(({ day }, at) => (
            <span key={day} className="min-w-0 flex-1">
              {(bars.length - 1 - at) % every === 0 ? number(Number(day.slice(8))) : ''}
            </span>
          ))}
        </div>
      </div>
    </div>
  )
}

function Stack({ bar, top }: { bar: Bar; top: number }) {
  return (
    <div className="mx-auto flex h-full max-w-8 flex-col-reverse gap-px">
      {CATEGORIES.filter((one) => bar.of[one] > 0).map((one) => (
        <span
          key={one}
          className={cx('w-full last:rounded-t-[3px]', COLOURS[one])}
          style={{ height: `max(2px, ${(bar.of[one] / top) * 100}%)` }}
        />
      ))}
    </div>
  )
}

function Table({ bars, used }: { bars: readonly Bar[]; used: readonly Category[] }) {
  const t = useWords()
  const { number } = useFormats()
  return (
    <table className="sr-only">
      <caption>{t('perCategory')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('day')}</th>
          {used.map((one) => (
            <th key={one} scope="col">
              {t(NAMES[one])}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.day}>
            <th scope="row">{bar.day}</th>
            {used.map((one) => (
              <td key={one}>{number(bar.of[one])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function barOf({ days }: CostDays, day: string): Bar {
  const of = { service: 0, utility: 0, marketing: 0, authentication: 0, other: 0 }
  for (const one of days) if (one.day === day) of[categoryOf(one.category)] += one.messages
  return { day, of, total: CATEGORIES.reduce((sum, one) => sum + of[one], 0) }
}

/** The next round number above: the top of the scale, whose half is whole too. */
function roundTop(most: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(2, most)))
  const steps = unit === 1 ? [2, 4, 6, 8, 10] : [1, 2, 3, 4, 5, 6, 8, 10]
  return steps.map((one) => one * unit).find((one) => one >= most) ?? 10 * unit
}
