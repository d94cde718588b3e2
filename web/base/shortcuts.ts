import { useEffect, useRef } from 'react'
import { keep, kept } from '#web/base/keep.ts'

/** Keys without Ctrl may be switched off, for those who speak to their computer (WCAG 2.1.4). */
export function shortcutsOn(): boolean {
  return kept('shortcuts') !== 'off'
}

export function setShortcuts(on: boolean): void {
  keep('shortcuts', on ? 'on' : 'off')
}

/** True when the key is meant for the page, not for a field, a dialog, a menu or the browser. */
export function isFree(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false
  const target = event.target
  if (!(target instanceof HTMLElement)) return true
  if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return false
  return target.closest('[role=dialog],[role=alertdialog],[role=menu],[role=listbox]') === null
}

/** Listens to the whole page for as long as the component stands; the newest handler is called. */
export function useKeyDown(handler: (event: KeyboardEvent) => void): void {
  const latest = useRef(handler)
  latest.current = handler
  useEffect(() => {
    const listen = (event: KeyboardEvent) => latest.current(event)
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}
