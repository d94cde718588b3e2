import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { CircleHelp, Languages, LogOut, Monitor, Moon, Settings, Sun } from 'lucide-react'
import type { Me } from '#core/workspace/api.ts'
import { client } from '#web/base/api.ts'
import { setLanguage, useLanguage } from '#web/base/i18n.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { setTheme, type Theme, useTheme } from '#web/base/theme.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Avatar } from '#web/ui/Avatar.tsx'
import { cx } from '#web/ui/cx.ts'
import { Menu } from '#web/ui/Menu.tsx'
import type { MenuItem } from '#web/ui/popup-props.ts'
import { toast } from '#web/ui/Toast.tsx'

const THEMES: readonly { theme: Theme; icon: typeof Sun }[] = [
  { theme: 'light', icon: Sun },
  { theme: 'dark', icon: Moon },
  { theme: 'system', icon: Monitor },
]

/** Who is signed in; language, theme, shortcuts, sign-out. */
export function UserMenu({
  compact,
  me,
  ...on
}: {
  compact: boolean
  me: Me
} & MenuWishes) {
  const t = useBaseWords()
  const items = useUserItems(on)
  const away = me.workspace?.away ?? false
  return (
    <Menu
      side="right"
      align="end"
      items={items}
      trigger={
        <button
          type="button"
          className={cx(
            'mt-1 flex shrink-0 items-center gap-2.5 rounded-md text-left hover:bg-hover',
            compact ? 'size-10 justify-center' : 'w-full p-1.5',
          )}
        >
          <Avatar name={me.user.name} size={28} solid online={!away} />
          {compact ? (
            <span className="sr-only">
              {me.user.name}, {t(away ? 'awayNow' : 'available')},
            </span>
          ) : (
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium text-sm">{me.user.name}</span>
              {me.workspace && (
                <span className="block truncate text-2xs text-fg-3">
                  {away ? t('awayNow') : t(me.workspace.role)}
                </span>
              )}
            </span>
          )}
          <span className="sr-only">{t('account')}</span>
        </button>
      }
    />
  )
}

/** What the menu asks of the frame around it. */
export type MenuWishes = { onShortcuts: () => void; onSignOut: () => void }

/** The rows of that menu; the phone shows them in its sheet. */
export function useUserItems({ onShortcuts, onSignOut }: MenuWishes): readonly (MenuItem | null)[] {
  const t = useBaseWords()
  const navigate = useNavigate()
  const language = useLanguage()
  const theme = useTheme()
  const away = useQuery(orpc.workspace.me.queryOptions()).data?.workspace?.away ?? false
  const say = (next: boolean) =>
    void client.workspace
      .setAway({ away: next })
      .then(() => queryClient.invalidateQueries({ queryKey: orpc.workspace.me.key() }))
      .catch(() => toast(t('unreachable'), { tone: 'problem' }))
  return [
    { label: t('available'), icon: <Dot on />, chosen: !away, onSelect: () => say(false) },
    { label: t('awayNow'), icon: <Dot on={false} />, chosen: away, onSelect: () => say(true) },
    null,
    ...THEMES.map((choice) => ({
      label: t(choice.theme),
      icon: <choice.icon />,
      chosen: theme === choice.theme,
      onSelect: () => setTheme(choice.theme),
    })),
    null,
    {
      label: t('otherLanguage'),
      icon: <Languages />,
      onSelect: () => void setLanguage(language === 'id' ? 'en' : 'id'),
    },
    { label: t('shortcuts'), icon: <CircleHelp />, hint: '?', onSelect: onShortcuts },
    { label: t('settings'), icon: <Settings />, onSelect: () => void navigate({ to: '/settings' }) },
    null,
    { label: t('signOut'), icon: <LogOut />, onSelect: onSignOut },
  ]
}

function Dot({ on }: { on: boolean }) {
  return (
    <span aria-hidden className={cx('mx-1 size-2.5 shrink-0 rounded-full', on ? 'bg-brand' : 'bg-control')} />
  )
}
