import { useState } from 'react'
import { client } from '#web/base/api.ts'
import { nextPath, rememberSignedIn } from '#web/base/session.ts'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { DoorForm } from '#web/workspace/door/DoorForm.tsx'
import { DoorFrame } from '#web/workspace/door/DoorFrame.tsx'
import { PasswordField } from '#web/workspace/door/PasswordField.tsx'
import { useSubmit } from '#web/workspace/door/use-submit.ts'
import { DoorLink } from '#web/workspace/door/way.tsx'
import { useDoorWords } from '#web/workspace/door-words.ts'

/** Sign in, and go on to where one wanted to go. */
export function SignInPage() {
  const t = useDoorWords()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const { busy, failed, submit } = useSubmit(
    () => client.workspace.signIn({ email: email.trim(), password }),
    () => {
      rememberSignedIn()
      location.assign(nextPath(location.search))
    },
  )
  return (
    <DoorFrame title={t('signIn')}>
      <DoorForm
        title={t('signInTitle')}
        action={t('signIn')}
        busy={busy}
        problem={failed?.words}
        onSubmit={submit}
        links={
          <>
            <DoorLink to="/daftar">{t('noAccount')}</DoorLink>
            <DoorLink to="/lupa">{t('forgot')}</DoorLink>
          </>
        }
      >
        <Field label={t('email')}>
          <TextInput
            size="lg"
            type="email"
            value={email}
            onChange={setEmail}
            autoComplete="username"
            required
          />
        </Field>
        <PasswordField
          label={t('password')}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
        />
      </DoorForm>
    </DoorFrame>
  )
}
