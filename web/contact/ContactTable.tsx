import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { CloudOff, SearchX, UsersRound } from 'lucide-react'
import { memo, useEffect, useMemo, useRef } from 'react'
import { HOUR } from '#core/base/time.ts'
import type { ListedContact } from '#core/contact/api.ts'
import { useFormats } from '#web/base/format.ts'
import { shownPhone } from '#web/base/phone.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { type ContactAsk, contactListOptions } from '#web/contact/contact-list.ts'
import { toneOf } from '#web/contact/tag-tone.ts'
import { useWords } from '#web/contact/words.ts'
import { Avatar } from '#web/ui/Avatar.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'

const ROW_PX = 44
const OVERSCAN_ROWS = 8
const ASK_AHEAD_ROWS = 25
const TAGS_SHOWN = 2
const GRID =
  'grid grid-cols-[minmax(0,1fr)_auto] items-center gap-3 md:grid-cols-[minmax(160px,1.3fr)_minmax(130px,1fr)_minmax(0,1.2fr)_90px_90px] lg:grid-cols-[minmax(180px,1.3fr)_minmax(140px,1fr)_minmax(0,1.4fr)_100px_110px_110px]'

type Props = { ask: ContactAsk; openId: string | null; onAsk: (change: Partial<ContactAsk>) => void }

/** All contacts as a table; only the rows in sight are in the page. */
export function ContactTable({ ask, openId, onAsk }: Props) {
  const t = useWords()
  const scroller = useRef<HTMLDivElement>(null)
  const zone = useQuery(orpc.workspace.me.queryOptions()).data?.workspace?.zone
  const list = useInfiniteQuery(contactListOptions(ask))
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: OVERSCAN_ROWS,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= rows.length - ASK_AHEAD_ROWS) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, last, rows.length, fetchNextPage])

  if (list.isPending) return <TableSkeleton />
  if (!list.data) return <TableError error={list.error} onRetry={() => void list.refetch()} />
  if (rows.length === 0) return <TableEmpty ask={ask} onAsk={onAsk} />
  return (
    <div className="mx-4 mb-4 flex min-h-0 flex-initial flex-col overflow-hidden rounded-lg border border-line bg-surface shadow-1 md:mx-7 md:mb-6">
      <div
        aria-hidden="true"
        className={cx(
          GRID,
          'h-9 shrink-0 border-line border-b bg-sunken px-4 font-medium text-fg-2 text-xs max-md:hidden',
        )}
      >
        <span>{t('name')}</span>
        <span>{t('number')}</span>
        <span>{t('tags')}</span>
        <span>{t('lastSaid')}</span>
        <span>{t('window')}</span>
        <span className="max-lg:hidden">{t('created')}</span>
      </div>
      <section
        ref={scroller}
        aria-label={t('title')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className="scroll min-h-0 flex-initial focus-visible:-outline-offset-2"
        data-testid="contact-table"
      >
        <ul className="relative" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const contact = rows[item.index]
            return contact ? (
              <li
                key={item.key}
                aria-setsize={hasNextPage ? -1 : rows.length}
                aria-posinset={item.index + 1}
                className="absolute inset-x-0 top-0"
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              >
                <ContactRow
                  contact={contact}
                  active={contact.id === openId}
                  last={!hasNextPage && item.index === rows.length - 1}
                  zone={zone}
                />
              </li>
            ) : null
          })}
        </ul>
      </section>
    </div>
  )
}

type RowProps = { contact: ListedContact; active: boolean; last: boolean; zone: string | undefined }

const ContactRow = memo(function ContactRow({ contact, active, last, zone }: RowProps) {
  const t = useWords()
  const format = useFormats(zone)
  const name = contact.name || contact.profileName || t('nameless')
  return (
    <Link
      to="/contacts/$id"
      params={{ id: contact.id }}
      search={true}
      preload={false}
      aria-current={active ? 'true' : undefined}
      className={cx(
        GRID,
        'h-full border-line px-4 focus-visible:-outline-offset-2',
        !last && 'border-b',
        active ? 'bg-brand-soft/70' : 'hover:bg-sunken',
      )}
    >
      <span className="flex min-w-0 items-center gap-2.5">
        <Avatar name={name} size={28} />
        <span className="truncate font-medium text-base">{name}</span>
      </span>
      <span className="truncate text-fg-2">{shownPhone(contact.phone) || '–'}</span>
      <span className="flex min-w-0 gap-1 overflow-hidden max-md:hidden">
        {contact.tags.slice(0, TAGS_SHOWN).map((tag) => (
          <Badge key={tag} tone={toneOf(tag)} className="shrink">
            {tag}
          </Badge>
        ))}
        {contact.tags.length > TAGS_SHOWN && <Badge>+{contact.tags.length - TAGS_SHOWN}</Badge>}
      </span>
      <span className="tnum truncate text-fg-2 max-md:hidden">
        {contact.lastAt === null ? '–' : format.ago(contact.lastAt, contact.now)}
      </span>
      <Window contact={contact} />
      <span className="tnum truncate text-fg-2 max-lg:hidden">{format.date(contact.createdAt)}</span>
    </Link>
  )
})

/** How long one may still write freely, as of when the list was read. */
function Window({ contact: { windowEndsAt, now } }: { contact: ListedContact }) {
  const t = useWords()
  const format = useFormats()
  const left = (windowEndsAt ?? 0) - now
  if (windowEndsAt === null) return <span className="text-fg-3 max-md:hidden">–</span>
  return (
    <span className="max-md:hidden">
      <Badge tone={left <= 0 ? 'neutral' : left < SOON ? 'warn' : 'brand'}>
        {left > 0 ? format.span(left) : t('windowClosed')}
      </Badge>
    </span>
  )
}
/** As the inbox warns. */
const SOON = 2 * HOUR

const SKELETON_ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

function TableSkeleton() {
  const base = useBaseWords()
  return (
    <div className="mx-4 flex-1 overflow-hidden md:mx-7">
      <Patience label={base('loading')}>
        <div className="rounded-lg border border-line bg-surface">
          {SKELETON_ROWS.map((key) => (
            <div key={key} className="flex h-11 items-center gap-3 border-line border-b px-4 last:border-0">
              <Skeleton className="size-7 rounded-full" />
              <Skeleton className="h-3.5 w-40" />
              <Skeleton className="ml-auto h-3.5 w-28" />
            </div>
          ))}
        </div>
      </Patience>
    </div>
  )
}

function TableError({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  return (
    <EmptyState
      className="flex-1"
      icon={<CloudOff />}
      title={t('failed')}
      action={<Button onClick={onRetry}>{base('retry')}</Button>}
    >
      {say(error)}
    </EmptyState>
  )
}

function TableEmpty({ ask, onAsk }: Pick<Props, 'ask' | 'onAsk'>) {
  const t = useWords()
  const playable = useQuery(orpc.whatsapp.simulator.queryOptions()).data?.world !== null
  if (ask.search || ask.tag)
    return (
      <EmptyState
        className="flex-1"
        icon={<SearchX />}
        title={t('noMatch')}
        action={<Button onClick={() => onAsk({ search: '', tag: '' })}>{t('clear')}</Button>}
      >
        {t('noMatchHint')}
      </EmptyState>
    )
  return (
    <EmptyState
      className="flex-1"
      icon={<UsersRound />}
      title={t('none')}
      action={
        <Link to={playable ? '/simulator' : '/channels'} className={buttonClass({ tone: 'primary' })}>
          {t(playable ? 'openSimulator' : 'openChannels')}
        </Link>
      }
    >
      {t('noneHint')}
    </EmptyState>
  )
}
