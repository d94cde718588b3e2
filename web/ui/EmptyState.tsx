import type { ReactNode } from 'react'
import { cx } from '#web/ui/cx.ts'

type Props = {
  icon?: ReactNode
  title: ReactNode
  children?: ReactNode
  action?: ReactNode
  className?: string | undefined
}

/** Why there is nothing here, and the one thing to do about it. Also for errors. */
export function EmptyState({ icon, title, children, action, className }: Props) {
  return (
    <div className={cx('flex flex-col items-center justify-center px-6 py-10 text-center', className)}>
      {icon && (
        <span
          aria-hidden
          className="mb-3 grid size-12 place-items-center rounded-full bg-sunken text-fg-3 [&_svg]:size-6"
        >
          {icon}
        </span>
      )}
      <p className="font-display font-semibold text-base">{title}</p>
      {children && <p className="mt-1 max-w-sm text-fg-2 text-sm">{children}</p>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
