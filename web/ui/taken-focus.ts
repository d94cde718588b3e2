import { useEffect, useRef } from 'react'

/** A ref for an opener that replaces one which had the keyboard: it goes on where that one stood. */
export function useTakenFocus(takes: boolean) {
  const opener = useRef<HTMLButtonElement>(null)
  const first = useRef(takes)
  useEffect(() => {
    if (first.current) opener.current?.focus()
    first.current = false
  }, [])
  return opener
}
