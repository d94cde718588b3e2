import { useCallback, useEffect, useRef } from 'react'

/** One function for as long as the component stands that does what the newest one does: a `memo` below need not draw again. */
export function useSteady<A extends unknown[]>(act: (...args: A) => void): (...args: A) => void {
  const newest = useRef(act)
  useEffect(() => {
    newest.current = act
  })
  return useCallback((...args: A) => newest.current(...args), [])
}
