import { type InfiniteData, infiniteQueryOptions } from '@tanstack/react-query'
import type { Message } from '#core/chat/api.ts'
import { client } from '#web/base/api.ts'
import { queryClient } from '#web/base/query.ts'
import { type MessagePage, mergeMessage, mergeNewest, needsOlder } from '#web/chat/thread/message-pages.ts'

const PAGE_SIZE = 50
/** On the way to a message far back. */
const LARGE_PAGE = 200
const THREAD = 'chat-thread'

type Thread = InfiniteData<MessagePage, string | undefined>

/** The messages of a chat, newest page first. */
export function messagesOptions(chatId: string) {
  return infiniteQueryOptions({
    queryKey: [THREAD, chatId] as const,
    queryFn: ({ pageParam, signal }) => readPage(chatId, pageParam, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.cursor ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Reads the newest page of a thread that is held and lays it over what is there; scroll and selection stay. */
export async function refreshThread(chatId: string, changed: readonly string[]): Promise<void> {
  const key = [THREAD, chatId]
  const held = queryClient.getQueryData<Thread>(key)
  if (!held) return
  const newest = await readPage(chatId)
  if (needsOlder(held.pages, newest, changed)) return queryClient.invalidateQueries({ queryKey: key })
  patch(chatId, (pages) => mergeNewest(pages, newest))
}

/** Reads a large page below those that are held. False: there is none. */
export async function readOlder(chatId: string, signal: AbortSignal): Promise<boolean> {
  const key = [THREAD, chatId]
  const cursor = queryClient.getQueryData<Thread>(key)?.pages.at(-1)?.cursor
  if (!cursor) return false
  const page = await readPage(chatId, cursor, { limit: LARGE_PAGE, signal })
  queryClient.setQueryData<Thread>(key, (held) =>
    held?.pages.at(-1)?.cursor === cursor
      ? { pages: [...held.pages, page], pageParams: [...held.pageParams, cursor] }
      : held,
  )
  return true
}

/** Puts one row of the server into its thread. */
export function putMessage(message: Message): void {
  patch(message.chatId, (pages) => mergeMessage(pages, message))
}

function patch(chatId: string, change: (pages: readonly MessagePage[]) => readonly MessagePage[]): void {
  queryClient.setQueryData<Thread>([THREAD, chatId], (held) => {
    if (!held) return held
    const pages = change(held.pages)
    return { pages: [...pages], pageParams: held.pageParams.slice(0, pages.length) }
  })
}

type Reading = { readonly limit?: number; readonly signal?: AbortSignal }

async function readPage(chatId: string, cursor?: string, reading: Reading = {}): Promise<MessagePage> {
  const { limit = PAGE_SIZE, signal } = reading
  const input = { id: chatId, limit, ...(cursor ? { cursor } : {}) }
  const page = await client.chat.messages(input, signal ? { signal } : {})
  return { items: page.items as readonly Message[], cursor: page.cursor }
}
