import { useSyncExternalStore } from 'react'

/** From this width on there is room to draw. */
const WIDE = matchMedia('(min-width: 768px)')

export function useIsWide(): boolean {
  return useSyncExternalStore(listen, () => WIDE.matches)
}

function listen(tell: () => void): () => void {
  WIDE.addEventListener('change', tell)
  return () => WIDE.removeEventListener('change', tell)
}
