import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Around } from '#core/flow/api.ts'
import type { Definition } from '#core/flow/definition.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import type { FlowStore } from '#web/flow/model/store.ts'

/** What stands around a flow; it is asked for anew when the saved draft leads into a flow that did not come along. */
export function useAround(store: FlowStore | null, id: string): Around | undefined {
  const { data: around } = useQuery(orpc.flow.around.queryOptions({ input: { id } }))
  useEffect(() => {
    if (!store || !around) return
    store.setState({ flowNames: Object.fromEntries(around.flows.map(({ id, name }) => [id, name])) })
    const known = new Set(
      around.flows.flatMap((flow) => (flow.definition || !flow.published ? [flow.id] : [])),
    )
    const asked = new Set<string>()
    return store.subscribe(({ base }, before) => {
      if (base === before.base) return
      const missing = leadsInto(base.definition).filter((flow) => !known.has(flow) && !asked.has(flow))
      for (const flow of missing) asked.add(flow)
      if (missing.length > 0) void queryClient.invalidateQueries({ queryKey: orpc.flow.around.key() })
    })
  }, [store, around])
  return around
}

function leadsInto({ nodes }: Definition): string[] {
  return Object.values(nodes).flatMap((node) =>
    (node.kind === 'subflow' || node.kind === 'goto') && node.flow !== undefined ? [node.flow] : [],
  )
}
