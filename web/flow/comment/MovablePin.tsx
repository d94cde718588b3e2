import { useReactFlow } from '@xyflow/react'
import { MessageSquareText } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import type { Thread } from '#core/flow/comment/api.ts'
import { useCommentActs } from '#web/flow/comment/use-comments.ts'
import { useCommentWords } from '#web/flow/comment/words.ts'
import { cx } from '#web/ui/cx.ts'

type Place = { readonly x: number; readonly y: number }
type Props = {
  readonly thread: Thread
  readonly place: Place
  readonly isChosen: boolean
  readonly onOpen: () => void
}

export const PIN =
  'nodrag nopan absolute grid size-7 place-items-center rounded-full border shadow-2 [&_svg]:size-3.5'
/** A pin stands with its lower edge on its place. */
export const TIP = '-50% -100%'

/** Pixels of the screen that a press may wander and still be none. */
const STILL = 4
/** Pixels of the canvas that an arrow key moves. */
const STEP = 16
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
}

/** An open comment that stands on the canvas: pressed it opens, dragged or by arrow keys it moves, for everybody. */
export function MovablePin({ thread, place, isChosen, onOpen }: Props) {
  const t = useCommentWords()
  const { move } = useCommentActs()
  const { screenToFlowPosition } = useReactFlow()
  const [moved, setMoved] = useState<Place | null>(null)
  const grip = useRef<{ readonly from: Place; readonly at: Place; isDragged: boolean } | null>(null)
  const { x, y } = moved ?? place
  const keep = async (to: Place) => {
    await move(thread, { x: Math.round(to.x), y: Math.round(to.y) })
    // it may have been moved on meanwhile
    setMoved((now) => (now === to ? null : now))
  }
  const onPointerMove = ({ clientX, clientY }: PointerEvent) => {
    const held = grip.current
    if (!held) return
    if (Math.hypot(clientX - held.from.x, clientY - held.from.y) > STILL) held.isDragged = true
    if (!held.isDragged) return
    const [from, to] = [held.from, { x: clientX, y: clientY }].map((point) => screenToFlowPosition(point))
    if (from && to) setMoved({ x: held.at.x + to.x - from.x, y: held.at.y + to.y - from.y })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const by = ARROWS[event.key]
    if (!by) return
    event.preventDefault()
    event.stopPropagation()
    setMoved({ x: x + by[0], y: y + by[1] })
  }
  return (
    <button
      type="button"
      title={`${thread.comments[0]?.body ?? ''}\n${t('pinMove')}`}
      aria-label={t('pin', { name: thread.comments[0]?.author || t('someone') })}
      aria-description={t('pinMove')}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        grip.current = { from: { x: event.clientX, y: event.clientY }, at: { x, y }, isDragged: false }
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        if (grip.current?.isDragged && moved) void keep(moved)
      }}
      onPointerCancel={() => {
        grip.current = null
        setMoved(null)
      }}
      onClick={() => {
        const wasDragged = grip.current?.isDragged
        grip.current = null
        if (!wasDragged) onOpen()
      }}
      onKeyDown={onKeyDown}
      onKeyUp={(event) => {
        if (ARROWS[event.key] && moved) void keep(moved)
      }}
      className={cx(
        PIN,
        'pointer-events-auto touch-none',
        moved && 'cursor-grabbing',
        isChosen ? 'border-brand bg-brand text-on-brand' : 'border-line-strong bg-surface text-fg-2',
      )}
      style={{ left: x, top: y, translate: TIP }}
    >
      <MessageSquareText aria-hidden />
    </button>
  )
}
