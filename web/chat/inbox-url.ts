import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { toAsk, toSearch } from '#web/chat/ask.ts'
import type { ListAsk } from '#web/chat/list/place-chat.ts'

export type InboxUrl = {
  readonly ask: ListAsk
  /** The chat that is open; null while only the list is seen. */
  readonly chatId: string | null
  readonly setAsk: (change: Partial<ListAsk>) => void
  readonly open: (chatId: string | null) => void
  /** On a phone the panel is a screen of its own, so that Back leaves it. */
  readonly panel: boolean
  readonly setPanel: (open: boolean) => void
  /** The message at which the chat opens: one that a search found. */
  readonly at: string | null
}

/** The address of the inbox is its state: view, filter, search and the open chat survive a reload and can be shared. */
export function useInboxUrl(): InboxUrl {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const params: { readonly id?: string } = useParams({ strict: false })
  const navigate = useNavigate()
  const chatId = params.id ?? null
  const { view, filter, q } = search
  const ask = useMemo(() => toAsk({ view, filter, q }), [view, filter, q])
  const setAsk = useCallback(
    (change: Partial<ListAsk>) => {
      void navigate({
        to: '.',
        search: (before: object) => ({ ...before, ...toSearch(change) }),
        replace: true,
      })
    },
    [navigate],
  )
  const open = useCallback(
    (id: string | null) => {
      if (id === null) void navigate({ to: '/inbox', search: chatAlone })
      else void navigate({ to: '/inbox/$id', params: { id }, search: chatAlone })
    },
    [navigate],
  )
  const setPanel = useCallback(
    (on: boolean) => {
      void navigate({
        to: '.',
        search: (before: object) => ({ ...before, panel: on ? 1 : undefined }),
        replace: !on,
      })
    },
    [navigate],
  )
  const at = typeof search.at === 'string' ? search.at : null
  return { ask, chatId, setAsk, open, panel: search.panel === 1, setPanel, at }
}

/** The address of another chat: what was seen of the one before is not asked of it. */
function chatAlone(search: object): object {
  return { ...search, panel: undefined, at: undefined }
}

/** The address of a chat, opened at one of its messages. */
export function atMessage(id: string): (search: object) => object {
  return (search) => ({ ...chatAlone(search), at: id })
}
