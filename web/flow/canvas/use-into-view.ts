import { useReactFlow } from '@xyflow/react'
import { useCallback } from 'react'
import type { Place } from '#core/flow/edit.ts'
import { GLIDE } from '#web/flow/canvas/ZoomBar.tsx'
import { useFlowStore } from '#web/flow/use-flow.ts'

/** The part of the window that shows the drawing. */
export function canvasBox(): { left: number; top: number; width: number; height: number } {
  const box = document.querySelector('.react-flow')?.getBoundingClientRect()
  return box ?? { left: 0, top: 0, width: window.innerWidth, height: window.innerHeight }
}

/** Its middle, on the screen. */
export function middleOfCanvas(): Place {
  const { left, top, width, height } = canvasBox()
  return { x: left + width / 2, y: top + height / 2 }
}

/** Shows several cards at once, from farther away where they need it; moves nothing when they are all in sight. One alone is brought in by its panel. */
export function useBringIntoView(): (ids: readonly string[]) => void {
  const store = useFlowStore()
  const { fitView, getZoom, flowToScreenPosition } = useReactFlow()
  return useCallback(
    (ids) => {
      const { left, top, width, height } = canvasBox()
      const isSeen = ({ x, y }: Place) => x >= left && x <= left + width && y >= top && y <= top + height
      const cards = store.getState().cards.filter((card) => ids.includes(card.id))
      const corners = cards.flatMap(({ position: { x, y }, ...card }) => [
        flowToScreenPosition({ x, y }),
        flowToScreenPosition({ x: x + (card.width ?? 0), y: y + (card.height ?? 0) }),
      ])
      if (cards.length < 2 || corners.every(isSeen)) return
      const nodes = cards.map(({ id }) => ({ id }))
      void fitView({ nodes, padding: 0.2, maxZoom: getZoom(), duration: GLIDE })
    },
    [store, fitView, getZoom, flowToScreenPosition],
  )
}
