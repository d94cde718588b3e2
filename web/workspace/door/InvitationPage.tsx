import { useEffect, useState } from 'react'
import type { InvitationView } from '#core/workspace/account-api.ts'
import { client } from '#web/base/api.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { forget } from '#web/base/keep.ts'
import { rememberSignedIn, wasSignedIn } from '#web/base/session.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { DoorFrame } from '#web/workspace/door/DoorFrame.tsx'
import { dayOf, useInvitation } from '#web/workspace/door/use-invitation.ts'
import { useSubmit } from '#web/workspace/door/use-submit.ts'
import { useDoorWords } from '#web/workspace/door-words.ts'

/** The link of an invitation: sign in or sign up first, then join. */
export function InvitationPage({ id }: { id: string }) {
  const t = useDoorWords()
  const view = useInvitation(id)
  const email = useSignedInEmail()
  return (
    <DoorFrame title={t('inviteTitle')}>
      <h1 className="font-bold text-2xl tracking-[-.02em]">{t('inviteTitle')}</h1>
      <div className="mt-1 space-y-1 text-base text-fg-2">
        {view ? <About view={view} /> : view === undefined && <p>{t('inviteText')}</p>}
        {email && view && <p>{t('inviteSignedIn', { email })}</p>}
      </div>
      {view === null ? (
        <Gone signedIn={email !== ''} />
      ) : email ? (
        <Join id={id} isOthers={view?.yours === false} />
      ) : (
        <Doors next={`?next=${encodeURIComponent(`/undangan/${id}`)}`} />
      )}
    </DoorFrame>
  )
}

function About({ view: { workspace, role, email, expiresAt } }: { view: InvitationView }) {
  const t = useDoorWords()
  const language = useLanguage()
  return (
    <>
      <p>{t('inviteBy', { workspace, role: t(`inviteRole.${role}`) })}</p>
      <p>{t('inviteFor', { email, date: dayOf(expiresAt, language) })}</p>
    </>
  )
}

const ROW = 'mt-6 flex flex-wrap gap-2.5'

/** For whoever is signed in: join, or go on as the one who is invited. */
function Join({ id, isOthers }: { id: string; isOthers: boolean }) {
  const t = useDoorWords()
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
  const failed = (join.failed ?? leave.failed)?.words ?? (isOthers && t('inviteNotYou'))
  return (
    <>
      {failed && (
        <Banner tone={isOthers ? 'warn' : 'danger'} role="alert" className="mt-4">
          {failed}
        </Banner>
      )}
      <div className={ROW}>
        {!isOthers && (
          <Button tone="primary" size="lg" busy={join.busy} onClick={join.submit}>
            {t('inviteAccept')}
          </Button>
        )}
        <Button tone={isOthers ? 'primary' : 'secondary'} size="lg" busy={leave.busy} onClick={leave.submit}>
          {t('inviteOther')}
        </Button>
      </div>
    </>
  )
}

/** For whoever is not signed in: most who are invited have no account yet. */
function Doors({ next }: { next: string }) {
  const t = useDoorWords()
  return (
    <div className={ROW}>
      <a href={`/daftar${next}`} className={buttonClass({ tone: 'primary', size: 'lg' })}>
        {t('createAccount')}
      </a>
      <a href={`/masuk${next}`} className={buttonClass({ size: 'lg' })}>
        {t('signIn')}
      </a>
    </div>
  )
}

function Gone({ signedIn }: { signedIn: boolean }) {
  const t = useDoorWords()
  return (
    <>
      <Banner tone="warn" role="alert" className="mt-4">
        {t('inviteGone')}
      </Banner>
      <div className={ROW}>
        <a href={signedIn ? '/home' : '/masuk'} className={buttonClass({ size: 'lg' })}>
          {t(signedIn ? 'goOn' : 'signIn')}
        </a>
      </div>
    </>
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
