import { TriangleAlert } from 'lucide-react'
import { Banner } from '#web/ui/Banner.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Copyable } from '#web/ui/Copyable.tsx'
import { BusinessList } from '#web/whatsapp/connect/way/BusinessList.tsx'
import { SignInButton } from '#web/whatsapp/connect/way/SignInButton.tsx'
import { useConnectWords } from '#web/whatsapp/connect-words.ts'

type OauthState = {
  readonly missing: readonly string[]
  readonly redirectUri: string
  readonly granted: boolean
}

/** Signing in at Meta, then choosing a number; or what the operator must do before that is possible. */
export function FacebookWay({ oauth }: { oauth: OauthState }) {
  const t = useConnectWords()
  if (oauth.missing.length > 0) return <NotSetUp oauth={oauth} />
  if (oauth.granted) return <BusinessList />
  return (
    <Card title={t('facebookTitle')}>
      <p className="text-fg-2">{t('facebookText')}</p>
      <div className="mt-4 flex justify-end">
        <SignInButton>{t('facebookDo')}</SignInButton>
      </div>
    </Card>
  )
}

function NotSetUp({ oauth: { missing, redirectUri } }: { oauth: OauthState }) {
  const t = useConnectWords()
  return (
    <Card title={t('facebookTitle')} bodyClass="space-y-4 px-4 pb-4">
      <Banner tone="warn" icon={<TriangleAlert aria-hidden />}>
        {t('facebookOff')}
      </Banner>
      <div>
        <p className="text-fg-2">{t('operatorSets')}</p>
        <ul className="mt-2 flex flex-wrap gap-1.5">
          {missing.map((name) => (
            <li key={name} className="rounded-xs bg-sunken px-1.5 py-0.5 font-mono text-xs">
              {name}
            </li>
          ))}
        </ul>
      </div>
      <Copyable label={t('operatorRedirect')} value={redirectUri} />
    </Card>
  )
}
