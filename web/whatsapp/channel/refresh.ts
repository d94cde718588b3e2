import { orpc, queryClient } from '#web/base/query.ts'

/** After the channel or its numbers have changed, everything that shows them asks anew. */
export async function refreshChannel(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: orpc.whatsapp.key() }),
    queryClient.invalidateQueries({ queryKey: orpc.flow.bots.key() }),
    queryClient.invalidateQueries({ queryKey: orpc.flow.botsAtWork.key() }),
  ])
}
