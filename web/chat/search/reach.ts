import { queryClient } from '#web/base/query.ts'
import { messagesOptions, readOlder } from '#web/chat/data/messages.ts'

/** Pages that are read at most on the way to one message. */
const PAGES_MAX = 50

type Aim = { readonly chatId: string; readonly messageId: string }

/** Reads a thread back to one of its messages until it is called off, which throws. False: it is not there, or too far back. */
export async function reachMessage({ chatId, messageId }: Aim, signal: AbortSignal): Promise<boolean> {
  const options = messagesOptions(chatId)
  await queryClient.ensureInfiniteQueryData(options)
  for (let page = 0; page < PAGES_MAX; page++) {
    signal.throwIfAborted()
    await queryClient.cancelQueries({ queryKey: options.queryKey }) // a page that is under way would take ours away again
    const held = queryClient.getQueryData(options.queryKey)?.pages ?? []
    if (held.some(({ items }) => items.some(({ id }) => id === messageId))) return true
    const oldest = held.at(-1)?.items.at(-1)?.id
    if (oldest === undefined || oldest < messageId || !(await readOlder(chatId, signal))) return false
  }
  return false
}
