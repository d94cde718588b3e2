import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Me } from '#core/workspace/api.ts'
import { canNotify, noticesOn, setNotices } from '#web/base/desktop-notice.ts'
import { setLanguage, useLanguage } from '#web/base/i18n.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { setShortcuts, shortcutsOn } from '#web/base/shortcuts.ts'
import { setTheme, useTheme } from '#web/base/theme.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Avatar } from '#web/ui/Avatar.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { SwitchRow } from '#web/ui/Switch.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { Devices } from '#web/workspace/settings/Devices.tsx'
import { EmailForm } from '#web/workspace/settings/EmailForm.tsx'
import { OwnWhatsapp } from '#web/workspace/settings/OwnWhatsapp.tsx'
import { PasswordForm } from '#web/workspace/settings/PasswordForm.tsx'
import { shownEmail } from '#web/workspace/settings/shown-email.ts'
import { useWords } from '#web/workspace/words.ts'

const NAME_MAX = 80

/** Who one is, and how the app looks on this device. */
export function ProfileSettings({ user }: { user: Me['user'] }) {
  const t = useWords()
  const language = useLanguage()
  const theme = useTheme()
  const [keys, setKeys] = useState(shortcutsOn)
  const [notices, setTold] = useState(noticesOn)
  const tell = async (on: boolean) => {
    const told = await setNotices(on)
    setTold(told)
    if (on && !told) toast(t('deskNoticesRefused'), { tone: 'problem' })
  }
  return (
    <>
      <Card title={t('profileTitle')}>
        <NameForm user={user} />
      </Card>
      <OwnWhatsapp />
      {shownEmail(user.email) && (
        <>
          <EmailForm email={user.email} />
          <PasswordForm email={user.email} />
          <Devices />
        </>
      )}
      <Card
        title={t('lookTitle')}
        bodyClass="divide-y divide-line px-4 pb-2 max-md:[&>:nth-last-child(2)]:border-b-0"
      >
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
        <div className="py-3 max-md:hidden">
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
        {canNotify && (
          <div className="py-3">
            <SwitchRow
              label={t('deskNotices')}
              hint={t('deskNoticesHint')}
              checked={notices}
              onChange={(on) => void tell(on)}
            />
          </div>
        )}
      </Card>
    </>
  )
}

/** One's own name, as colleagues read it. */
function NameForm({ user }: { user: Me['user'] }) {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const [name, setName] = useState(user.name)
  const save = useMutation(
    orpc.workspace.updateMe.mutationOptions({
      onSuccess: (me) => {
        setName(me.user.name)
        queryClient.setQueryData(orpc.workspace.me.queryKey(), me)
        toast(base('saved'))
      },
      onError: (error) => toast(say(error), { tone: 'problem' }),
    }),
  )
  const isNew = name.trim() !== '' && name.trim() !== user.name
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (isNew) save.mutate({ name })
      }}
    >
      <div className="flex items-center gap-3">
        <Avatar name={user.name} size={44} solid />
        <div className="min-w-0">
          <p className="truncate font-semibold text-base">{user.name}</p>
          <p className="truncate text-fg-2">{shownEmail(user.email) ?? t('demoAccount')}</p>
        </div>
      </div>
      <Field label={t('ownName')} hint={t('ownNameHint')}>
        <TextInput value={name} maxLength={NAME_MAX} autoComplete="name" onChange={setName} />
      </Field>
      <div className="flex justify-end">
        <Button type="submit" tone="primary" busy={save.isPending} disabled={!isNew}>
          {base('save')}
        </Button>
      </div>
    </form>
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
