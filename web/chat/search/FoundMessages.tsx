import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { canFindMessages, searchWords } from '#core/base/search.ts'
import type { FoundMessage } from '#core/chat/search-api.ts'
import { useFormats } from '#web/base/format.ts'
import { orpc } from '#web/base/query.ts'
import { useBaseWords } from '#web/base/words.ts'
import { useMinute } from '#web/chat/clock.ts'
import { atMessage } from '#web/chat/inbox-url.ts'
import { useZone } from '#web/chat/me.ts'
import { MoreButton } from '#web/chat/search/MoreButton.tsx'
import { type SearchWords, useSearchWords } from '#web/chat/search/words.ts'
import { Button } from '#web/ui/Button.tsx'

type Props = {
  search: string
  /** Which message is open. */
  at: string | null
  /** Asks for the next chats that were found; null: there are no more. */
  onMoreChats: (() => void) | null
  isMoreAwaited: boolean
  /** No chat was found. */
  isAlone: boolean
  /** Looks for chats beyond the view and filter that are chosen; null: none is. */
  onAll: (() => void) | null
}

/** Below the chats that a search found: the messages in which its words stand, and how far back was looked. */
export function FoundMessages({ search, at, onMoreChats, isMoreAwaited, isAlone, onAll }: Props) {
  const t = useSearchWords()
  const format = useFormats(useZone())
  const now = useMinute()
  const isAsked = canFindMessages(searchWords(search))
  const found = useFound(search, isAsked)
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  const isNothing = !isAsked || (!found.isPending && items.length === 0)
  return (
    <div className="pb-6">
      {onMoreChats && (
        <p className="border-line border-b px-3 py-2">
          <MoreButton tone="ghost" isAwaited={isMoreAwaited} onPress={onMoreChats}>
            {t('moreChats')}
          </MoreButton>
        </p>
      )}
      {isAlone && (
        <NoChat
          search={search}
          hint={isNothing ? t(isAsked ? 'noMatchHint' : 'twoLetters') : null}
          onAll={onAll}
        />
      )}
      {isAsked && (
        <>
          <h3 className="px-3 pt-3 pb-1 font-semibold text-fg-2 text-xs">{t('title')}</h3>
          <ul aria-label={t('title')}>
            {items.map((message) => (
              <li key={message.id}>
                <Line
                  message={message}
                  date={format.stamp(message.at, now)}
                  active={message.id === at}
                  t={t}
                />
              </li>
            ))}
          </ul>
          <HowFar found={found} isNone={items.length === 0} />
        </>
      )}
    </div>
  )
}

function useFound(search: string, enabled: boolean) {
  return useInfiniteQuery(
    orpc.chat.searchMessages.infiniteOptions({
      input: (cursor: string | undefined) => ({ search, ...(cursor ? { cursor } : {}) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.cursor ?? undefined,
      enabled,
    }),
  )
}

type NoChatProps = Pick<Props, 'search' | 'onAll'> & {
  /** What was looked for; null while messages are, or were found. */
  hint: string | null
}

/** No chat was found: worth a word when no message was either, or when not all chats were looked at. */
function NoChat({ search, hint, onAll }: NoChatProps) {
  const t = useSearchWords()
  if (hint === null && !onAll) return null
  return (
    <div className="border-line border-b px-3 py-4">
      <p className="break-words font-medium text-base">
        {t(onAll ? 'noMatchHere' : 'noMatch', { text: search })}
      </p>
      {hint !== null && <p className="mt-1 text-fg-2 text-sm">{hint}</p>}
      {onAll && (
        <Button size="sm" className="mt-2 max-md:h-11" onClick={onAll}>
          {t('inAll')}
        </Button>
      )}
    </div>
  )
}

type HowFarProps = { found: ReturnType<typeof useFound>; isNone: boolean }

/** Where the look ended, and how it goes on. */
function HowFar({ found, isNone }: HowFarProps) {
  const base = useBaseWords()
  const t = useSearchWords()
  const hasFailed = found.isError || (found.isPending && found.errorUpdateCount > 0)
  const goOn = hasFailed && !found.isFetchNextPageError ? found.refetch : found.fetchNextPage
  return (
    <div className="flex flex-wrap items-center gap-2 px-3 py-2 text-fg-2 text-sm">
      <p role="status">
        <HowFarWords found={found} isNone={isNone} />
      </p>
      {(hasFailed || found.hasNextPage) && (
        <MoreButton isAwaited={found.isFetching} onPress={() => void goOn()}>
          {hasFailed ? base('retry') : t('further')}
        </MoreButton>
      )}
    </div>
  )
}

function HowFarWords({ found, isNone }: HowFarProps) {
  const t = useSearchWords()
  const format = useFormats(useZone())
  if (found.isFetching) return t('looking')
  if (found.isError) return t('failed')
  const last = found.data?.pages.at(-1)
  if (!found.hasNextPage || !last) return isNone ? t('none') : null
  return (
    <>
      {isNone && t('noneSoFar')} {last.back !== null && t('back', { date: format.moment(last.back) })}
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
      resetScroll={false} // the router would take the thread back to where it stood
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
