import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CloudOff, Coffee, MessagesSquare, SearchX } from 'lucide-react'
import { orpc } from '#web/base/query.ts'
import { useBaseWords } from '#web/base/words.ts'
import type { ListAsk } from '#web/chat/list/place-chat.ts'
import { useWords } from '#web/chat/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button, buttonClass } from '#web/ui/Button.tsx'
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

/** Nothing to show: no match, nothing left to do, or no chat ever. */
export function ListEmpty({ ask, onAsk }: { ask: ListAsk; onAsk: (change: Partial<ListAsk>) => void }) {
  const t = useWords()
  const look = 'flex-1 border-line border-t'
  if (ask.search)
    return (
      <EmptyState
        className={look}
        icon={<SearchX />}
        title={t('list.noMatch', { text: ask.search })}
        action={
          <Button size="sm" onClick={() => onAsk({ search: '', filter: 'open', view: 'all' })}>
            {t('list.clear')}
          </Button>
        }
      >
        {t('list.noMatchHint')}
      </EmptyState>
    )
  if (ask.view !== 'all' || ask.filter !== 'open')
    return (
      <EmptyState
        className={look}
        icon={<Coffee />}
        title={t('list.allDone')}
        action={
          <Button size="sm" onClick={() => onAsk({ filter: 'open', view: 'all' })}>
            {t('list.showAll')}
          </Button>
        }
      >
        {t('list.allDoneHint')}
      </EmptyState>
    )
  return <NoneOpen className={look} onAsk={onAsk} />
}

/** No chat is open: all are done, or there never was one. */
function NoneOpen({ className, onAsk }: { className: string; onAsk: (change: Partial<ListAsk>) => void }) {
  const t = useWords()
  const playable = useQuery(orpc.whatsapp.simulator.queryOptions()).data?.world !== null
  const done = useQuery(orpc.chat.chats.queryOptions({ input: { filter: 'resolved', limit: 1 } })).data
  if (done && done.items.length > 0)
    return (
      <EmptyState
        className={className}
        icon={<Coffee />}
        title={t('list.allDone')}
        action={
          <Button size="sm" onClick={() => onAsk({ filter: 'resolved' })}>
            {t('list.showDone')}
          </Button>
        }
      >
        {t('list.noneOpen')}
      </EmptyState>
    )
  return (
    <EmptyState
      className={className}
      icon={<MessagesSquare />}
      title={t('list.none')}
      action={
        <Link
          to={playable ? '/simulator' : '/channels'}
          className={buttonClass({ tone: 'primary', size: 'sm' })}
        >
          {t(playable ? 'list.openSimulator' : 'list.openChannels')}
        </Link>
      }
    >
      {t('list.noneHint')}
    </EmptyState>
  )
}
