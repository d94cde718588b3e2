import { ArrowDown, ArrowUp, ChevronDown, GripVertical, X } from 'lucide-react'
import { type DragEvent, type ReactNode, useState } from 'react'
import type { Block } from '#core/flow/block/block.ts'
import { blockLabel, blockWords } from '#web/flow/block/label.ts'
import { useWords } from '#web/flow/use-words.ts'
import { cx } from '#web/ui/cx.ts'
import { IconButton } from '#web/ui/IconButton.tsx'

type Props = {
  readonly block: Block
  readonly at: number
  readonly count: number
  readonly isOpen: boolean
  readonly onToggle: () => void
  readonly onMove: (from: number, to: number) => void
  readonly onRemove: () => void
  readonly children: ReactNode
}

/** What a dragged message carries, so that nothing else can be dropped among them. */
const DRAG_TYPE = 'application/x-wetalk-block'

/** One of several messages of a step: folded to a line, dragged by its grip or moved by its arrows. */
export function BlockCard({ block, at, count, isOpen, onToggle, onMove, onRemove, children }: Props) {
  const words = useWords()
  const [isOver, setOver] = useState(false)
  const place = at + 1
  const accepts = (event: DragEvent) => event.dataTransfer.types.includes(DRAG_TYPE)
  return (
    <li
      className={cx('rounded-md border bg-surface shadow-1', isOver ? 'border-brand' : 'border-line-strong')}
      onDragOver={(event) => {
        if (!accepts(event)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false)
        if (!accepts(event)) return
        event.preventDefault()
        onMove(Number(event.dataTransfer.getData(DRAG_TYPE)), at)
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dragging is a second way; the arrows are the first */}
      <div
        draggable
        onDragStart={(event) => {
          event.dataTransfer.setData(DRAG_TYPE, String(at))
          event.dataTransfer.effectAllowed = 'move'
        }}
        className="flex h-10 items-center gap-0.5 pr-1 pl-1.5"
      >
        <GripVertical aria-hidden className="size-4 shrink-0 cursor-grab text-fg-3" />
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={onToggle}
          className="flex h-full min-w-0 flex-1 items-center gap-1.5 px-1 text-left text-sm"
        >
          <ChevronDown
            aria-hidden
            className={cx('size-3.5 shrink-0 text-fg-3 transition-transform', !isOpen && '-rotate-90')}
          />
          <span className="shrink-0 font-medium">{`${place}. ${words(blockLabel(block))}`}</span>
          <span className="min-w-0 truncate text-xs text-fg-3">{blockWords(block)}</span>
        </button>
        <IconButton
          size="sm"
          className="w-6!"
          label={words('block.up', { place })}
          disabled={at === 0}
          onClick={() => onMove(at, at - 1)}
        >
          <ArrowUp className="size-3.5!" />
        </IconButton>
        <IconButton
          size="sm"
          className="w-6!"
          label={words('block.down', { place })}
          disabled={at === count - 1}
          onClick={() => onMove(at, at + 1)}
        >
          <ArrowDown className="size-3.5!" />
        </IconButton>
        <IconButton size="sm" className="w-6!" label={words('block.remove', { place })} onClick={onRemove}>
          <X className="size-4!" />
        </IconButton>
      </div>
      {isOpen && <div className="space-y-4 border-t border-line p-2.5">{children}</div>}
    </li>
  )
}
