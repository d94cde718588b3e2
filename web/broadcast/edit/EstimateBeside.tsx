import { TriangleAlert } from 'lucide-react'
import type { Broadcast, Estimate } from '#core/broadcast/api.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { EstimatePane } from '#web/broadcast/edit/EstimatePane.tsx'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'

type Props = {
  estimate: { data: Estimate | undefined; isError: boolean; error: unknown; refetch: () => unknown }
  row: Broadcast
}

/** The estimate as soon as it is reckoned, or why it cannot be. */
export function EstimateBeside({ estimate, row }: Props) {
  const t = useBroadcastWords()
  const base = useBaseWords()
  const say = useProblemWords()
  if (estimate.data) return <EstimatePane estimate={estimate.data} row={row} />
  if (estimate.isError) {
    return (
      <Banner
        tone="danger"
        icon={<TriangleAlert />}
        action={
          <Button size="sm" onClick={() => void estimate.refetch()}>
            {base('retry')}
          </Button>
        }
      >
        {t('estimateFailed')}: {say(estimate.error)}
      </Banner>
    )
  }
  return (
    <Patience label={t('estimate')}>
      <Skeleton className="h-48 rounded-lg" />
    </Patience>
  )
}
