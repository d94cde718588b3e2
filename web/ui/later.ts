import { type ComponentType, useSyncExternalStore } from 'react'

/** A page that has painted and rests for this long fetches what it may need next. */
const REST_MS = 1_200

export type Later<P> = { readonly use: () => ComponentType<P> | null; readonly fetch: () => void }

/**
 * A part of the kit that comes after the page: fetched when the page rests, or at once when it is asked for.
 * Menus and dialogs are half of the kit's weight, and none of it is needed for the first picture.
 */
export function later<P>(load: () => Promise<ComponentType<P>>): Later<P> {
  const listeners = new Set<() => void>()
  let part: ComponentType<P> | null = null
  let asked = false
  const fetch = () => {
    if (asked) return
    asked = true
    load().then(
      (found) => {
        part = found
        for (const tell of listeners) tell()
      },
      () => {
        asked = false // not reached: the next wish asks again
      },
    )
  }
  const listen = (tell: () => void) => {
    listeners.add(tell)
    setTimeout(fetch, REST_MS)
    return () => listeners.delete(tell)
  }
  return { fetch, use: () => useSyncExternalStore(listen, () => part) }
}
