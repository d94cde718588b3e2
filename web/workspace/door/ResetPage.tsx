import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { client } from '#web/base/api.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { DoorForm } from '#web/workspace/door/DoorForm.tsx'
import { DoorFrame } from '#web/workspace/door/DoorFrame.tsx'
import { PasswordField } from '#web/workspace/door/PasswordField.tsx'
import { errorOf, useSubmit } from '#web/workspace/door/use-submit.ts'
import { DoorLink } from '#web/workspace/door/way.tsx'
import { useDoorWords } from '#web/workspace/door-words.ts'

/** Sets a new password with the token of the link that came by e-mail. */
export function ResetPage() {
  const t = useDoorWords()
  const token = new URLSearchParams(location.search).get('token') ?? ''
  const [password, setPassword] = useState('')
  const [done, setDone] = useState(false)
  const { busy, failed, submit } = useSubmit(
    () => client.workspace.resetPassword({ token, password }),
    () => setDone(true),
  )
  const weak = failed?.problem?.code === 'weak-password' ? failed.words : errorOf(failed, 'password')
  return (
    <DoorFrame title={t('resetTitle')}>
      {token && !done ? (
        <DoorForm
          title={t('resetTitle')}
          action={t('savePassword')}
          busy={busy}
          problem={weak ? undefined : failed?.words}
          onSubmit={submit}
          links={<DoorLink to="/lupa">{t('askAgain')}</DoorLink>}
        >
          <PasswordField
            label={t('newPassword')}
            hint={t('passwordHint')}
            error={weak}
            value={password}
            onChange={setPassword}
            autoComplete="new-password"
          />
        </DoorForm>
      ) : (
        <div className="space-y-4">
          <h1 className="font-bold text-2xl tracking-[-.02em]">{t('resetTitle')}</h1>
          <Banner tone={done ? 'brand' : 'warn'} role="status" icon={done && <CircleCheck aria-hidden />}>
            {done ? t('resetDone') : t('resetBroken')}
          </Banner>
          <a
            href={done ? '/masuk' : '/lupa'}
            className="inline-block py-1 font-medium text-base text-brand-soft-fg hover:underline"
          >
            {done ? t('signIn') : t('askAgain')}
          </a>
        </div>
      )}
    </DoorFrame>
  )
}
