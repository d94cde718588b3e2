import { useCallback, useMemo, useState } from 'react'
import { CHATS_AT_ONCE_MAX } from '#core/chat/at-once.ts'

/** Chats that are picked to be changed together, and the one that was pressed last. */
export type Picked = { readonly ids: ReadonlySet<string>; readonly last: string | null }

export const nothingPicked: Picked = { ids: new Set(), last: null }

export function togglePick(picked: Picked, id: string): Picked {
  if (!picked.ids.has(id)) return add(picked, [id], id)
  return { ids: new Set([...picked.ids].filter((one) => one !== id)), last: id }
}

/** All that stand between the one that was pressed last and this one. */
export function pickTo(picked: Picked, id: string, order: readonly string[]): Picked {
  const [from, to] = [order.indexOf(picked.last ?? id), order.indexOf(id)]
  if (from < 0 || to < 0) return add(picked, [id], id)
  return add(picked, order.slice(Math.min(from, to), Math.max(from, to) + 1), id)
}

export function pickAll(order: readonly string[]): Picked {
  return add(nothingPicked, order, null)
}

/** What has left the list is picked no longer: it is seen by nobody, and counts for nothing. */
export function keepPicks(picked: Picked, order: readonly string[]): Picked {
  const there = new Set(order)
  const ids = new Set([...picked.ids].filter((id) => there.has(id)))
  return ids.size === picked.ids.size ? picked : { ...picked, ids }
}

function add(picked: Picked, more: readonly string[], last: string | null): Picked {
  const free = CHATS_AT_ONCE_MAX - picked.ids.size
  const fresh = more.filter((id) => !picked.ids.has(id)).slice(0, free)
  return fresh.length > 0 || more.length === 0 ? { ids: new Set([...picked.ids, ...fresh]), last } : picked
}

export type Picking = {
  /** Null: no picking goes on. */
  readonly ids: ReadonlySet<string> | null
  readonly start: () => void
  readonly stop: () => void
  readonly toggle: (id: string) => void
  readonly to: (id: string, order: readonly string[]) => void
  readonly all: (order: readonly string[]) => void
  /** The same function always. */
  readonly keep: (order: readonly string[]) => void
}

/** Picking among the chats of the list called `list`; another list begins without. */
export function usePicking(list: string): Picking {
  const [state, setState] = useState<{ readonly list: string; readonly picked: Picked } | null>(null)
  const picked = state?.list === list ? state.picked : null
  const keep = useCallback((order: readonly string[]) => {
    setState((before) => {
      if (!before) return before
      const kept = keepPicks(before.picked, order)
      return kept === before.picked ? before : { ...before, picked: kept }
    })
  }, [])
  return useMemo(() => {
    const set = (next: (before: Picked) => Picked) =>
      setState((before) => ({
        list,
        picked: next(before?.list === list ? before.picked : nothingPicked),
      }))
    return {
      ids: picked?.ids ?? null,
      start: () => set(() => nothingPicked),
      stop: () => setState(null),
      toggle: (id) => set((before) => togglePick(before, id)),
      to: (id, order) => set((before) => pickTo(before, id, order)),
      all: (order) => set(() => pickAll(order)),
      keep,
    }
  }, [picked, list, keep])
}
