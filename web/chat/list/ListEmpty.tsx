import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Coffee, MessagesSquare } from 'lucide-react'
import { orpc } from '#web/base/query.ts'
import type { ListAsk } from '#web/chat/list/place-chat.ts'
import { useWords } from '#web/chat/words.ts'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'

/** Nothing to show: nothing left to do, or no chat ever. */
export function ListEmpty({ ask, onAsk }: { ask: ListAsk; onAsk: (change: Partial<ListAsk>) => void }) {
  const t = useWords()
  const look = 'flex-1 border-line border-t'
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
