import { useQuery } from '@tanstack/react-query'
import { CircleCheck, Hourglass } from 'lucide-react'
import type { Channel } from '#core/whatsapp/api.ts'
import { PROOF } from '#core/whatsapp/provider.ts'
import { orpc } from '#web/base/query.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Banner } from '#web/ui/Banner.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Copyable } from '#web/ui/Copyable.tsx'
import { TroubleBanner } from '#web/whatsapp/channel/TroubleBanner.tsx'
import { RenewHook } from '#web/whatsapp/connect/RenewHook.tsx'
import { RenewSecrets } from '#web/whatsapp/connect/RenewSecrets.tsx'
import { SignInButton } from '#web/whatsapp/connect/way/SignInButton.tsx'
import { useConnectWords } from '#web/whatsapp/connect-words.ts'
import { useWords } from '#web/whatsapp/words.ts'
import { useWorkspaceFormats } from '#web/workspace/zone.ts'

/** How the channel stands, and what must be pasted at Meta. Secrets show their end only. */
export function ChannelCard({
  channel,
  simulated,
  may,
}: {
  channel: Channel
  simulated: boolean
  may: boolean
}) {
  const t = useWords()
  const ways = useConnectWords()
  const isSigned = PROOF[channel.provider] === 'signature'
  const oauth = useQuery(orpc.whatsapp.oauth.queryOptions({ enabled: may && isSigned })).data
  const isByFacebook = oauth?.appId !== '' && oauth?.appId === channel.appId
  const facts = [
    [isSigned ? t('graphUrl') : ways('dialogUrl'), channel.graphUrl],
    [t('wabaId'), channel.wabaId],
    [isSigned ? t('token') : ways('apiKey'), channel.tokenEnd && `••••${channel.tokenEnd}`],
    ...(isSigned
      ? [
          [t('graphVersion'), channel.graphVersion],
          [t('appId'), channel.appId],
          [t('appSecret'), channel.appSecretEnd && `••••${channel.appSecretEnd}`],
        ]
      : [[ways('hookUrl'), channel.webhookUrl]]),
  ]
  return (
    <Card
      title={channel.name || t('channelName')}
      action={
        simulated ? (
          <Badge tone="warn" dot>
            {t('simulated')}
          </Badge>
        ) : (
          <Badge tone="brand" dot>
            {isSigned ? t('cloudApi') : ways('provider360dialog')}
          </Badge>
        )
      }
      bodyClass="space-y-4 px-4 pb-4"
    >
      <State channel={channel} may={may} />
      {may && isSigned && (
        <div className="grid gap-4 md:grid-cols-2">
          <Copyable label={t('webhookUrl')} value={channel.webhookUrl} />
          <Copyable label={t('verifyToken')} value={channel.verifyToken} secret />
        </div>
      )}
      <dl className="grid gap-x-6 gap-y-2 border-line grid-cols-2 border-t pt-4 lg:grid-cols-3">
        {facts.map(([label, value]) => (
          <div key={label} className="min-w-0">
            <dt className="text-2xs text-fg-3">{label}</dt>
            <dd className="truncate font-mono text-xs" title={value}>
              {value || '–'}
            </dd>
          </div>
        ))}
      </dl>
      {may && !simulated && (
        <div className="flex flex-wrap gap-2">
          {isByFacebook ? (
            <SignInButton tone="secondary" size="sm">
              {ways('facebookAgain')}
            </SignInButton>
          ) : (
            <RenewSecrets channel={channel} />
          )}
          {!isSigned && <RenewHook />}
        </div>
      )}
    </Card>
  )
}

function State({ channel, may }: { channel: Channel; may: boolean }) {
  const t = useWords()
  const ways = useConnectWords()
  const { moment } = useWorkspaceFormats()
  if (channel.trouble) return <TroubleBanner trouble={channel.trouble} may={may} />
  if (channel.verifiedAt === null) {
    return (
      <Banner tone="warn" role="status" icon={<Hourglass aria-hidden />}>
        {t('waitingHandshake')}
      </Banner>
    )
  }
  return (
    <Banner tone="brand" role="status" icon={<CircleCheck aria-hidden />}>
      {channel.lastWebhookAt === null
        ? PROOF[channel.provider] === 'signature'
          ? t('verified', { at: moment(channel.verifiedAt) })
          : ways('registered', { at: moment(channel.verifiedAt) })
        : t('lastWebhook', { at: moment(channel.lastWebhookAt) })}
    </Banner>
  )
}
