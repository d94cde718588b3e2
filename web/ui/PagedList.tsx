import type { ReactNode } from 'react'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'

/** A query that comes page after page, as far as a list must know it. */
type Pages = {
  readonly isPending: boolean
  readonly isSuccess: boolean
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly refetch: () => unknown
  readonly fetchNextPage: () => unknown
}

type Props = {
  found: Pages
  words: { readonly loading: string; readonly retry: string; readonly more: string }
  /** Why it could not be read; null: it could. */
  problem: string | null
  /** Shown in place of no rows at all. */
  nothing: ReactNode
  /** The rows, each a `li`. */
  children: readonly ReactNode[]
}

/** Rows of a card, a page at a time, with what is shown before, instead of and behind them. */
export function PagedList({ found, words, problem, nothing, children }: Props) {
  return (
    <>
      {found.isPending && (
        <Patience label={words.loading}>
          <div className="space-y-3 px-4 py-3">
            <Skeleton className="h-8" />
            <Skeleton className="h-8" />
            <Skeleton className="h-8" />
          </div>
        </Patience>
      )}
      {problem !== null && (
        <EmptyState
          title={problem}
          action={<Button onClick={() => void found.refetch()}>{words.retry}</Button>}
        />
      )}
      {found.isSuccess && children.length === 0 && nothing}
      {children.length > 0 && <ul className="divide-y divide-line border-line border-t">{children}</ul>}
      {found.hasNextPage && (
        <div className="p-3 text-center">
          <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {words.more}
          </Button>
        </div>
      )}
    </>
  )
}
