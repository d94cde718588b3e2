import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { FoundMessage } from '#core/chat/search-api.ts'
import { useFormats } from '#web/base/format.ts'
import { orpc } from '#web/base/query.ts'
import { useBaseWords } from '#web/base/words.ts'
import { atMessage } from '#web/chat/inbox-url.ts'
import { useZone } from '#web/chat/me.ts'
import { type SearchWords, useSearchWords } from '#web/chat/search/words.ts'
import { Button } from '#web/ui/Button.tsx'

type Props = {
  search: string
  /** Which message is open. */
  at: string | null
  /** Asks for the next chats that were found; null: there are no more. */
  onMoreChats: (() => void) | null
  /** No chat was found. */
  isAlone: boolean
  /** Looks for chats beyond the view and filter that are chosen; null: none is. */
  onAll: (() => void) | null
}

/** Below the chats that a search found: the messages in which its words stand, and how far back was looked. */
export function FoundMessages({ search, at, onMoreChats, isAlone, onAll }: Props) {
  const t = useSearchWords()
  const format = useFormats(useZone())
  const found = useFound(search)
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div className="pb-6">
      {onMoreChats && (
        <p className="border-line border-b px-3 py-2">
          <Button size="sm" tone="ghost" className="max-md:h-11" onClick={onMoreChats}>
            {t('moreChats')}
          </Button>
        </p>
      )}
      {isAlone && (
        <NoChat search={search} isNothing={!found.isFetching && items.length === 0} onAll={onAll} />
      )}
      <h3 className="px-3 pt-3 pb-1 font-semibold text-fg-2 text-xs">{t('title')}</h3>
      <ul aria-label={t('title')}>
        {items.map((message) => (
          <li key={message.id}>
            <Line message={message} date={format.date(message.at)} active={message.id === at} t={t} />
          </li>
        ))}
      </ul>
      <div role="status" className="flex flex-wrap items-center gap-2 px-3 py-2 text-fg-2 text-sm">
        {found.isFetching ? t('looking') : <HowFar found={found} isNone={items.length === 0} />}
      </div>
    </div>
  )
}

function useFound(search: string) {
  return useInfiniteQuery(
    orpc.chat.searchMessages.infiniteOptions({
      input: (cursor: string | undefined) => ({ search, ...(cursor ? { cursor } : {}) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.cursor ?? undefined,
    }),
  )
}

type NoChatProps = Pick<Props, 'search' | 'onAll'> & { isNothing: boolean }

/** No chat was found: worth a word when no message was either, or when not all chats were looked at. */
function NoChat({ search, isNothing, onAll }: NoChatProps) {
  const t = useSearchWords()
  if (!isNothing && !onAll) return null
  return (
    <div className="border-line border-b px-3 py-4">
      <p className="break-words font-medium text-base">{t('noMatch', { text: search })}</p>
      {isNothing && <p className="mt-1 text-fg-2 text-sm">{t('noMatchHint')}</p>}
      {onAll && (
        <Button size="sm" className="mt-2 max-md:h-11" onClick={onAll}>
          {t('inAll')}
        </Button>
      )}
    </div>
  )
}

/** Where the look ended, and how it goes on. */
function HowFar({ found, isNone }: { found: ReturnType<typeof useFound>; isNone: boolean }) {
  const t = useSearchWords()
  const base = useBaseWords()
  const format = useFormats(useZone())
  const press = (label: string, act: () => unknown) => (
    <Button size="sm" className="max-md:h-11" onClick={() => void act()}>
      {label}
    </Button>
  )
  if (found.isError)
    return (
      <>
        {t('failed')} {press(base('retry'), found.refetch)}
      </>
    )
  const last = found.data?.pages.at(-1)
  if (!found.hasNextPage || !last) return isNone ? t('none') : null
  return (
    <>
      {isNone && t('noneSoFar')} {last.back !== null && t('back', { date: format.moment(last.back) })}{' '}
      {press(t('further'), found.fetchNextPage)}
    </>
  )
}

type LineProps = { message: FoundMessage; date: string; active: boolean; t: SearchWords }

function Line({ message, date, active, t }: LineProps) {
  return (
    <Link
      to="/inbox/$id"
      params={{ id: message.chatId }}
      search={atMessage(message.id)}
      preload={false}
      aria-current={active ? 'true' : undefined}
      className={
        active
          ? 'block border-line border-b bg-brand-soft/70 px-3 py-2.5 focus-visible:-outline-offset-2'
          : 'block border-line border-b px-3 py-2.5 hover:bg-sunken focus-visible:-outline-offset-2'
      }
    >
      <span className="flex items-baseline gap-2">
        <span dir="auto" className="truncate font-medium text-base">
          {message.contact}
        </span>
        <span className="tnum ml-auto shrink-0 text-2xs text-fg-2">{date}</span>
      </span>
      <span className="mt-px line-clamp-2 break-words text-fg-2 text-sm" dir="auto">
        {message.kind !== 'in' && `${t(message.kind === 'note' ? 'note' : 'us')} `}
        {message.parts.map((part, at) =>
          part.hit ? (
            <mark key={at} className="bg-transparent font-semibold text-fg">
              {part.text}
            </mark>
          ) : (
            part.text
          ),
        )}
      </span>
    </Link>
  )
}
