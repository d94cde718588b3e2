import { useReactFlow } from '@xyflow/react'
import { useCallback, useEffect, useRef } from 'react'
import { freeHeight, shiftInto } from '#web/flow/canvas/room.ts'
import { GLIDE } from '#web/flow/canvas/ZoomBar.tsx'
import { useFlowStore } from '#web/flow/use-flow.ts'

/** Until a glide of the view has ended and the canvas has made room for the step's panel, in milliseconds. */
const SETTLE = GLIDE + 80

/**
 * Moves the view just far enough that the opened step is not hidden at an edge or behind its own panel. Gives what calls
 * that off: whoever moves the view before has chosen what to see.
 */
export function useReveal(id: string | null): () => void {
  const store = useFlowStore()
  const { getViewport, setViewport } = useReactFlow()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    if (!id) return
    timer.current = setTimeout(() => {
      const card = store.getState().cards.find((each) => each.id === id)
      const canvas = document.querySelector('.react-flow')?.getBoundingClientRect()
      if (!card || !canvas) return
      const { x, y, zoom } = getViewport()
      const left = card.position.x * zoom + x
      const top = card.position.y * zoom + y
      const width = (card.width ?? 0) * zoom
      const dx = shiftInto(left, width, canvas.width)
      const floats = [...document.querySelectorAll('.react-flow__panel.bottom')].map((panel) => {
        const box = panel.getBoundingClientRect()
        return { left: box.left - canvas.left, right: box.right - canvas.left, top: box.top - canvas.top }
      })
      const height = freeHeight(canvas.height, { left: left + dx, right: left + dx + width }, floats)
      const dy = shiftInto(top, (card.height ?? 0) * zoom, height)
      if (dx !== 0 || dy !== 0) void setViewport({ x: x + dx, y: y + dy, zoom }, { duration: GLIDE })
    }, SETTLE)
    return () => clearTimeout(timer.current)
  }, [id, store, getViewport, setViewport])
  return useCallback(() => clearTimeout(timer.current), [])
}
