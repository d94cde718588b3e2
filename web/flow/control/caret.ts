import { type RefObject, useLayoutEffect, useRef } from 'react'

/**
 * Says where the caret stands once a text that was changed for the writer is on the screen: before the next key is heard,
 * however fast it comes.
 */
export function useCaret(area: RefObject<HTMLTextAreaElement | null>, text: string): (at: number) => void {
  const wanted = useRef<{ readonly at: number; readonly before: string } | null>(null)
  useLayoutEffect(() => {
    if (!wanted.current || wanted.current.before === text) return
    area.current?.focus()
    area.current?.setSelectionRange(wanted.current.at, wanted.current.at)
    wanted.current = null
  }, [area, text])
  return (at) => {
    wanted.current = { at, before: text }
  }
}
