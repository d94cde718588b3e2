import { useEffect, useState } from 'react'
import { client } from '#web/base/api.ts'
import { forget } from '#web/base/keep.ts'
import { rememberSignedIn, wasSignedIn } from '#web/base/session.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { DoorFrame } from '#web/workspace/door/DoorFrame.tsx'
import { useSubmit } from '#web/workspace/door/use-submit.ts'
import { useDoorWords } from '#web/workspace/door-words.ts'

/** The link of an invitation: sign in or sign up first, then join. */
export function InvitationPage({ id }: { id: string }) {
  const t = useDoorWords()
  const email = useSignedInEmail()
  const join = useSubmit(
    () => client.workspace.acceptInvitation({ id }),
    () => {
      rememberSignedIn()
      location.assign('/home')
    },
  )
  const leave = useSubmit(
    () => client.workspace.signOut(),
    () => {
      forget('signed-in')
      location.reload()
    },
  )
  const next = `?next=${encodeURIComponent(`/undangan/${id}`)}`
  return (
    <DoorFrame title={t('inviteTitle')}>
      <h1 className="font-bold text-2xl tracking-[-.02em]">{t('inviteTitle')}</h1>
      <p className="mt-1 text-base text-fg-2">{email ? t('inviteSignedIn', { email }) : t('inviteText')}</p>
      {(join.failed ?? leave.failed) && (
        <Banner tone="danger" role="alert" className="mt-4">
          {(join.failed ?? leave.failed)?.words}
        </Banner>
      )}
      <div className="mt-6 flex flex-wrap gap-2.5">
        {email ? (
          <>
            <Button tone="primary" size="lg" busy={join.busy} onClick={join.submit}>
              {t('inviteAccept')}
            </Button>
            <Button size="lg" busy={leave.busy} onClick={leave.submit}>
              {t('inviteOther')}
            </Button>
          </>
        ) : (
          <>
            <a href={`/masuk${next}`} className={buttonClass({ tone: 'primary', size: 'lg' })}>
              {t('signIn')}
            </a>
            <a href={`/daftar${next}`} className={buttonClass({ size: 'lg' })}>
              {t('createAccount')}
            </a>
          </>
        )}
      </div>
    </DoorFrame>
  )
}

/** The e-mail of whoever is signed in; empty when nobody is, or while it is not known yet. */
function useSignedInEmail(): string {
  const [email, setEmail] = useState('')
  useEffect(() => {
    if (!wasSignedIn()) return
    client.workspace.me().then(
      (me) => setEmail(me.user.email),
      () => setEmail(''), // not signed in is the usual case here
    )
  }, [])
  return email
}
