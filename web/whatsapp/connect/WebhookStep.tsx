import { useMutation } from '@tanstack/react-query'
import { CircleCheck, Hourglass, ShieldCheck } from 'lucide-react'
import type { Channel } from '#core/whatsapp/api.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Copyable } from '#web/ui/Copyable.tsx'
import { refreshChannel } from '#web/whatsapp/channel/refresh.ts'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'
import { ByHandGuide } from '#web/whatsapp/connect/sketch/MetaGuide.tsx'
import { useWords } from '#web/whatsapp/words.ts'

/** Step two: Meta must call our webhook once. It does so by itself when we subscribe, or when it is pasted there by hand. */
export function WebhookStep({ channel }: { channel: Channel }) {
  const t = useChannelWords()
  const words = useWords()
  const say = useProblemWords()
  const subscribe = useMutation(
    orpc.whatsapp.subscribe.mutationOptions({ onSuccess: () => void refreshChannel() }),
  )
  const isVerified = channel.verifiedAt !== null
  return (
    <div className="space-y-4">
      <p className="text-fg-2">{t('webhookText')}</p>
      <div className="grid gap-4 md:grid-cols-2">
        <Copyable label={words('webhookUrl')} value={channel.webhookUrl} />
        <Copyable label={words('verifyToken')} value={channel.verifyToken} secret />
      </div>
      {isVerified ? (
        <Banner tone="brand" role="status" icon={<CircleCheck aria-hidden />}>
          {t('shaken')}
        </Banner>
      ) : (
        <Banner tone="warn" role="status" icon={<Hourglass aria-hidden />}>
          {t('waiting')}
        </Banner>
      )}
      <ByHandGuide />
      {subscribe.isError && (
        <Banner tone="danger" role="alert">
          {say(subscribe.error)}
        </Banner>
      )}
      <div className="flex justify-end">
        <Button
          tone="primary"
          icon={<ShieldCheck />}
          busy={subscribe.isPending}
          onClick={() => subscribe.mutate({})}
        >
          {t('verify')}
        </Button>
      </div>
    </div>
  )
}
