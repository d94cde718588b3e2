import { useNavigate, useSearch } from '@tanstack/react-router'
import type { FlowRow } from '#core/flow/api.ts'

export const FILTERS = ['all', 'live', 'draft', 'off', 'problems'] as const
export type Filter = (typeof FILTERS)[number]

type Ask = { readonly search: string; readonly filter: Filter }

/** Search and filter stand in the address, so that they can be shared and Back works. */
export function useFlowsUrl(): Ask & { readonly set: (change: Partial<Ask>) => void } {
  const navigate = useNavigate()
  const { q, filter }: { readonly q?: unknown; readonly filter?: unknown } = useSearch({ strict: false })
  const search = typeof q === 'string' || typeof q === 'number' ? String(q) : ''
  const known = FILTERS.find((each) => each === filter) ?? 'all'
  const set = (change: Partial<Ask>) => {
    const next = { search, filter: known, ...change }
    void navigate({
      to: '.',
      search: { q: next.search || undefined, filter: next.filter === 'all' ? undefined : next.filter },
      replace: true,
    })
  }
  return { search, filter: known, set }
}

/** Whether a flow belongs to what is asked for: its name or a keyword holds the words, its state fits the filter. */
export function fits(flow: FlowRow, search: string, filter: Filter): boolean {
  const wanted = search.trim().toLowerCase()
  const isFound = `${flow.name} ${flow.keywords.join(' ')}`.toLowerCase().includes(wanted)
  return isFound && isOf(flow, filter)
}

function isOf(flow: FlowRow, filter: Filter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'live':
      return flow.version !== null && flow.enabled
    case 'draft':
      return flow.version === null || flow.changed
    case 'off':
      return flow.version !== null && !flow.enabled
    case 'problems':
      return flow.errors + flow.warnings + flow.blocked.length > 0
  }
}
