import {
  cloneElement,
  type ReactElement,
  type ReactNode,
  type SyntheticEvent,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { createPortal } from 'react-dom'
import { cx } from '#web/ui/cx.ts'

export type Side = 'top' | 'bottom' | 'left' | 'right'
type Props = {
  label: ReactNode
  shortcut?: string | undefined
  side?: Side | undefined
  children: ReactElement<Record<string, unknown>>
}

const DELAY_MS = 350
const GAP_PX = 6
const EDGE_PX = 8

/** A word beside a control on hover or keyboard focus. The control must have its own name: touch shows no tips. */
export function Tip({ label, shortcut, side = 'bottom', children }: Props) {
  const [anchor, setAnchor] = useState<Element | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const hide = () => {
    clearTimeout(timer.current)
    setAnchor(null)
  }
  const soon = (element: Element, wait: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setAnchor(element), wait)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  const handlers = {
    onPointerEnter: (event: React.PointerEvent) =>
      event.pointerType === 'mouse' && soon(event.currentTarget, DELAY_MS),
    onPointerLeave: hide,
    onPointerDown: hide,
    onFocus: (event: React.FocusEvent) =>
      event.currentTarget.matches(':focus-visible') && soon(event.currentTarget, 0),
    onBlur: hide,
    onKeyDown: (event: React.KeyboardEvent) => event.key === 'Escape' && hide(),
  }
  return (
    <>
      {cloneElement(children, joined(children.props, handlers))}
      {anchor?.isConnected &&
        createPortal(<Word anchor={anchor} side={side} label={label} shortcut={shortcut} />, document.body)}
    </>
  )
}

function Word({ anchor, side, label, shortcut }: Omit<Props, 'children'> & { anchor: Element; side: Side }) {
  const word = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = word.current
    if (!element) return
    const { left, top } = placeOf(anchor.getBoundingClientRect(), element.getBoundingClientRect(), side)
    element.style.left = `${left}px`
    element.style.top = `${top}px`
  }, [anchor, side])
  return (
    <div
      ref={word}
      aria-hidden
      className={cx(
        'pointer-events-none fixed top-0 left-0 z-60 flex w-max max-w-72 items-center gap-2 rounded-sm bg-fg px-2 py-1',
        'animate-[pop_.1s_ease-out] text-bg text-xs shadow-3',
      )}
    >
      {label}
      {shortcut && <kbd className="font-sans opacity-75">{shortcut}</kbd>}
    </div>
  )
}

/** At the asked side, or at the other one where there is no room, and never over the edge of the window. */
function placeOf(anchor: DOMRect, word: DOMRect, side: Side): { left: number; top: number } {
  const upright = side === 'top' || side === 'bottom'
  const before = upright ? anchor.top - word.height - GAP_PX : anchor.left - word.width - GAP_PX
  const after = upright ? anchor.bottom + GAP_PX : anchor.right + GAP_PX
  const room = upright ? innerHeight - word.height : innerWidth - word.width
  const wantsBefore = side === 'top' || side === 'left'
  const along = (wantsBefore && before >= 0) || after > room ? before : after
  const across = upright
    ? anchor.left + (anchor.width - word.width) / 2
    : anchor.top + (anchor.height - word.height) / 2
  const most = (upright ? innerWidth - word.width : innerHeight - word.height) - EDGE_PX
  const kept = Math.max(EDGE_PX, Math.min(across, most))
  return upright ? { left: kept, top: along } : { left: along, top: kept }
}

/** The control's own handlers are called first. */
function joined(
  own: Readonly<Record<string, unknown>>,
  ours: Readonly<Record<string, (event: never) => unknown>>,
) {
  return Object.fromEntries(
    Object.entries(ours).map(([name, ourHandler]) => {
      const ownHandler = own[name]
      const both = (event: SyntheticEvent) => {
        if (typeof ownHandler === 'function') ownHandler(event)
        ourHandler(event as never)
      }
      return [name, both]
    }),
  )
}
