import type { ReactNode } from 'react'
import { cx } from '#web/ui/cx.ts'

type Props = {
  title: ReactNode
  sub?: ReactNode
  /** At the right of the title; under it on a phone. */
  actions?: ReactNode
  width?: 'md' | 'lg' | undefined
  children: ReactNode
}

/** A page that scrolls: its one heading, what can be done, its content. */
export function Page({ title, sub, actions, width = 'lg', children }: Props) {
  return (
    <div className="scroll min-h-0 flex-1">
      <div
        className={cx(
          'mx-auto space-y-4 p-4 md:px-7 md:py-6',
          width === 'md' ? 'max-w-[880px]' : 'max-w-[1180px]',
        )}
      >
        <header className="flex flex-wrap items-end gap-3">
          <div className="min-w-0 flex-1 basis-64 max-md:basis-full">
            <h1 className="font-bold text-2xl tracking-[-.02em]">{title}</h1>
            {sub && <p className="mt-0.5 text-base text-fg-2">{sub}</p>}
          </div>
          {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
        </header>
        {children}
      </div>
    </div>
  )
}
