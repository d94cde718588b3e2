import { useReactFlow } from '@xyflow/react'
import { useCallback } from 'react'
import { GLIDE } from '#web/flow/canvas/ZoomBar.tsx'
import { selectOnly } from '#web/flow/model/store.ts'
import { useFlowStore } from '#web/flow/use-flow.ts'

/** The view comes at least this near to a step that is looked for. */
const NEAR = 0.8

/** Brings a step to the middle of the canvas and chooses it. */
export function useGoTo(): (id: string) => void {
  const store = useFlowStore()
  const { setCenter, getZoom } = useReactFlow()
  return useCallback(
    (id) => {
      const card = store.getState().cards.find((each) => each.id === id)
      if (!card) return
      selectOnly(store, [id])
      const x = card.position.x + (card.width ?? 0) / 2
      const y = card.position.y + (card.height ?? 0) / 2
      const glide = () => void setCenter(x, y, { zoom: Math.max(NEAR, getZoom()), duration: GLIDE })
      // By the second frame the canvas has made room for the step's panel, so that its middle is the one that stays.
      requestAnimationFrame(() => requestAnimationFrame(glide))
    },
    [store, setCenter, getZoom],
  )
}
