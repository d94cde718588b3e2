import type { ReactNode } from 'react'
import { cx } from '#web/ui/cx.ts'

const TONES = {
  neutral: 'bg-slate-soft text-slate-fg',
  brand: 'bg-brand-soft text-brand-soft-fg',
  info: 'bg-info-soft text-info-fg',
  warn: 'bg-warn-soft text-warn-fg',
  danger: 'bg-danger-soft text-danger-fg',
  violet: 'bg-violet-soft text-violet-fg',
  orange: 'bg-orange-soft text-orange-fg',
  teal: 'bg-teal-soft text-teal-fg',
  rose: 'bg-rose-soft text-rose-fg',
} as const
export type Tone = keyof typeof TONES

type Props = {
  tone?: Tone | undefined
  icon?: ReactNode
  dot?: boolean | undefined
  className?: string | undefined
  children: ReactNode
}

/** A small state or label. Colour only for meaning, never alone. */
export function Badge({ tone = 'neutral', icon, dot, className, children }: Props) {
  return (
    <span
      className={cx(
        'inline-flex h-5 min-w-0 max-w-full shrink-0 items-center gap-1 whitespace-nowrap rounded-xs px-1.5 font-medium text-2xs [&_svg]:size-3 [&_svg]:shrink-0',
        TONES[tone],
        className,
      )}
    >
      {dot && <span aria-hidden className="size-1.5 rounded-full bg-current" />}
      {icon}
      <span className="truncate">{children}</span>
    </span>
  )
}

/** How many, on a round ground. */
export function Count({ value, className }: { value: number; className?: string | undefined }) {
  return (
    <span
      className={cx(
        'tnum inline-block min-w-5 rounded-full bg-brand px-1.5 text-center font-semibold text-[10.5px] text-on-brand leading-[18px]',
        className,
      )}
    >
      {value > 99 ? '99+' : value}
    </span>
  )
}
