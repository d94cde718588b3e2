import { TriangleAlert } from 'lucide-react'
import { Children, type ReactNode } from 'react'
import { type Conflict, conflictReason } from '#core/flow/bundle/conflict.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { cx } from '#web/ui/cx.ts'

type Props = {
  readonly name: ReactNode
  readonly note?: ReactNode
  readonly conflict?: Conflict | undefined
  /** What stands for it: one or two controls. */
  readonly children: ReactNode
}

/** One thing of the file at the left, what stands for it at the right, and why that cannot be. */
export function MapRow({ name, note, conflict, children }: Props) {
  const language = useLanguage()
  return (
    <li
      id={conflict && rowOf(conflict)}
      className={cx('border-line border-t px-4 py-3', conflict && 'bg-danger-soft')}
    >
      <div className="grid gap-x-4 gap-y-2 lg:grid-cols-[minmax(180px,240px)_1fr]">
        <div className="min-w-0">
          <p className="truncate font-medium text-sm">{name}</p>
          {note && <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-fg-3 text-xs">{note}</p>}
        </div>
        <div
          className={cx(
            'grid min-w-0 items-start gap-2',
            Children.toArray(children).length > 1 && 'sm:grid-cols-2',
          )}
        >
          {children}
        </div>
      </div>
      {conflict && (
        <p role="alert" className="mt-2 flex items-start gap-1.5 text-danger-fg text-xs">
          <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
          {conflictReason(conflict, language)}.
        </p>
      )}
    </li>
  )
}

/** Where the row of a conflict stands. */
export function rowOf({ part, name }: Conflict): string {
  return `row-${part}-${name}`
}

/** A part of the file: its things as rows. Nothing where there are none. */
export function MapCard({
  title,
  hint,
  count,
  children,
}: {
  readonly title: string
  readonly hint?: string | undefined
  readonly count: number
  readonly children: ReactNode
}) {
  if (count === 0) return null
  return (
    <section className="overflow-hidden rounded-lg border border-line bg-surface shadow-1" aria-label={title}>
      <header className="px-4 pt-3.5 pb-3">
        <h2 className="font-semibold text-base">{title}</h2>
        {hint && <p className="mt-0.5 text-fg-2 text-sm">{hint}</p>}
      </header>
      <ul>{children}</ul>
    </section>
  )
}
