import { useQuery } from '@tanstack/react-query'
import type { Provider } from '#core/whatsapp/provider.ts'
import { atLeast } from '#core/workspace/role.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { usePageTitle } from '#web/base/title.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Page } from '#web/ui/Page.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { ConnectedChannel } from '#web/whatsapp/channel/ConnectedChannel.tsx'
import { ConnectSimulator } from '#web/whatsapp/channel/ConnectSimulator.tsx'
import { type ConnectStep, stepOf } from '#web/whatsapp/connect/step-of.ts'
import { ConnectWays } from '#web/whatsapp/connect/way/ConnectWays.tsx'
import { AddNumber } from '#web/whatsapp/number/AddNumber.tsx'
import { SyncButton } from '#web/whatsapp/number/SyncButton.tsx'
import { useWords } from '#web/whatsapp/words.ts'

/** The workspace's one line to WhatsApp: how it stands, its numbers and their bots, or how to connect it. */
export function ChannelsPage() {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  usePageTitle(base('channels'))
  const found = useQuery(orpc.whatsapp.channel.queryOptions())
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  const channel = found.data?.channel
  const step = stepOf(channel ?? null, found.data?.numbers ?? [])
  const may = me?.workspace ? atLeast(me.workspace.role, 'admin') : false
  return (
    <Page
      key={channel?.id ?? 'none'} // what comes next stands at the top, wherever one was before
      title={base('channels')}
      sub={t('channelsText')}
      actions={channel && may && isPastNumbers(step) && <Actions provider={channel.provider} />}
    >
      {found.isPending && <Skeleton className="h-56 rounded-lg" />}
      {found.isError && (
        <EmptyState
          title={say(found.error)}
          action={<Button onClick={() => void found.refetch()}>{base('retry')}</Button>}
        />
      )}
      {found.data && !may && <Banner tone="neutral">{t('adminOnly')}</Banner>}
      {channel && <ConnectedChannel channel={channel} used={found.data?.numbers ?? []} may={may} />}
      {found.data && !channel && may && (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_340px]">
          <ConnectWays />
          <ConnectSimulator />
        </div>
      )}
    </Page>
  )
}

/** Until a number is chosen, the wizard has the presses for it. */
const isPastNumbers = (step: ConnectStep | null) => step === null || step === 'bot'

/** Numbers of one's own are added at 360dialog, where the channel is there. */
function Actions({ provider }: { provider: Provider }) {
  return (
    <>
      <SyncButton />
      {provider === 'meta' && <AddNumber />}
    </>
  )
}
