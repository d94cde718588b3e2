import { useInfiniteQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Suspense, useCallback, useEffect, useMemo, useRef } from 'react'
import { queryClient } from '#web/base/query.ts'
import { toSearch } from '#web/chat/ask.ts'
import { useMinute } from '#web/chat/clock.ts'
import { chatListOptions } from '#web/chat/data/chats.ts'
import { messagesOptions } from '#web/chat/data/messages.ts'
import { ChatRow } from '#web/chat/list/ChatRow.tsx'
import { ListError, ListSkeleton } from '#web/chat/list/ListStates.tsx'
import { leaveListAt, listOffset } from '#web/chat/list/list-place.ts'
import type { HeldChat, ListAsk } from '#web/chat/list/place-chat.ts'
import { walkResults } from '#web/chat/list/walk-results.ts'
import type { Picking } from '#web/chat/pick.ts'
import { useWords } from '#web/chat/words.ts'
import { patient } from '#web/ui/patient.ts'

const ListEmpty = patient(async () => (await import('#web/chat/list/ListEmpty.tsx')).ListEmpty, 'early')

const PickBar = patient(async () => (await import('#web/chat/list/PickBar.tsx')).PickBar)
const FoundMessages = patient(async () => (await import('#web/chat/search/FoundMessages.tsx')).FoundMessages)

const ROW_HEIGHT_PX = 78
const OVERSCAN_ROWS = 4
/** The next page is asked for this many rows before its first one is seen. */
const ASK_AHEAD_ROWS = 15

type Props = {
  ask: ListAsk
  openId: string | null
  /** The message at which it was opened. */
  at: string | null
  picking: Picking
  onAsk: (change: Partial<ListAsk>) => void
  onOpen: (chatId: string) => void
  /** Tells the order on screen, for the keys that walk it. */
  onOrder: (order: readonly HeldChat[]) => void
}

/** The chats, newest first; only the rows in sight are in the page. */
export function ChatList({ ask, openId, at, picking, onAsk, onOpen, onOrder }: Props) {
  const t = useWords()
  const now = useMinute()
  const scroller = useRef<HTMLDivElement>(null)
  const list = useInfiniteQuery(chatListOptions(ask))
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const router = useRouter()
  const search = useMemo(
    () => router.buildLocation({ to: '/inbox', search: toSearch(ask) }).searchStr,
    [router, ask],
  )
  const name = `${ask.view} ${ask.filter} ${ask.search}`
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: OVERSCAN_ROWS,
    initialOffset: () => listOffset(name),
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0

  useEffect(() => onOrder(rows), [rows, onOrder])
  useEffect(() => () => leaveListAt(name, virtual.scrollOffset ?? 0), [name, virtual])
  const isSearch = ask.search !== '' // below the chats stand messages: more chats come when they are asked for
  useEffect(() => {
    if (isSearch || !hasNextPage || isFetchingNextPage) return
    if (last >= rows.length - ASK_AHEAD_ROWS) void fetchNextPage()
  }, [isSearch, hasNextPage, isFetchingNextPage, last, rows.length, fetchNextPage])
  useEffect(() => {
    const index = rows.findIndex((row) => row.id === openId)
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' })
    // Only a change of the open chat may move the list: new messages must not.
  }, [openId])

  const pick = useCallback(
    (id: string, onward: boolean) => {
      if (!onward) return picking.toggle(id)
      picking.to(
        id,
        rows.map((row) => row.id),
      )
    },
    [picking, rows],
  )

  if (list.isPending) return <ListSkeleton />
  if (!list.data) return <ListError onRetry={() => void list.refetch()} />
  if (rows.length === 0 && !isSearch)
    return (
      <Suspense fallback={<div className="flex-1 border-line border-t" />}>
        <ListEmpty ask={ask} onAsk={onAsk} />
      </Suspense>
    )
  return (
    <>
      {list.isError && <ListError small onRetry={() => void list.refetch()} />}
      <section
        ref={scroller}
        aria-label={t('list.label')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        onKeyDown={isSearch ? walkResults : undefined}
        className="scroll min-h-0 flex-1 border-line border-t focus-visible:-outline-offset-2"
        data-testid="chat-list"
      >
        <ul style={{ height: virtual.getTotalSize() }} className="relative" aria-label={t('title')}>
          {items.map((item) => {
            const chat = rows[item.index]
            return chat ? (
              <li
                key={item.key}
                aria-setsize={hasNextPage ? -1 : rows.length}
                aria-posinset={item.index + 1}
                className="absolute inset-x-0 top-0"
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              >
                <ChatRow
                  chat={chat}
                  href={`/inbox/${chat.id}${search}`}
                  active={chat.id === openId}
                  now={now}
                  onNear={readAhead}
                  onOpen={onOpen}
                  picked={picking.ids?.has(chat.id) ?? null}
                  onPick={pick}
                />
              </li>
            ) : null
          })}
        </ul>
        {isSearch && (
          <Suspense>
            <FoundMessages
              search={ask.search}
              at={at}
              onMoreChats={hasNextPage ? () => void fetchNextPage() : null}
              isMoreAwaited={isFetchingNextPage}
              isAlone={rows.length === 0}
              onAll={isWide(ask) ? null : () => onAsk({ view: 'all', filter: 'open' })}
            />
          </Suspense>
        )}
      </section>
      {picking.ids && rows.length > 0 && (
        <Suspense>
          <PickBar rows={rows} picking={picking} openId={openId} />
        </Suspense>
      )}
    </>
  )
}

/** All chats are looked at. */
function isWide({ view, filter }: ListAsk): boolean {
  return view === 'all' && filter === 'open'
}

/** A pointer that stays this long on a row means it; rows that pass under it while the list moves do not. */
const REST_MS = 80
let resting: ReturnType<typeof setTimeout> | undefined

/** The pointer rests on a row or comes down on it: its thread is fetched while the page turns to it, so that it opens at once. */
function readAhead(chatId: string, isPressed: boolean): void {
  clearTimeout(resting)
  const read = () => void queryClient.prefetchInfiniteQuery(messagesOptions(chatId))
  if (isPressed) read()
  else resting = setTimeout(read, REST_MS)
}
