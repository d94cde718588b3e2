import { useState } from 'react'
import type { Me } from '#core/workspace/api.ts'
import { setLanguage, useLanguage } from '#web/base/i18n.ts'
import { setShortcuts, shortcutsOn } from '#web/base/shortcuts.ts'
import { setTheme, useTheme } from '#web/base/theme.ts'
import { Avatar } from '#web/ui/Avatar.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { SwitchRow } from '#web/ui/Switch.tsx'
import { shownEmail } from '#web/workspace/settings/shown-email.ts'
import { useWords } from '#web/workspace/words.ts'

/** Who one is, and how the app looks on this device. */
export function ProfileSettings({ user }: { user: Me['user'] }) {
  const t = useWords()
  const language = useLanguage()
  const theme = useTheme()
  const [keys, setKeys] = useState(shortcutsOn)
  return (
    <>
      <Card title={t('profileTitle')}>
        <div className="flex items-center gap-3">
          <Avatar name={user.name} size={44} solid />
          <div className="min-w-0">
            <p className="truncate font-semibold text-base">{user.name}</p>
            <p className="truncate text-fg-2">{shownEmail(user.email) ?? t('demoAccount')}</p>
          </div>
        </div>
      </Card>
      <Card title={t('lookTitle')} bodyClass="divide-y divide-line px-4 pb-2">
        <Line label={t('language')}>
          <Segmented
            label={t('language')}
            value={language}
            onChange={(next) => void setLanguage(next)}
            options={[
              // Each language names itself, so that whoever cannot read the present one finds the way.
              { value: 'id', label: 'Bahasa Indonesia' },
              { value: 'en', label: 'English' },
            ]}
          />
        </Line>
        <Line label={t('theme')}>
          <Segmented
            label={t('theme')}
            value={theme}
            onChange={setTheme}
            options={[
              { value: 'light', label: t('light') },
              { value: 'dark', label: t('dark') },
              { value: 'system', label: t('system') },
            ]}
          />
        </Line>
        <div className="py-3">
          <SwitchRow
            label={t('singleKeys')}
            hint={t('singleKeysHint')}
            checked={keys}
            onChange={(on) => {
              setShortcuts(on)
              setKeys(on)
            }}
          />
        </div>
      </Card>
    </>
  )
}

function Line({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 py-3">
      <span aria-hidden className="font-medium text-sm">
        {label}
      </span>
      {children}
    </div>
  )
}
