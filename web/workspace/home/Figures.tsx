import { Link, type LinkProps } from '@tanstack/react-router'
import { ArrowDownRight, ArrowUpRight, Clock, Coins, MessageCircle, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ChatDay } from '#core/chat/api.ts'
import type { CostDays } from '#core/policy/api.ts'
import { microText } from '#core/policy/price/micro.ts'
import { useFormats } from '#web/base/format.ts'
import { sumShown } from '#web/base/money.ts'
import { useMoney } from '#web/base/use-money.ts'
import { cx } from '#web/ui/cx.ts'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { spentOf, sumOf, waitOf } from '#web/workspace/home/figures.ts'
import { Spark } from '#web/workspace/home/Spark.tsx'
import { useWords } from '#web/workspace/words.ts'

type Props = {
  /** The range and as many days before it. */
  days: readonly ChatDay[] | undefined
  /** Null: this member may not see what things cost. */
  costs: CostDays | undefined | null
}

/** Four figures of the range, each a way to what it counts. */
export function Figures({ days, costs }: Props) {
  const t = useWords()
  const money = useMoney()
  const { number, span } = useFormats()
  const sent = days && sumOf(days, (day) => day.sent)
  const chats = days && sumOf(days, (day) => day.chats)
  const wait = days && waitOf(days)
  const spent =
    days && costs
      ? spentOf(
          costs,
          days.map(({ day }) => day),
        )
      : undefined
  return (
    <ul
      className={cx('grid grid-cols-2 gap-3 md:gap-4', costs === null ? 'lg:grid-cols-3' : 'lg:grid-cols-4')}
    >
      <Tile
        icon={<MessageCircle />}
        label={t('figureSent')}
        value={sent && number(sent.value)}
        days={sent?.days}
        change={sent?.change}
        to="/inbox"
      />
      <Tile
        icon={<UserRound />}
        label={t('figureChats')}
        value={chats && number(chats.value)}
        days={chats?.days}
        change={chats?.change}
        to="/contacts"
      />
      {costs !== null && (
        <Tile
          icon={<Coins />}
          label={t('figureCost')}
          value={spent && costs && money(sumShown(microText(spent.micros)), costs.currency)}
          days={spent?.days}
          change={spent?.change}
          to="/costs"
        />
      )}
      <Tile
        icon={<Clock />}
        label={t('figureWait')}
        value={wait === null ? '–' : wait && span(wait.value)}
        days={wait?.days}
        change={wait?.change}
        none={wait === null ? t('figureWaitNone') : undefined}
        less
        to="/inbox"
      />
    </ul>
  )
}

type TileProps = {
  icon: ReactNode
  label: string
  value: string | undefined
  days?: readonly number[] | undefined
  change?: number | null | undefined
  /** Less is better. */
  less?: boolean
  /** Why there is no figure. */
  none?: string | undefined
  to: LinkProps['to']
}

function Tile({ icon, label, value, days, change, less = false, none, to }: TileProps) {
  const t = useWords()
  return (
    <li className="relative rounded-lg border border-line bg-surface p-3 shadow-1 md:p-4 hover:border-line-strong">
      <p className="flex items-center gap-1.5 text-fg-2 text-sm [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-fg-3">
        {icon}
        <span className="min-w-0">{label}</span>
      </p>
      <div className="mt-1 flex items-end justify-between gap-2">
        <p className="tnum min-w-0 truncate font-bold font-display text-2xl tracking-[-.02em] max-sm:text-xl">
          {value ?? <Skeleton className="my-1 h-6 w-16" />}
        </p>
        {days && <Spark values={days} />}
      </div>
      <p className="tnum mt-1 flex flex-wrap items-center gap-x-1 text-fg-3 text-xs">
        {none ?? <Change change={change} less={less} />}
      </p>
      <Link to={to} className="absolute inset-0 rounded-lg">
        <span className="sr-only">{`${t('openList')}: ${label}`}</span>
      </Link>
    </li>
  )
}

/** Below this share a change is none. */
const STEADY = 0.005

function Change({ change, less }: { change: number | null | undefined; less: boolean }) {
  const t = useWords()
  const { percent } = useFormats()
  if (change === undefined) return ' '
  if (change === null) return t('changeNone')
  if (Math.abs(change) < STEADY) return t('changeSame')
  const isGood = change < 0 === less
  const Arrow = change < 0 ? ArrowDownRight : ArrowUpRight
  return (
    <>
      <span
        className={cx(
          'inline-flex items-center gap-0.5 font-medium',
          isGood ? 'text-brand-soft-fg' : 'text-warn-fg',
        )}
      >
        <Arrow aria-hidden className="size-3.5" />
        <span className="sr-only">{t(change < 0 ? 'changeDown' : 'changeUp')}</span>
        {percent(Math.abs(change))}
      </span>
      <span className="max-sm:sr-only">{t('changeBefore')}</span>
    </>
  )
}
