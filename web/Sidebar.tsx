import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import type { Me } from '#core/workspace/api.ts'
import { orpc } from '#web/base/query.ts'
import { useBaseWords } from '#web/base/words.ts'
import { GROUPS, type Place, usePlaceHere } from '#web/navigation.ts'
import { type MenuWishes, UserMenu } from '#web/UserMenu.tsx'
import { Count } from '#web/ui/Badge.tsx'
import { cx } from '#web/ui/cx.ts'
import { Kbd } from '#web/ui/Kbd.tsx'
import { Tip } from '#web/ui/Tip.tsx'
import { WorkspaceMenu } from '#web/WorkspaceMenu.tsx'

type Props = MenuWishes & { compact: boolean; me: Me; onSearch: () => void }

/** Navigation from 768 px up: 228 px wide, or 60 px of icons where the page needs the room. */
export function Sidebar({ compact, me, onSearch, onShortcuts, onSignOut }: Props) {
  const t = useBaseWords()
  const isHere = usePlaceHere()
  return (
    <nav
      aria-label={t('mainNav')}
      className={cx(
        'hidden shrink-0 flex-col gap-0.5 overflow-hidden border-line border-r bg-bg pb-2 md:flex',
        compact ? 'w-[60px] items-center px-2' : 'w-[228px] px-2.5',
      )}
    >
      <WorkspaceMenu compact={compact} me={me} />
      <SearchButton compact={compact} onPress={onSearch} />
      <div className="scroll flex min-h-0 w-full flex-1 flex-col">
        {GROUPS.map((group, at) => (
          <div
            key={group.word ?? 'first'}
            className={cx(at > 0 && (compact ? 'mt-2 border-line border-t pt-2' : 'mt-3'))}
          >
            {group.word && !compact && (
              <p className="px-2 pb-1 font-medium text-2xs text-fg-3">{t(group.word)}</p>
            )}
            {group.places.filter(isHere).map((place) => (
              <PlaceLink key={place.to} place={place} compact={compact} />
            ))}
          </div>
        ))}
      </div>
      <UserMenu compact={compact} me={me} onShortcuts={onShortcuts} onSignOut={onSignOut} />
    </nav>
  )
}

function SearchButton({ compact, onPress }: { compact: boolean; onPress: () => void }) {
  const t = useBaseWords()
  return (
    <button
      type="button"
      onClick={onPress}
      aria-keyshortcuts="Control+K"
      className={cx(
        'mb-2 flex h-8 shrink-0 items-center gap-2 rounded-sm text-fg-3 hover:text-fg',
        compact
          ? 'w-10 justify-center hover:bg-hover'
          : 'w-full border border-line-strong bg-surface px-2 shadow-1',
      )}
    >
      <Search aria-hidden className="size-4 shrink-0" />
      <span className={compact ? 'sr-only' : 'min-w-0 flex-1 truncate text-left text-sm'}>
        {t('searchOrJump')}
      </span>
      {!compact && (
        <span aria-hidden className="flex gap-0.5">
          <Kbd>Ctrl</Kbd>
          <Kbd>K</Kbd>
        </span>
      )}
    </button>
  )
}

function PlaceLink({ place, compact }: { place: Place; compact: boolean }) {
  const t = useBaseWords()
  const { pathname } = useLocation()
  const unread = useUnread(place)
  const here = pathname === place.to || pathname.startsWith(`${place.to}/`)
  const link = (
    <Link
      to={place.to}
      aria-current={here ? 'page' : undefined}
      className={cx(
        'relative flex items-center rounded-sm font-medium text-sm transition-colors [&_svg]:size-[17px] [&_svg]:shrink-0',
        compact ? 'mx-auto mb-0.5 size-10 justify-center' : 'mb-px h-8 gap-2.5 px-2',
        here ? 'bg-brand-soft text-brand-soft-fg' : 'text-fg-2 hover:bg-hover hover:text-fg',
      )}
    >
      <place.Icon aria-hidden />
      <span className={compact ? 'sr-only' : 'flex-1 truncate'}>{t(place.word)}</span>
      {unread > 0 && (
        <>
          <span className="sr-only">, {t('unread', { count: unread })}</span>
          <span aria-hidden className={cx(compact && 'absolute -top-0.5 -right-0.5')}>
            <Count value={unread} />
          </span>
        </>
      )}
    </Link>
  )
  if (!compact) return link
  return (
    <Tip side="right" label={t(place.word)} shortcut={`G ${place.key}`}>
      {link}
    </Tip>
  )
}

/** How many chats wait unread; only the inbox counts. */
export function useUnread(place: Place): number {
  const counts = useQuery(orpc.chat.chatCounts.queryOptions({ enabled: place.to === '/inbox' }))
  return place.to === '/inbox' ? (counts.data?.unread ?? 0) : 0
}
