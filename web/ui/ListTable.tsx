import type { ReactNode } from 'react'
import { cx } from '#web/ui/cx.ts'

/** A column's heading; `className` hides it where the rows do. */
type Column = { readonly title: string; readonly className?: string }

type Props = {
  /** The columns as a grid, the same for the heading and every row. */
  grid: string
  columns: readonly Column[]
  /** The rows, each a `li` of `listRow` that holds a link of `listLink`. */
  children: readonly ReactNode[]
}

/** Things in columns, each a link to its page. On a phone there is no heading and each row is a card. */
export function ListTable({ grid, columns, children }: Props) {
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface shadow-1">
      <div
        aria-hidden
        className={`${grid} h-9 border-line border-b bg-sunken px-4 font-medium text-2xs text-fg-3 max-md:hidden`}
      >
        {columns.map(({ title, className }) => (
          <span key={title} className={cx(className)}>
            {title}
          </span>
        ))}
      </div>
      <ul>{children}</ul>
    </div>
  )
}

export const listRow = 'border-line not-first:border-t'
export const listLink = 'px-4 hover:bg-sunken focus-visible:-outline-offset-2'
