import { MailCheck, MailWarning } from 'lucide-react'
import { useState } from 'react'
import { client } from '#web/base/api.ts'
import { language } from '#web/base/i18n.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { DoorForm } from '#web/workspace/door/DoorForm.tsx'
import { DoorFrame } from '#web/workspace/door/DoorFrame.tsx'
import { useInstance } from '#web/workspace/door/use-instance.ts'
import { useSubmit } from '#web/workspace/door/use-submit.ts'
import { DoorLink } from '#web/workspace/door/way.tsx'
import { useDoorWords } from '#web/workspace/door-words.ts'

/** Asks for a reset link. The answer is the same for every e-mail, known or not; where no letter leaves, it says who has the link. */
export function ForgotPage() {
  const t = useDoorWords()
  const letters = useInstance()?.letters ?? 'sent'
  const [email, setEmail] = useState('')
  const [sentTo, setSentTo] = useState('')
  const { busy, failed, submit } = useSubmit(
    () => client.workspace.forgotPassword({ email: email.trim(), language: language() }),
    () => setSentTo(email.trim()),
  )
  return (
    <DoorFrame title={t('forgotTitle')}>
      <DoorForm
        title={t('forgotTitle')}
        text={t('forgotText')}
        action={t('askLink')}
        busy={busy}
        problem={failed?.words}
        onSubmit={submit}
        links={<DoorLink to="/masuk">{t('backToSignIn')}</DoorLink>}
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
        {sentTo && (
          <Banner
            tone={letters === 'sent' ? 'brand' : 'warn'}
            role="status"
            icon={letters === 'sent' ? <MailCheck aria-hidden /> : <MailWarning aria-hidden />}
          >
            {t(`link_${letters}`, { email: sentTo })}
          </Banner>
        )}
      </DoorForm>
    </DoorFrame>
  )
}
