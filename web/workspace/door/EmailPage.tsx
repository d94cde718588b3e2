import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { client } from '#web/base/api.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { DoorForm } from '#web/workspace/door/DoorForm.tsx'
import { DoorFrame } from '#web/workspace/door/DoorFrame.tsx'
import { useSubmit } from '#web/workspace/door/use-submit.ts'
import { useDoorWords } from '#web/workspace/door-words.ts'

/** Confirms another e-mail with the token of the link that came by letter; asked first, for some mail servers open every link. */
export function EmailPage() {
  const t = useDoorWords()
  const token = new URLSearchParams(location.search).get('token') ?? ''
  const [email, setEmail] = useState<string | null>(null)
  const { busy, failed, submit } = useSubmit(
    () => client.workspace.confirmEmail({ token }),
    (done) => setEmail(done.email),
  )
  return (
    <DoorFrame title={t('emailTitle')}>
      {token && email === null ? (
        <DoorForm
          title={t('emailTitle')}
          action={t('emailDo')}
          busy={busy}
          problem={failed?.problem?.code === 'bad-input' ? t('emailBroken') : failed?.words}
          links={failed && <a href="/home">{t('emailOn')}</a>}
          onSubmit={submit}
        >
          <p className="text-base text-fg-2">{t('emailText')}</p>
        </DoorForm>
      ) : (
        <div className="space-y-4">
          <h1 className="font-bold text-2xl tracking-[-.02em]">{t('emailTitle')}</h1>
          <Banner
            tone={email === null ? 'warn' : 'brand'}
            role="status"
            icon={email !== null && <CircleCheck aria-hidden />}
          >
            {email === null ? t('emailBroken') : t('emailDone', { email })}
          </Banner>
          <a
            href="/home"
            className="inline-block py-1 font-medium text-base text-brand-soft-fg hover:underline"
          >
            {t('emailOn')}
          </a>
        </div>
      )}
    </DoorFrame>
  )
}
