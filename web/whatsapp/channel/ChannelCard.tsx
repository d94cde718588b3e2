import { CircleCheck, Hourglass, TriangleAlert } from 'lucide-react'
import type { Channel } from '#core/whatsapp/api.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Banner } from '#web/ui/Banner.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Copyable } from '#web/ui/Copyable.tsx'
import { useWords } from '#web/whatsapp/words.ts'
import { useWorkspaceFormats } from '#web/workspace/zone.ts'

/** How the channel stands, and what must be pasted at Meta. Secrets show their end only. */
export function ChannelCard({ channel, simulated }: { channel: Channel; simulated: boolean }) {
  const t = useWords()
  const facts = [
    [t('graphUrl'), channel.graphUrl],
    [t('graphVersion'), channel.graphVersion],
    [t('wabaId'), channel.wabaId],
    [t('appId'), channel.appId],
    [t('token'), channel.tokenEnd && `••••${channel.tokenEnd}`],
    [t('appSecret'), channel.appSecretEnd && `••••${channel.appSecretEnd}`],
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
            {t('cloudApi')}
          </Badge>
        )
      }
      bodyClass="space-y-4 px-4 pb-4"
    >
      <State channel={channel} />
      <div className="grid gap-4 md:grid-cols-2">
        <Copyable label={t('webhookUrl')} value={channel.webhookUrl} />
        <Copyable label={t('verifyToken')} value={channel.verifyToken} secret />
      </div>
      <dl className="grid gap-x-6 gap-y-2 border-line border-t pt-4 sm:grid-cols-2 lg:grid-cols-3">
        {facts.map(([label, value]) => (
          <div key={label} className="min-w-0">
            <dt className="text-2xs text-fg-3">{label}</dt>
            <dd className="truncate font-mono text-xs" title={value}>
              {value || '–'}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

function State({ channel }: { channel: Channel }) {
  const t = useWords()
  const { moment } = useWorkspaceFormats()
  if (channel.trouble) {
    const { code, reason, since } = channel.trouble
    return (
      <Banner tone="danger" role="alert" icon={<TriangleAlert aria-hidden />}>
        {t('trouble', { code, reason, since: moment(since) })}
      </Banner>
    )
  }
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
        ? t('verified', { at: moment(channel.verifiedAt) })
        : t('lastWebhook', { at: moment(channel.lastWebhookAt) })}
    </Banner>
  )
}
