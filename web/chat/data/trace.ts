import { queryOptions } from '@tanstack/react-query'
import type { Turn } from '#core/chat/api.ts'
import { client } from '#web/base/api.ts'
import { queryClient } from '#web/base/query.ts'

/** How many turns the panel tells. */
const TURNS_MAX = 20
const TRACE = 'chat-trace'

/** What the flows did with a contact, newest first. */
export function traceOptions(chatId: string) {
  return queryOptions({
    queryKey: [TRACE, chatId] as const,
    queryFn: async ({ signal }): Promise<readonly Turn[]> => {
      const page = await client.chat.trace({ id: chatId, limit: TURNS_MAX }, { signal })
      return page.items as readonly Turn[]
    },
  })
}

export function refreshTrace(chatId: string): void {
  void queryClient.invalidateQueries({ queryKey: [TRACE, chatId] })
}
