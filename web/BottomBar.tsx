import { Link, useLocation } from '@tanstack/react-router'
import { Menu as MenuIcon, Search, Store } from 'lucide-react'
import { useState } from 'react'
import type { Me } from '#core/workspace/api.ts'
import { useBaseWords } from '#web/base/words.ts'
import { type Place, SHEET_PLACES, THUMB_PLACES, usePlaceHere } from '#web/navigation.ts'
import { useUnread } from '#web/Sidebar.tsx'
import { useUserItems } from '#web/UserMenu.tsx'
import { Avatar } from '#web/ui/Avatar.tsx'
import { Count } from '#web/ui/Badge.tsx'
import { cx } from '#web/ui/cx.ts'
import type { MenuItem } from '#web/ui/popup-props.ts'
import { Sheet } from '#web/ui/Sheet.tsx'
import { useWorkspaceItems } from '#web/WorkspaceMenu.tsx'

/** As wide as its word, so that the longest is not cut on the smallest phone. */
const CELL =
  'relative flex h-14 min-w-0 flex-auto flex-col items-center justify-center gap-1 font-medium text-2xs'
const ROW =
  'flex min-h-11 w-full items-center gap-3 px-4 text-left text-base [&_svg]:size-5 [&_svg]:text-fg-3'

type Wishes = { me: Me; onSearch: () => void; onSignOut: () => void }

/** Navigation below 768 px. */
export function BottomBar({ me, onSearch, onSignOut }: Wishes) {
  const t = useBaseWords()
  const [open, setOpen] = useState(false)
  return (
    <nav
      aria-label={t('mainNav')}
      className="flex shrink-0 border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {THUMB_PLACES.map((place) => (
        <ThumbLink key={place.to} place={place} />
      ))}
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(true)}
        className={cx(CELL, 'text-fg-2')}
      >
        <span className="grid h-6 place-items-center">
          <MenuIcon aria-hidden className="size-5" />
        </span>
        {t('more')}
      </button>
      <MoreSheet me={me} open={open} onOpenChange={setOpen} onSearch={onSearch} onSignOut={onSignOut} />
    </nav>
  )
}

function ThumbLink({ place }: { place: Place }) {
  const t = useBaseWords()
  const { pathname } = useLocation()
  const unread = useUnread(place)
  const here = pathname.startsWith(place.to)
  return (
    <Link
      to={place.to}
      aria-current={here ? 'page' : undefined}
      className={cx(CELL, here ? 'text-brand-soft-fg' : 'text-fg-2')}
    >
      <span className={cx('relative grid h-6 w-12 place-items-center rounded-full', here && 'bg-brand-soft')}>
        <place.Icon aria-hidden className="size-5" />
        {unread > 0 && (
          <span aria-hidden className="absolute -top-1.5 -right-1">
            <Count value={unread} />
          </span>
        )}
      </span>
      <span className="max-w-full truncate">{t(place.word)}</span>
      {unread > 0 && <span className="sr-only">, {t('unread', { count: unread })}</span>}
    </Link>
  )
}

type SheetProps = Wishes & { open: boolean; onOpenChange: (open: boolean) => void }

function MoreSheet({ me, open, onOpenChange, onSearch, onSignOut }: SheetProps) {
  const t = useBaseWords()
  const items = useUserItems({ onShortcuts: () => {}, onSignOut })
  const isHere = usePlaceHere()
  const workspaces = useWorkspaceItems(me).map((item) => item && { icon: <Store />, ...item })
  const close = () => onOpenChange(false)
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={me.workspace?.name ?? t('more')}>
      <ul className="py-2">
        <li>
          <button
            type="button"
            className={ROW}
            onClick={() => {
              close()
              onSearch()
            }}
          >
            <Search aria-hidden />
            {t('searchOrJump')}
          </button>
        </li>
        {SHEET_PLACES.filter(isHere).map((place) => (
          <li key={place.to}>
            <Link to={place.to} onClick={close} className={ROW}>
              <place.Icon aria-hidden />
              {t(place.word)}
            </Link>
          </li>
        ))}
      </ul>
      <Rows items={workspaces} onDone={close} />
      <div className="flex items-center gap-3 border-line border-t px-4 pt-3 pb-1">
        <Avatar name={me.user.name} size={32} solid />
        <span className="min-w-0 truncate font-medium text-base">{me.user.name}</span>
      </div>
      <Rows
        items={items.filter((item) => item?.hint !== '?' && item?.label !== t('settings'))}
        onDone={close}
      />
    </Sheet>
  )
}

/** The rows of a menu as a list for the thumb. */
function Rows({ items, onDone }: { items: readonly (MenuItem | null)[]; onDone: () => void }) {
  return (
    <ul className="border-line border-t py-2">
      {items.map((item) =>
        item ? (
          <li key={item.key ?? String(item.label)}>
            <button
              type="button"
              aria-pressed={item.chosen}
              className={cx(ROW, item.chosen && 'font-semibold text-brand-soft-fg')}
              onClick={() => {
                onDone()
                item.onSelect?.()
              }}
            >
              {item.icon}
              <span className="min-w-0 truncate">{item.label}</span>
            </button>
          </li>
        ) : null,
      )}
    </ul>
  )
}
