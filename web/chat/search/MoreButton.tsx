import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { Button, type ButtonTone } from '#web/ui/Button.tsx'

type Props = { isAwaited: boolean; onPress: () => void; tone?: ButtonTone; children: ReactNode }

/**
 * Asks for more of a list, and keeps the keys while that is awaited; when there is no more and it goes, the first link that came has them, or the
 * last one there is.
 */
export function MoreButton({ isAwaited, onPress, tone, children }: Props) {
  const ref = useRef<HTMLButtonElement>(null)
  const before = useRef<HTMLElement | undefined>(undefined)
  useLayoutEffect(() => {
    const button = ref.current
    const list = button?.closest('section')
    return () => {
      if (!list || document.activeElement !== button) return
      queueMicrotask(() => {
        const links = linksOf(list)
        const at = before.current ? links.indexOf(before.current) : -1
        const next = links[at + 1] ?? links.at(-1) ?? list // what came is drawn only now
        next.focus()
      })
    }
  }, [])
  const press = () => {
    const button = ref.current
    const list = button?.closest('section')
    if (!button || !list) return
    before.current = linksOf(list).findLast((link) => isBefore(link, button))
    onPress()
  }
  return (
    <Button ref={ref} size="sm" tone={tone} busy={isAwaited} className="max-md:h-11" onClick={press}>
      {children}
    </Button>
  )
}

function linksOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>('a')]
}

function isBefore(one: Node, other: Node): boolean {
  return (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
}
