import { FILTERS, type Filter, type ListAsk, VIEWS, type View } from '#web/chat/list/place-chat.ts'

const SEARCH_LENGTH_MAX = 100

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
