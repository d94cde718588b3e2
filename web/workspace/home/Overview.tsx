import { useQuery } from '@tanstack/react-query'
import { MINUTE } from '#core/base/time.ts'
import { atLeast, type Role } from '#core/workspace/role.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { CategoryChart } from '#web/workspace/home/CategoryChart.tsx'
import { Figures } from '#web/workspace/home/Figures.tsx'
import { NumbersCard } from '#web/workspace/home/NumbersCard.tsx'
import { useRange } from '#web/workspace/home/range.ts'

const REFRESH_MS = MINUTE

/** What the days of the range came to beside as many before them. Costs are for those who may see them. */
export function Overview({ role }: { role: Role }) {
  const base = useBaseWords()
  const say = useProblemWords()
  const [range] = useRange()
  const isPaying = atLeast(role, 'admin')
  const input = { days: range * 2 }
  const activity = useQuery(orpc.chat.activity.queryOptions({ input, refetchInterval: REFRESH_MS }))
  const costs = useQuery(
    orpc.policy.costDays.queryOptions({ input, refetchInterval: REFRESH_MS, enabled: isPaying }),
  )
  const failed = [activity, costs].find(({ isError }) => isError)
  if (failed)
    return (
      <EmptyState
        title={say(failed.error)}
        action={<Button onClick={() => void failed.refetch()}>{base('retry')}</Button>}
      />
    )
  const days = activity.data?.slice(range).map(({ day }) => day)
  return (
    <>
      <Figures days={activity.data} costs={isPaying ? costs.data : null} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(300px,380px)]">
        {isPaying && costs.data && days && <CategoryChart costs={costs.data} days={days} />}
        {isPaying && !(costs.data && days) && <Skeleton className="h-72 rounded-lg" />}
        <NumbersCard isPaying={isPaying} />
      </div>
    </>
  )
}
