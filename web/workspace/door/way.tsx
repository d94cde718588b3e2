import { type ComponentProps, type MouseEvent, useSyncExternalStore } from 'react'

type DoorPath = '/' | '/masuk' | '/daftar' | '/lupa'

const listeners = new Set<() => void>()
addEventListener('popstate', tellAll)

/** The path of the page that is shown before the door. */
export function useDoorPath(): string {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => location.pathname,
  )
}

/** A link between pages before the door; it takes `next` along and loads nothing anew. */
export function DoorLink({ to, ...rest }: { to: DoorPath } & Omit<ComponentProps<'a'>, 'href'>) {
  const href = to === '/' ? to : to + location.search
  const go = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    history.pushState(null, '', href)
    tellAll()
  }
  return <a {...rest} href={href} onClick={go} />
}

function tellAll(): void {
  for (const tell of listeners) tell()
}
