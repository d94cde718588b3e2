import { useQuery } from '@tanstack/react-query'
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
import { ChannelCard } from '#web/whatsapp/channel/ChannelCard.tsx'
import { ConnectForm } from '#web/whatsapp/channel/ConnectForm.tsx'
import { ConnectSimulator } from '#web/whatsapp/channel/ConnectSimulator.tsx'
import { DisconnectCard } from '#web/whatsapp/channel/DisconnectCard.tsx'
import { NumbersList } from '#web/whatsapp/channel/NumbersList.tsx'
import { SyncButton } from '#web/whatsapp/number/SyncButton.tsx'
import { useWords } from '#web/whatsapp/words.ts'

/** The workspace's one line to WhatsApp: how it stands, its numbers and their bots, or how to connect it. */
export function ChannelsPage() {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  usePageTitle(base('channels'))
  const found = useQuery(orpc.whatsapp.channel.queryOptions())
  const numbers = useQuery(orpc.whatsapp.numbers.queryOptions()).data ?? found.data?.numbers ?? []
  const world = useQuery(orpc.whatsapp.simulator.queryOptions()).data?.world
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  const channel = found.data?.channel
  // What must still be done comes first; once nothing is left to do, the numbers do.
  const isSettled = channel ? !channel.trouble && channel.verifiedAt !== null : false
  const may = me?.workspace ? atLeast(me.workspace.role, 'admin') : false
  return (
    <Page title={base('channels')} sub={t('channelsText')} actions={channel && may && <SyncButton />}>
      {found.isPending && <Skeleton className="h-56 rounded-lg" />}
      {found.isError && (
        <EmptyState
          title={say(found.error)}
          action={<Button onClick={() => void found.refetch()}>{base('retry')}</Button>}
        />
      )}
      {found.data && !may && <Banner tone="neutral">{t('adminOnly')}</Banner>}
      {found.data?.channel && (
        <>
          {isSettled && <NumbersList numbers={numbers} may={may} />}
          <ChannelCard channel={found.data.channel} simulated={Boolean(world)} may={may} />
          {!isSettled && <NumbersList numbers={numbers} may={may} />}
          {may && <DisconnectCard channel={found.data.channel} simulated={Boolean(world)} />}
        </>
      )}
      {found.data && !found.data.channel && may && (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_340px]">
          <ConnectForm />
          <ConnectSimulator />
        </div>
      )}
    </Page>
  )
}
