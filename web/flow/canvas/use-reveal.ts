import { useReactFlow } from '@xyflow/react'
import { useEffect } from 'react'
import { GLIDE } from '#web/flow/canvas/ZoomBar.tsx'
import { useFlowStore } from '#web/flow/use-flow.ts'

/** Until a glide of the view has ended and the canvas has made room for the step's panel, in milliseconds. */
const SETTLE = GLIDE + 80
const MARGIN = 24

/** Moves the view just far enough that the opened step is not hidden at an edge or behind its own panel. */
export function useReveal(id: string | null): void {
  const store = useFlowStore()
  const { getViewport, setViewport } = useReactFlow()
  useEffect(() => {
    if (!id) return
    const timer = setTimeout(() => {
      const card = store.getState().cards.find((each) => each.id === id)
      const canvas = document.querySelector('.react-flow')?.getBoundingClientRect()
      if (!card || !canvas) return
      const { x, y, zoom } = getViewport()
      const left = card.position.x * zoom + x
      const top = card.position.y * zoom + y
      const dx = shift(left, (card.width ?? 0) * zoom, canvas.width)
      const dy = shift(top, (card.height ?? 0) * zoom, canvas.height)
      if (dx !== 0 || dy !== 0) void setViewport({ x: x + dx, y: y + dy, zoom }, { duration: GLIDE })
    }, SETTLE)
    return () => clearTimeout(timer)
  }, [id, store, getViewport, setViewport])
}

/** How far a span must move to lie inside a length; one that is too long shows its beginning. */
function shift(start: number, span: number, length: number): number {
  if (start < MARGIN || span > length - 2 * MARGIN)
    return start < MARGIN || start > length ? MARGIN - start : 0
  return Math.min(0, length - MARGIN - (start + span))
}
