import { StrictMode, Suspense } from 'react'
import type { Root } from 'react-dom/client'
import { wasSignedIn } from '#web/base/session.ts'
import { EmailPage } from '#web/workspace/door/EmailPage.tsx'
import { FirstPage } from '#web/workspace/door/FirstPage.tsx'
import { ForgotPage } from '#web/workspace/door/ForgotPage.tsx'
import { InvitationPage } from '#web/workspace/door/InvitationPage.tsx'
import { ResetPage } from '#web/workspace/door/ResetPage.tsx'
import { SignInPage } from '#web/workspace/door/SignInPage.tsx'
import { SignUpPage } from '#web/workspace/door/SignUpPage.tsx'
import { useDoorPath } from '#web/workspace/door/way.tsx'

/** Everything before one is signed in. Whoever was signed in on this device goes straight on to the app. */
export function openDoor(root: Root): void {
  if (location.pathname === '/' && wasSignedIn()) {
    location.replace('/home')
    return
  }
  root.render(
    <StrictMode>
      <Suspense fallback={null}>
        <Door />
      </Suspense>
    </StrictMode>,
  )
}

function Door() {
  const path = useDoorPath()
  const [, page, id] = path.split('/')
  switch (page) {
    case 'masuk':
      return <SignInPage />
    case 'daftar':
      return <SignUpPage />
    case 'lupa':
      return <ForgotPage />
    case 'atur-ulang':
      return <ResetPage />
    case 'email':
      return <EmailPage />
    case 'undangan':
      return <InvitationPage id={id ?? ''} />
    default:
      return <FirstPage />
  }
}
