import { infiniteQueryOptions } from '@tanstack/react-query'
import { orpc } from '#web/base/query.ts'

const PAGE_SIZE = 100

export type ContactAsk = { readonly search: string; readonly tag: string }

/** Contacts by search and tag, newest first, page by page. */
export function contactListOptions(ask: ContactAsk) {
  return infiniteQueryOptions(
    orpc.contact.contacts.infiniteOptions({
      input: (cursor: string | undefined) => ({
        limit: PAGE_SIZE,
        ...(ask.search ? { search: ask.search } : {}),
        ...(ask.tag ? { tag: ask.tag } : {}),
        ...(cursor ? { cursor } : {}),
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.cursor ?? undefined,
    }),
  )
}
