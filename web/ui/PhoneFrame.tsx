import { BatteryFull, Signal, Wifi } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '#web/ui/cx.ts'

type Props = {
  /** The clock of the phone, already written. */
  time: string
  title: string
  subtitle: string
  avatar: ReactNode
  /** The name of the whole. */
  label: string
  /** At the right of the name. */
  actions?: ReactNode
  /** Sets width and height. */
  className?: string | undefined
  children: ReactNode
}

/** The case, status bar and chat header of a customer's phone; the chat itself is given. */
export function PhoneFrame({ time, title, subtitle, avatar, label, actions, className, children }: Props) {
  return (
    <section
      aria-label={label}
      className={cx(
        'shrink-0 rounded-[46px] bg-phone p-[9px] shadow-4 ring-1 ring-black/30 dark:ring-white/15',
        className,
      )}
    >
      <div className="relative flex h-full flex-col overflow-hidden rounded-[37px] bg-wa-wall text-wa-fg">
        <div
          aria-hidden
          className="tnum flex h-9 shrink-0 items-center justify-between bg-wa-head pr-5 pl-7 font-semibold text-[13px]"
        >
          {time}
          <span className="absolute left-1/2 h-[22px] w-[86px] -translate-x-1/2 rounded-full bg-black" />
          <span className="flex items-center gap-1 [&_svg]:size-[15px]">
            <Signal />
            <Wifi />
            <BatteryFull />
          </span>
        </div>
        <header className="flex h-[52px] shrink-0 items-center gap-2.5 border-black/8 border-b bg-wa-head px-3 dark:border-white/8">
          <span
            aria-hidden
            className="grid size-9 shrink-0 place-items-center rounded-full bg-brand text-on-brand"
          >
            {avatar}
          </span>
          <div className="min-w-0 flex-1">
            <p className="truncate font-semibold text-[15px] leading-[18px]">{title}</p>
            <p className="truncate text-[11.5px] text-wa-meta leading-[14px]">{subtitle}</p>
          </div>
          {actions}
        </header>
        {children}
      </div>
    </section>
  )
}
