import type { ReactNode } from 'react'
import { cx } from '#web/ui/cx.ts'

const TONES = {
  info: 'bg-info-soft text-info-fg',
  brand: 'bg-brand-soft text-brand-soft-fg',
  warn: 'bg-warn-soft text-warn-fg',
  danger: 'bg-danger-soft text-danger-fg',
  neutral: 'bg-sunken text-fg-2',
} as const

type Props = {
  tone?: keyof typeof TONES | undefined
  icon?: ReactNode
  action?: ReactNode
  children: ReactNode
  className?: string | undefined
  role?: 'status' | 'alert' | undefined
}

/** A sentence about the state of the page. `alert` is read out at once, `status` when there is a pause. */
export function Banner({ tone = 'info', icon, action, children, className, role }: Props) {
  return (
    <div
      role={role}
      className={cx(
        'flex items-center gap-2.5 rounded-md px-3 py-2 text-sm [&_svg]:size-4 [&_svg]:shrink-0',
        TONES[tone],
        action && 'flex-wrap', // where there is no room beside the words, the press stands beneath them
        className,
      )}
    >
      {icon}
      <div className={cx('min-w-0 flex-1', action && 'basis-48')}>{children}</div>
      {action}
    </div>
  )
}
