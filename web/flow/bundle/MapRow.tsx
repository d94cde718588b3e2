import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
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
      className={cx(
        'grid gap-x-4 gap-y-2 border-line border-t px-4 py-3 md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)] md:items-center',
        conflict && 'bg-danger-soft/40',
      )}
    >
      <div className="min-w-0">
        <p className="truncate font-medium text-sm">{name}</p>
        {note && <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-fg-3 text-xs">{note}</p>}
      </div>
      <div className="grid min-w-0 gap-2 sm:grid-cols-2 sm:[&>:only-child]:col-span-2">{children}</div>
      {conflict && (
        <p role="alert" className="flex items-start gap-1.5 text-danger-fg text-xs md:col-span-2">
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
