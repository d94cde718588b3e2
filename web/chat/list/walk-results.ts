import type { KeyboardEvent } from 'react'

/** While something is searched, the arrows go from one result to the next, and from the first back to the search box. */
export function walkResults(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a')]
  const at = event.target instanceof HTMLElement ? links.indexOf(event.target) : -1
  if (by === 0 || at < 0) return
  event.preventDefault()
  const next = at + by < 0 ? document.querySelector<HTMLElement>('[data-page-search]') : links[at + by]
  next?.focus()
}
