import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { client, isSignedOut, problemOf } from '#web/base/api.ts'

/** Every endpoint as query and mutation options: `useQuery(orpc.chat.chat.queryOptions({ input: { id } }))`. */
export const orpc = createTanstackQueryUtils(client)

const STALE_MS = 30_000
const RETRIES_MAX = 2

let onSignedOut = () => {}
const watch = (error: unknown) => {
  if (isSignedOut(error)) onSignedOut()
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: watch }),
  mutationCache: new MutationCache({ onError: watch }),
  defaultOptions: {
    queries: {
      staleTime: STALE_MS,
      // A refusal is an answer; only an unreachable or broken server is asked again.
      retry: (count, error) => count < RETRIES_MAX && (problemOf(error)?.status ?? 503) >= 500,
    },
  },
})

/** Says what to do when a call finds that nobody is signed in. */
export function whenSignedOut(act: () => void): void {
  onSignedOut = act
}
