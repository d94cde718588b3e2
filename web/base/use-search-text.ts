import { useEffect, useState } from 'react'
import type { Millis } from '#core/base/time.ts'

const SEARCH_REST: Millis = 200

/** What stands in a search field: told to the page when the typing rests, and replaced when the page searches something else. */
export function useSearchText(
  value: string,
  onChange: (value: string) => void,
): readonly [typed: string, setTyped: (typed: string) => void] {
  const [typed, setTyped] = useState(value)
  const [heard, setHeard] = useState(value)
  if (heard !== value) {
    setHeard(value)
    setTyped(value)
  }
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => onChange(typed.trim() ? typed : ''), SEARCH_REST)
    return () => clearTimeout(timer)
  }, [typed, value, onChange])
  return [typed, setTyped]
}
