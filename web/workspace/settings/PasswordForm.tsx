import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { problemOf } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { useWords } from '#web/workspace/words.ts'

const PASSWORD_MIN = 8
const PASSWORD_MAX = 128

/** A new password for whoever knows the present one; the other devices have to sign in again. */
export function PasswordForm({ email }: { email: string }) {
  const t = useWords()
  const say = useProblemWords()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const change = useMutation(
    orpc.workspace.changePassword.mutationOptions({
      onSuccess: () => {
        setCurrent('')
        setPassword('')
        toast(t('passwordChanged'))
        void queryClient.invalidateQueries({ queryKey: orpc.workspace.sessions.key() })
      },
    }),
  )
  const failed = change.isError ? say(change.error) : undefined
  const isNew = ['weak-password', 'bad-input'].includes(problemOf(change.error)?.code ?? '')
  return (
    <Card title={t('passwordTitle')}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate({ current, password })
        }}
      >
        {/* for the browser's own keeper of passwords, which wants to know whose this is */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Field label={t('passwordCurrent')} error={isNew ? undefined : failed}>
            <TextInput
              type="password"
              value={current}
              onChange={setCurrent}
              autoComplete="current-password"
              required
            />
          </Field>
          <Field label={t('passwordNew')} hint={t('passwordNewHint')} error={isNew ? failed : undefined}>
            <TextInput
              type="password"
              value={password}
              onChange={setPassword}
              autoComplete="new-password"
              minLength={PASSWORD_MIN}
              maxLength={PASSWORD_MAX}
              required
            />
          </Field>
        </div>
        <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
          <p className="min-w-0 flex-1 basis-40 text-fg-3 text-xs">{t('passwordOthers')}</p>
          <Button type="submit" tone="primary" busy={change.isPending}>
            {t('passwordSave')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
