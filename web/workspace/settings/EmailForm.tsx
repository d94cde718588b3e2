import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { problemOf } from '#web/base/api.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { useWords } from '#web/workspace/words.ts'

const EMAIL_MAX = 254

/** Another e-mail for whoever knows the password; a letter to the new one confirms it. */
export function EmailForm({ email: present }: { email: string }) {
  const t = useWords()
  const say = useProblemWords()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const change = useMutation(
    orpc.workspace.changeEmail.mutationOptions({
      onSuccess: () => {
        setEmail('')
        setPassword('')
      },
    }),
  )
  const failed = change.isError ? say(change.error) : undefined
  const isPassword = problemOf(change.error)?.code === 'password-mismatch'
  return (
    <Card title={t('emailTitle')}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate({ email: email.trim(), password })
        }}
      >
        <p className="break-words text-fg-2 text-sm">{t('emailPresent', { email: present })}</p>
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Field label={t('emailNew')} error={isPassword ? undefined : failed}>
            <TextInput
              type="email"
              value={email}
              onChange={setEmail}
              autoComplete="off"
              maxLength={EMAIL_MAX}
              required
            />
          </Field>
          <Field label={t('emailPassword')} error={isPassword ? failed : undefined}>
            <TextInput
              type="password"
              value={password}
              onChange={setPassword}
              autoComplete="current-password"
              required
            />
          </Field>
        </div>
        {change.data && (
          <Banner tone="brand" role="status">
            {t(`emailAsked_${change.data.letter}`, { email: change.data.email })}
          </Banner>
        )}
        <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
          <p className="min-w-0 flex-1 basis-40 text-fg-3 text-xs">{t('emailText')}</p>
          <Button type="submit" tone="primary" busy={change.isPending}>
            {t('emailDo')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
