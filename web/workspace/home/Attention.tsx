import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheckBig, Clock } from 'lucide-react'
import { HOUR } from '#core/base/time.ts'
import type { Chat } from '#core/chat/api.ts'
import { useFormats } from '#web/base/format.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Avatar } from '#web/ui/Avatar.tsx'
import { Badge, Count } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'
import { useWords } from '#web/workspace/words.ts'

const SHOWN_MAX = 7
const CLOSING_SOON = 2 * HOUR

/** Chats that want a person: the window closes soon, the bot handed over, or nobody has read them. */
export function Attention() {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const ask = (filter: 'closing' | 'human' | 'unread') =>
    orpc.chat.chats.queryOptions({ input: { filter, limit: SHOWN_MAX } })
  const closing = useQuery(ask('closing'))
  const human = useQuery(ask('human'))
  const unread = useQuery(ask('unread'))
  const all = [closing, human, unread]
  const failed = all.find((query) => query.isError)
  const chats = firstOf(all.flatMap((query) => query.data?.items ?? [])).filter(isWaiting)
  return (
    <Card
      title={t('attention')}
      action={chats.length > 0 && <Badge tone="danger">{chats.length}</Badge>}
      bodyClass={chats.length > 0 ? 'pb-1' : undefined}
    >
      {failed && (
        <EmptyState
          title={say(failed.error)}
          action={
            <Button onClick={() => all.forEach((query) => void query.refetch())}>{base('retry')}</Button>
          }
        />
      )}
      {!failed && all.some((query) => query.isPending) && <Rows label={base('loading')} />}
      {!failed && all.every((query) => query.isSuccess) && chats.length === 0 && (
        <EmptyState icon={<CircleCheckBig />} title={t('attentionEmpty')}>
          {t('attentionEmptyText')}
        </EmptyState>
      )}
      <ul className="divide-y divide-line">
        {chats.slice(0, SHOWN_MAX).map((chat) => (
          <Row key={chat.id} chat={chat} />
        ))}
      </ul>
    </Card>
  )
}

function Row({ chat }: { chat: Chat }) {
  const t = useWords()
  const { ago, span } = useFormats()
  const left = chat.windowEndsAt === null ? null : chat.windowEndsAt - chat.now
  const closing = left !== null && left > 0 && left < CLOSING_SOON
  return (
    <li>
      <Link
        to="/inbox/$id"
        params={{ id: chat.id }}
        className="flex items-center gap-3 px-4 py-2.5 hover:bg-sunken"
      >
        <Avatar name={chat.contact.name} size={36} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className="truncate font-semibold text-sm">{chat.contact.name}</span>
            {chat.last && (
              <span className="tnum ml-auto shrink-0 text-2xs text-fg-3">{ago(chat.last.at, chat.now)}</span>
            )}
          </span>
          <span className="block truncate text-fg-2 text-sm">{chat.last?.text}</span>
        </span>
        {closing && (
          <Badge tone="warn" icon={<Clock aria-hidden />} className="max-sm:hidden">
            {t('windowLeft', { left: span(left) })}
          </Badge>
        )}
        {!closing && chat.turn === 'human' && chat.last?.out === false && (
          <Badge tone="rose">{t('handedOver')}</Badge>
        )}
        {chat.unread > 0 && <Count value={chat.unread} />}
      </Link>
    </li>
  )
}

function Rows({ label }: { label: string }) {
  return (
    <Patience label={label}>
      <div className="space-y-4 py-2">
        {[1, 2, 3].map((row) => (
          <div key={row} className="flex items-center gap-3">
            <Skeleton className="size-9 rounded-full" />
            <div className="flex-1 space-y-2">
              <Skeleton className="h-3 w-1/3" />
              <Skeleton className="h-3 w-2/3" />
            </div>
          </div>
        ))}
      </div>
    </Patience>
  )
}

/** An answer that never left. */
const NOT_GONE: ReadonlySet<string | null> = new Set(['failed', 'refused', 'cancelled'])

/** Whoever the team has answered last does not wait, unless the window is about to close or the answer did not leave. */
function isWaiting({ turn, last, unread, windowEndsAt, now }: Chat): boolean {
  if (turn !== 'human' || unread > 0 || !last?.out || NOT_GONE.has(last.state)) return true
  return windowEndsAt !== null && windowEndsAt > now && windowEndsAt - now < CLOSING_SOON
}

/** Each chat once, in the order of urgency in which the lists stand. */
function firstOf(chats: readonly Chat[]): readonly Chat[] {
  return [...new Map(chats.map((chat) => [chat.id, chat])).values()]
}
