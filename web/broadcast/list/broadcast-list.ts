import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { BroadcastState } from '#core/broadcast/broadcast.ts'
import { BROADCAST_STATES } from '#core/broadcast/limits.ts'
import { orpc } from '#web/base/query.ts'

const PAGE_SIZE = 30

/** The state that is asked for stands in the address. */
export function useStateAsk(): {
  readonly state: BroadcastState | null
  readonly set: (state: BroadcastState | null) => void
} {
  const navigate = useNavigate()
  const said: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  return {
    state: BROADCAST_STATES.find((one) => one === said.state) ?? null,
    set: (state) =>
      void navigate({ to: '.', search: { state: state ?? undefined } as object, replace: true }),
  }
}

export function useBroadcastList(state: BroadcastState | null) {
  return useInfiniteQuery(
    orpc.broadcast.broadcasts.infiniteOptions({
      input: (cursor: string | undefined) => ({
        limit: PAGE_SIZE,
        ...(state && { state }),
        ...(cursor && { cursor }),
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.cursor ?? undefined,
    }),
  )
}
