import { useSyncExternalStore } from 'react'
import { keep, kept } from '#web/base/keep.ts'

export type Theme = 'light' | 'dark' | 'system'

const system = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()
system.addEventListener('change', apply)

/** The reader's choice; `system` follows the device. */
function theme(): Theme {
  const choice = kept('theme')
  return choice === 'light' || choice === 'dark' ? choice : 'system'
}

export function setTheme(next: Theme): void {
  keep('theme', next)
  apply()
}

export function useTheme(): Theme {
  return useSyncExternalStore(listen, theme)
}

function apply(): void {
  const choice = theme()
  const dark = choice === 'dark' || (choice === 'system' && system.matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  for (const tell of listeners) tell()
}

function listen(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}
