import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { TEMPLATE_STATUSES, type TemplateStatus } from '#core/whatsapp/template/state.ts'
import { TEMPLATE_CATEGORIES, type TemplateCategory } from '#core/whatsapp/template/template.ts'
import { orpc } from '#web/base/query.ts'

export type Ask = {
  readonly search: string
  readonly status: TemplateStatus | null
  readonly category: TemplateCategory | null
  readonly language: string | null
}

const PAGE_SIZE = 50
const SEARCH_LENGTH_MAX = 100

/** Search and filters stand in the address, so that they can be shared and Back works. */
export function useTemplateAsk(): Ask & { readonly set: (change: Partial<Ask>) => void } {
  const navigate = useNavigate()
  const said: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const ask: Ask = {
    search: typeof said.q === 'string' || typeof said.q === 'number' ? String(said.q) : '',
    status: TEMPLATE_STATUSES.find((one) => one === said.status) ?? null,
    category: TEMPLATE_CATEGORIES.find((one) => one === said.category) ?? null,
    language: typeof said.language === 'string' ? said.language.slice(0, 20) : null,
  }
  const set = (change: Partial<Ask>) => {
    const next = { ...ask, ...change }
    const search = {
      q: next.search.slice(0, SEARCH_LENGTH_MAX) || undefined,
      status: next.status ?? undefined,
      category: next.category ?? undefined,
      language: next.language ?? undefined,
    }
    void navigate({ to: '.', search: search as object, replace: true })
  }
  return { ...ask, set }
}

/** The templates that are asked for, page by page. */
export function useTemplateList({ search, status, category, language }: Ask) {
  return useInfiniteQuery(
    orpc.template.templates.infiniteOptions({
      input: (cursor: string | undefined) => ({
        limit: PAGE_SIZE,
        ...(search && { search }),
        ...(status && { status }),
        ...(category && { category }),
        ...(language && { language }),
        ...(cursor && { cursor }),
      }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.cursor ?? undefined,
    }),
  )
}
