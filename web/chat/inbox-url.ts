import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { FILTERS, type Filter, type ListAsk, VIEWS, type View } from '#web/chat/list/place-chat.ts'

const SEARCH_LENGTH_MAX = 100

export type InboxUrl = {
  readonly ask: ListAsk
  /** The chat that is open; null while only the list is seen. */
  readonly chatId: string | null
  readonly setAsk: (change: Partial<ListAsk>) => void
  readonly open: (chatId: string | null) => void
  /** On a phone the panel is a screen of its own, so that Back leaves it. */
  readonly panel: boolean
  readonly setPanel: (open: boolean) => void
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
      if (id === null) void navigate({ to: '/inbox', search: withoutPanel })
      else void navigate({ to: '/inbox/$id', params: { id }, search: withoutPanel })
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
  return { ask, chatId, setAsk, open, panel: search.panel === 1, setPanel }
}

function withoutPanel(search: object): object {
  return { ...search, panel: undefined }
}

/** What the address asks for; nonsense in it means the default. */
export function toAsk(search: Readonly<Record<'view' | 'filter' | 'q', unknown>>): ListAsk {
  const view = VIEWS.find((known) => known === search.view)
  const filter = FILTERS.find((known) => known === search.filter)
  const text = typeof search.q === 'string' || typeof search.q === 'number' ? String(search.q) : ''
  return { view: view ?? 'all', filter: filter ?? 'open', search: text.slice(0, SEARCH_LENGTH_MAX) }
}

/** The change as search parameters; defaults are left out of the address. */
export function toSearch(change: Partial<ListAsk>): {
  view?: View | undefined
  filter?: Filter | undefined
  q?: string | undefined
} {
  return {
    ...('view' in change ? { view: change.view === 'all' ? undefined : change.view } : {}),
    ...('filter' in change ? { filter: change.filter === 'open' ? undefined : change.filter } : {}),
    ...('search' in change ? { q: change.search || undefined } : {}),
  }
}
