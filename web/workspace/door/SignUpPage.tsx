import { useState } from 'react'
import type { InvitationView } from '#core/workspace/account-api.ts'
import { client } from '#web/base/api.ts'
import { language, useLanguage } from '#web/base/i18n.ts'
import { nextPath, rememberSignedIn } from '#web/base/session.ts'
import { buttonClass } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { DoorForm } from '#web/workspace/door/DoorForm.tsx'
import { DoorFrame } from '#web/workspace/door/DoorFrame.tsx'
import { PasswordField } from '#web/workspace/door/PasswordField.tsx'
import { useInstance } from '#web/workspace/door/use-instance.ts'
import { dayOf, invitedBy, useInvitation } from '#web/workspace/door/use-invitation.ts'
import { errorOf, useSubmit } from '#web/workspace/door/use-submit.ts'
import { DoorLink } from '#web/workspace/door/way.tsx'
import { useDoorWords } from '#web/workspace/door-words.ts'
import { zoneHere } from '#web/workspace/here.ts'
import { type Start, StartChoice } from '#web/workspace/StartChoice.tsx'

const NAME_MAX = 80
const PASSWORD_MIN = 8
const PASSWORD_MAX = 128

/** An account with its first workspace: a new one, or the one that invited. */
export function SignUpPage() {
  const t = useDoorWords()
  const [form, setForm] = useState({ name: '', email: '', password: '', business: '' })
  const next = nextPath(location.search)
  const invitation = invitedBy(next)
  const invited = useInvitation(invitation)
  const joins = invitation !== undefined && invited !== null
  const instance = useInstance()
  const [choice, setStart] = useState<Start>('simulator')
  const start = instance?.simulator === false ? 'empty' : choice
  const set = (field: keyof typeof form) => (value: string) =>
    setForm((before) => ({ ...before, [field]: value }))
  const { busy, failed, submit } = useSubmit(
    () =>
      client.workspace.signUp({
        ...{ name: form.name, email: form.email.trim(), password: form.password },
        ...(joins ? { invitation } : { business: form.business, start }),
        ...{ language: language(), zone: zoneHere() },
      }),
    () => {
      rememberSignedIn()
      location.assign(joins ? '/home' : next)
    },
  )
  const coded = (code: string) => (failed?.problem?.code === code ? failed.words : undefined)
  const notYours = invited && coded('bad-token') && t('inviteNotYours', { email: invited.email })
  const wrong = {
    name: errorOf(failed, 'name'),
    business: errorOf(failed, 'business'),
    email: errorOf(failed, 'email') ?? coded('email-taken') ?? (notYours || undefined),
    password: errorOf(failed, 'password') ?? coded('weak-password'),
  }
  if (instance?.signUp === false && !joins) return <ByInvitation />
  return (
    <DoorFrame title={t('createAccount')}>
      <DoorForm
        title={invited ? t('inviteSignUpTitle', { workspace: invited.workspace }) : t('signUpTitle')}
        text={<Purpose joins={joins} invited={invited} instance={instance} />}
        action={t(joins ? 'inviteSignUpDo' : 'create')}
        busy={busy}
        problem={Object.values(wrong).some(Boolean) ? undefined : failed?.words}
        onSubmit={submit}
        links={<DoorLink to="/masuk">{t('haveAccount')}</DoorLink>}
      >
        <div className={joins ? undefined : 'grid gap-4 sm:grid-cols-2'}>
          <NameField
            label={t('name')}
            error={wrong.name}
            keeps="name"
            value={form.name}
            onChange={set('name')}
          />
          {!joins && (
            <NameField
              label={t('business')}
              error={wrong.business}
              keeps="organization"
              value={form.business}
              onChange={set('business')}
            />
          )}
        </div>
        <Field label={t('email')} error={wrong.email}>
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
          error={wrong.password}
          value={form.password}
          onChange={(value) => set('password')(value.slice(0, PASSWORD_MAX))}
          autoComplete="new-password"
          minLength={PASSWORD_MIN}
        />
        {!joins && instance?.simulator && (
          <StartChoice
            label={t('start')}
            value={start}
            onChange={setStart}
            options={[
              { value: 'simulator', title: t('startSimulator'), text: t('startSimulatorText') },
              { value: 'empty', title: t('startEmpty'), text: t('startEmptyText') },
            ]}
          />
        )}
      </DoorForm>
    </DoorFrame>
  )
}

/** Where nobody makes an account unasked: what to do instead. */
function ByInvitation() {
  const t = useDoorWords()
  return (
    <DoorFrame title={t('createAccount')}>
      <h1 className="font-bold text-2xl tracking-[-.02em]">{t('signUpTitle')}</h1>
      <p className="mt-1 text-base text-fg-2">{t('signUpClosed')}</p>
      <p className="mt-6">
        <DoorLink to="/masuk" className={buttonClass({ size: 'lg' })}>
          {t('haveAccount')}
        </DoorLink>
      </p>
    </DoorFrame>
  )
}

type Purposed = {
  joins: boolean
  invited: InvitationView | null | undefined
  instance: ReturnType<typeof useInstance>
}

/** What the account will be: of the invited, of the installation's first, or of one more business. */
function Purpose({ joins, invited, instance }: Purposed) {
  const t = useDoorWords()
  const now = useLanguage()
  if (invited) return t('inviteFor', { email: invited.email, date: dayOf(invited.expiresAt, now) })
  return joins || !instance ? null : t(instance.hasOwner ? 'signUpNext' : 'signUpFirst')
}

type NameProps = {
  label: string
  error: string | undefined
  keeps: 'name' | 'organization'
  value: string
  onChange: (value: string) => void
}

function NameField({ label, error, keeps, value, onChange }: NameProps) {
  return (
    <Field label={label} error={error}>
      <TextInput
        size="lg"
        value={value}
        onChange={onChange}
        autoComplete={keeps}
        maxLength={NAME_MAX}
        required
      />
    </Field>
  )
}
