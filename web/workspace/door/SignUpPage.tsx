import { useState } from 'react'
import { client } from '#web/base/api.ts'
import { language } from '#web/base/i18n.ts'
import { nextPath, rememberSignedIn } from '#web/base/session.ts'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { DoorForm } from '#web/workspace/door/DoorForm.tsx'
import { DoorFrame } from '#web/workspace/door/DoorFrame.tsx'
import { PasswordField } from '#web/workspace/door/PasswordField.tsx'
import { useInstance } from '#web/workspace/door/use-instance.ts'
import { errorOf, useSubmit } from '#web/workspace/door/use-submit.ts'
import { DoorLink } from '#web/workspace/door/way.tsx'
import { useDoorWords } from '#web/workspace/door-words.ts'
import { type Start, StartChoice } from '#web/workspace/StartChoice.tsx'

const NAME_MAX = 80
const PASSWORD_MIN = 8
const PASSWORD_MAX = 128

/** An account with its first workspace. */
export function SignUpPage() {
  const t = useDoorWords()
  const [form, setForm] = useState({ name: '', email: '', password: '', business: '' })
  const instance = useInstance()
  const [start, setStart] = useState<Start>('simulator')
  const set = (field: keyof typeof form) => (value: string) =>
    setForm((before) => ({ ...before, [field]: value }))
  const { busy, failed, submit } = useSubmit(
    () =>
      client.workspace.signUp({
        ...form,
        email: form.email.trim(),
        start,
        language: language(),
        zone: zoneHere(),
      }),
    () => {
      rememberSignedIn()
      location.assign(nextPath(location.search))
    },
  )
  const fieldError =
    errorOf(failed, 'name') ??
    errorOf(failed, 'email') ??
    errorOf(failed, 'password') ??
    errorOf(failed, 'business')
  const emailTaken = failed?.problem?.code === 'email-taken' ? failed.words : undefined
  const weak = failed?.problem?.code === 'weak-password' ? failed.words : undefined
  return (
    <DoorFrame title={t('createAccount')}>
      <DoorForm
        title={t('signUpTitle')}
        text={instance && (instance.hasOwner ? t('signUpNext') : t('signUpFirst'))}
        action={t('create')}
        busy={busy}
        problem={fieldError || emailTaken || weak ? undefined : failed?.words}
        onSubmit={submit}
        links={<DoorLink to="/masuk">{t('haveAccount')}</DoorLink>}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('name')} error={errorOf(failed, 'name')}>
            <TextInput
              size="lg"
              value={form.name}
              onChange={set('name')}
              autoComplete="name"
              maxLength={NAME_MAX}
              required
            />
          </Field>
          <Field label={t('business')} error={errorOf(failed, 'business')}>
            <TextInput
              size="lg"
              value={form.business}
              onChange={set('business')}
              autoComplete="organization"
              maxLength={NAME_MAX}
              required
            />
          </Field>
        </div>
        <Field label={t('email')} error={errorOf(failed, 'email') ?? emailTaken}>
          <TextInput
            size="lg"
            type="email"
            value={form.email}
            onChange={set('email')}
            autoComplete="username"
            required
          />
        </Field>
        <PasswordField
          label={t('password')}
          hint={t('passwordHint')}
          error={errorOf(failed, 'password') ?? weak}
          value={form.password}
          onChange={(value) => set('password')(value.slice(0, PASSWORD_MAX))}
          autoComplete="new-password"
          minLength={PASSWORD_MIN}
        />
        <StartChoice
          label={t('start')}
          value={start}
          onChange={setStart}
          options={[
            { value: 'simulator', title: t('startSimulator'), text: t('startSimulatorText') },
            { value: 'empty', title: t('startEmpty'), text: t('startEmptyText') },
          ]}
        />
      </DoorForm>
    </DoorFrame>
  )
}

function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'Asia/Jakarta'
}
