import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, CloudOff, MessageCircle } from 'lucide-react'
import { useCallback, useEffect, useRef } from 'react'
import type { Message } from '#core/chat/api.ts'
import { useBaseWords } from '#web/base/words.ts'
import { channelNow, type HeldChat } from '#web/chat/list/place-chat.ts'
import { Bubble } from '#web/chat/thread/Bubble.tsx'
import { guessHeight } from '#web/chat/thread/guess-height.ts'
import { DayLine, EventLine, NoteLine } from '#web/chat/thread/SideLine.tsx'
import type { ThreadItem } from '#web/chat/thread/thread-items.ts'
import { useReach } from '#web/chat/thread/useReach.ts'
import type { ThreadView } from '#web/chat/thread/useThread.ts'
import { useWords } from '#web/chat/words.ts'
import { Button, Spinner } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'
import type { OnTemplate } from '#web/whatsapp/verdict/Explanation.tsx'

const OVERSCAN_ITEMS = 8
/** Older messages are asked for when so few are left above. */
const ASK_AHEAD_ITEMS = 12
/** Farther down than any thread is long: the lines that are drawn first are its newest. */
const END_OF_ALL_PX = 10_000_000
/** Nearer to the end than this, new messages are followed. */
const END_PX = 120
/** A hand that was on the thread so lately has moved it; a finger's swing goes on for a while. */
const HAND_MS = 1500

type Props = {
  chat: HeldChat
  view: ThreadView
  zone: string | undefined
  /** Grows with each writing of one's own: then the newest is shown. */
  written: number
  /** The message at which it opens; null: at the newest. */
  at: string | null
  onQuote: (message: Message) => void
  onTemplate: OnTemplate
}

/** The messages of a chat: opens at the newest, loads older ones without moving what is read. */
export function Thread({ chat, view, zone, written, at, onQuote, onTemplate }: Props) {
  const t = useWords()
  const { items, query } = view
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const scroller = useRef<HTMLDivElement | null>(null)
  const following = useRef(true)
  const touched = useRef(Number.NEGATIVE_INFINITY)
  const touch = () => {
    touched.current = performance.now()
  }
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => guessHeight(items[index]),
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: OVERSCAN_ITEMS,
    paddingStart: 12,
    paddingEnd: 12,
    anchorTo: 'end',
    initialOffset: END_OF_ALL_PX,
    scrollEndThreshold: END_PX,
  })
  const isAway = !virtual.isAtEnd(END_PX * 3)
  /** The newest line when the end was last in sight: whoever reads above is told of what comes after it. */
  const newest = items.at(-1)?.key
  const known = useRef(newest)
  if (!isAway || known.current === undefined) known.current = newest
  const isFresh = known.current !== newest
  const seen = virtual.getVirtualItems()
  const first = seen[0]?.index

  // Heights are guesses until the lines are drawn, older lines come in above, and the box shrinks as the composer grows:
  // whoever reads the newest line goes on seeing it. Only a hand leaves it.
  const open = useCallback((box: HTMLDivElement) => {
    scroller.current = box
    const resized = new ResizeObserver(() => {
      if (following.current) box.scrollTop = box.scrollHeight
      // what is shorter than its box never scrolls, and would be taken to stand at the end of all
      if (box.scrollHeight <= box.clientHeight) box.dispatchEvent(new Event('scroll'))
    })
    for (const part of [box, ...box.children]) resized.observe(part)
    return () => {
      resized.disconnect()
      scroller.current = null
    }
  }, [])
  useReach({ chatId: chat.id, at, items, box: scroller }, (index) => {
    following.current = false
    virtual.scrollToIndex(index, { align: 'center' })
  })
  useEffect(() => {
    if (written > 0) virtual.scrollToEnd()
  }, [written, virtual])
  useEffect(() => {
    if (first === undefined || !hasNextPage || isFetchingNextPage) return
    if (first < ASK_AHEAD_ITEMS) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, first])

  if (query.isPending) return <ThreadSkeleton />
  if (!query.data) return <ThreadError onRetry={() => void query.refetch()} />
  if (items.length === 0)
    return <EmptyState className="flex-1" icon={<MessageCircle />} title={t('thread.empty')} />
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={open}
        role="log"
        aria-live="off"
        aria-label={t('thread.messages')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        onScroll={({ currentTarget: box }) => {
          if (box.scrollHeight - box.scrollTop - box.clientHeight < END_PX) following.current = true
          else if (performance.now() - touched.current < HAND_MS) following.current = false
        }}
        onWheel={touch}
        onTouchMove={touch}
        onPointerDown={touch}
        onKeyDown={touch}
        className="scroll min-h-0 flex-1 focus-visible:-outline-offset-2"
        data-testid="thread"
      >
        <div className="relative mx-auto max-w-[820px]" style={{ height: virtual.getTotalSize() }}>
          {seen.map((slot) => {
            const item = items[slot.index]
            const isAt = item !== undefined && at !== null && idOf(item) === at
            return item ? (
              <div
                key={slot.key}
                data-index={slot.index}
                ref={virtual.measureElement}
                aria-current={isAt ? 'true' : undefined}
                tabIndex={isAt ? -1 : undefined}
                className={cx(
                  'absolute inset-x-0 top-0 px-3 focus-visible:-outline-offset-2 md:px-6',
                  isAt && 'bg-brand-soft/70',
                )}
                style={{ transform: `translateY(${slot.start}px)` }}
              >
                <Line
                  item={item}
                  chat={chat}
                  view={view}
                  zone={zone}
                  onQuote={onQuote}
                  onTemplate={onTemplate}
                />
              </div>
            ) : null
          })}
        </div>
      </div>
      {isFetchingNextPage && (
        <span className="absolute top-2 left-1/2 -translate-x-1/2 rounded-full bg-surface p-1.5 text-fg-3 shadow-2">
          <Spinner />
        </span>
      )}
      {isAway && (
        <IconButton
          label={t(isFresh ? 'thread.fresh' : 'thread.newest')}
          tone="outline"
          side="left"
          onClick={() => virtual.scrollToEnd()}
          className="absolute right-4 bottom-2 rounded-full! max-md:size-10"
        >
          <ArrowDown />
          {isFresh && <span className="absolute top-0 right-0 size-2 rounded-full bg-brand" />}
        </IconButton>
      )}
    </div>
  )
}

type LineProps = Omit<Props, 'written' | 'at'> & { item: ThreadItem }

function Line({ item, chat, view, zone, onQuote, onTemplate }: LineProps) {
  if (item.kind === 'day') return <DayLine at={item.at} today={channelNow(chat, Date.now())} zone={zone} />
  const { message } = item
  if (message.kind === 'note') return <NoteLine message={message} zone={zone} />
  if (message.kind === 'event') return <EventLine message={message} zone={zone} />
  return (
    <Bubble
      message={message}
      joined={item.joined}
      zone={zone}
      customer={chat.contact.name}
      quoted={message.replyTo ? (view.byWamid.get(message.replyTo) ?? null) : null}
      unsent={view.unsent.get(message.id) ?? null}
      onQuote={onQuote}
      onTemplate={onTemplate}
    />
  )
}

function idOf(item: ThreadItem): string | null {
  return item.kind === 'message' ? item.message.id : null
}

const BUBBLES = ['w-1/2', 'w-1/3 ml-auto', 'w-2/5 ml-auto', 'w-1/2', 'w-1/4', 'w-2/5 ml-auto']

function ThreadSkeleton() {
  const base = useBaseWords()
  return (
    <div className="mx-auto flex min-h-0 w-full max-w-[820px] flex-1 flex-col justify-end gap-2.5 overflow-hidden px-3 py-4 md:px-6">
      <Patience label={base('loading')}>
        {BUBBLES.map((look, at) => (
          <Skeleton key={at} className={`h-12 shrink-0 rounded-[14px] ${look}`} />
        ))}
      </Patience>
    </div>
  )
}

function ThreadError({ onRetry }: { onRetry: () => void }) {
  const t = useWords()
  const base = useBaseWords()
  return (
    <EmptyState
      className="flex-1"
      icon={<CloudOff />}
      title={t('thread.failed')}
      action={<Button onClick={onRetry}>{base('retry')}</Button>}
    >
      {base('unreachable')}
    </EmptyState>
  )
}
