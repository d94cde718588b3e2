import { useQuery } from '@tanstack/react-query'
import type { StartNode } from '#core/flow/nodes/start.ts'
import type { Asked } from '#core/flow/rivals.ts'
import { orpc } from '#web/base/query.ts'
import { useFlow } from '#web/flow/use-flow.ts'

/** The flows of the bot in the order in which they are asked, this one among them, and who wins; null until both are here. */
export function useAsked(start: StartNode | undefined) {
  const flowId = useFlow((state) => state.flowId)
  const { data } = useQuery(orpc.flow.rivals.queryOptions({ input: { id: flowId } }))
  const { data: engine } = useQuery({
    queryKey: ['flow-rivals-engine'],
    queryFn: () => import('#core/flow/rivals.ts'),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (!start || !data || !engine) return null
  const asked: readonly Asked[] = [...data.older, { name: null, start }, ...data.newer]
  return { asked, engine }
}
