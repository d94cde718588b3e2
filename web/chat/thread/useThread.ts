import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Message } from '#core/chat/api.ts'
import { useFormats } from '#web/base/format.ts'
import { messagesOptions } from '#web/chat/data/messages.ts'
import { useOutgoing } from '#web/chat/data/send.ts'
import { stillOutgoing, toMessage, type Unsent } from '#web/chat/thread/outgoing.ts'
import { type ThreadItem, toThreadItems } from '#web/chat/thread/thread-items.ts'

export type ThreadView = {
  readonly items: readonly ThreadItem[]
  /** Everything that is held, oldest first, with what is still on its way. */
  readonly messages: readonly Message[]
  readonly byWamid: ReadonlyMap<string, Message>
  /** Why a message never left this browser, by its id. */
  readonly unsent: ReadonlyMap<string, Unsent>
  readonly query: ReturnType<typeof useMessages>
}

/** A thread as it is drawn: the server's messages, then those that are still on their way from here. */
export function useThread(chatId: string, author: string | null, zone: string | undefined): ThreadView {
  const query = useMessages(chatId)
  const outgoing = useOutgoing()
  const rows = useMemo(() => (query.data?.pages ?? []).flatMap((page) => page.items).reverse(), [query.data])
  const waiting = useMemo(() => stillOutgoing(outgoing, chatId, rows), [outgoing, chatId, rows])
  const messages = useMemo(
    () => (waiting.length === 0 ? rows : [...rows, ...waiting.map((one) => toMessage(one, author))]),
    [rows, waiting, author],
  )
  const { dayKey } = useFormats(zone)
  const items = useMemo(() => toThreadItems(messages, dayKey), [messages, dayKey])
  const byWamid = useMemo(
    () => new Map(rows.flatMap((row) => (row.wamid ? [[row.wamid, row] as const] : []))),
    [rows],
  )
  const unsent = useMemo(
    () => new Map(waiting.flatMap(({ clientId, unsent }) => (unsent ? [[clientId, unsent] as const] : []))),
    [waiting],
  )
  return { items, messages, byWamid, unsent, query }
}

function useMessages(chatId: string) {
  return useInfiniteQuery(messagesOptions(chatId))
}
