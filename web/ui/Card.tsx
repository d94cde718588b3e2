import type { ComponentProps, ReactNode } from 'react'
import { cx } from '#web/ui/cx.ts'

type Props = Omit<ComponentProps<'section'>, 'title'> & {
  title?: ReactNode
  action?: ReactNode
  /** Replaces the padding of the body. */
  bodyClass?: string | undefined
}

/** A titled sheet of paper on the ground. */
export function Card({ title, action, className, bodyClass, children, ...rest }: Props) {
  return (
    <section {...rest} className={cx('rounded-lg border border-line bg-surface shadow-1', className)}>
      {title && (
        <header className="flex min-h-8 items-center gap-2 px-4 pt-3.5 pb-2">
          <h2 className="min-w-0 flex-1 font-semibold text-base">{title}</h2>
          {action}
        </header>
      )}
      <div className={bodyClass ?? (title ? 'px-4 pb-4' : 'p-4')}>{children}</div>
    </section>
  )
}
