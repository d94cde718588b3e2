import { CloudOff } from 'lucide-react'
import { useBaseWords } from '#web/base/words.ts'
import { useWords } from '#web/chat/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'

const SKELETON_ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g']

/** Rows to come, in their own shape. */
export function ListSkeleton() {
  const base = useBaseWords()
  return (
    <div className="min-h-0 flex-1 overflow-hidden border-line border-t">
      <Patience label={base('loading')}>
        {SKELETON_ROWS.map((key) => (
          <div key={key} className="flex h-[78px] gap-3 border-line border-b px-3 py-2.5">
            <Skeleton className="mt-0.5 size-10 rounded-full" />
            <div className="flex-1 space-y-2 pt-1.5">
              <Skeleton className="h-3.5 w-2/5" />
              <Skeleton className="h-3 w-4/5" />
              <Skeleton className="h-3 w-1/4" />
            </div>
          </div>
        ))}
      </Patience>
    </div>
  )
}

/** The list could not be read; rows read before stay under the small form. */
export function ListError({ small, onRetry }: { small?: boolean; onRetry: () => void }) {
  const t = useWords()
  const base = useBaseWords()
  const retry = (
    <Button size="sm" onClick={onRetry}>
      {base('retry')}
    </Button>
  )
  if (small)
    return (
      <div className="px-3 pb-2">
        <Banner tone="warn" role="status" icon={<CloudOff aria-hidden="true" />} action={retry}>
          {t('list.stale')}
        </Banner>
      </div>
    )
  return (
    <EmptyState
      className="flex-1 border-line border-t"
      icon={<CloudOff />}
      title={t('list.failed')}
      action={retry}
    >
      {base('unreachable')}
    </EmptyState>
  )
}
