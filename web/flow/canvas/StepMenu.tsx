import { useReactFlow } from '@xyflow/react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { addStep, type Way } from '#web/flow/actions.ts'
import { KINDS, PALETTE } from '#web/flow/kinds.ts'
import { useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { POPUP } from '#web/ui/popup.ts'

/** A way that was dropped on empty canvas, and where. */
export type Picking = { readonly from: Way; readonly screen: { readonly x: number; readonly y: number } }
type Props = { readonly picking: Picking; readonly onClose: () => void; readonly onAdded: () => void }

const MENU = { width: 224, height: 372 }
const MARGIN = 8
/** A card's entry stands this far below its upper edge. */
const ENTRY_TOP = 25

/** The steps that a dropped way can lead to; the chosen one appears there, connected. */
export function StepMenu({ picking: { from, screen }, onClose, onAdded }: Props) {
  const words = useWords()
  const store = useFlowStore()
  const { screenToFlowPosition } = useReactFlow()
  const menu = useRef<HTMLDivElement | null>(null)
  useEffect(() => {
    const before = document.activeElement
    menu.current?.querySelector('button')?.focus()
    const closeOutside = (event: PointerEvent) => {
      if (event.target instanceof Node && !menu.current?.contains(event.target)) onClose()
    }
    document.addEventListener('pointerdown', closeOutside)
    return () => {
      document.removeEventListener('pointerdown', closeOutside)
      if (before instanceof HTMLElement) before.focus()
    }
  }, [onClose])
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Escape') onClose()
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const items = [...(menu.current?.querySelectorAll('button') ?? [])]
    const at = items.findIndex((item) => document.activeElement?.isSameNode(item))
    items[(at + step + items.length) % items.length]?.focus()
  }
  return (
    <div
      ref={menu}
      role="menu"
      aria-label={words('canvas.addHere')}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className={`${POPUP} scroll fixed z-40 p-1`}
      style={{
        width: MENU.width,
        left: Math.min(screen.x, window.innerWidth - MENU.width - MARGIN),
        top: Math.min(screen.y, window.innerHeight - MENU.height - MARGIN),
      }}
    >
      {PALETTE.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of a menu, not of a form
        <div key={group.label} role="group" aria-label={words(group.label)}>
          <p className="px-2 pt-1.5 pb-0.5 text-2xs font-medium text-fg-3">{words(group.label)}</p>
          {group.kinds.map((kind) => {
            const { Icon, label, tone } = KINDS[kind]
            return (
              <button
                key={kind}
                type="button"
                role="menuitem"
                className="flex h-8 w-full items-center gap-2.5 rounded-sm px-2 text-left text-sm hover:bg-hover focus-visible:bg-hover"
                onClick={() => {
                  const { x, y } = screenToFlowPosition(screen)
                  addStep(store, kind, { x, y: y - ENTRY_TOP }, from)
                  onClose()
                  onAdded()
                }}
              >
                <span
                  className={`grid size-5 place-items-center rounded-xs [&_svg]:size-3 ${tone}`}
                  aria-hidden
                >
                  <Icon />
                </span>
                {words(label)}
              </button>
            )
          })}
        </div>
      ))}
    </div>
  )
}
