import { useReactFlow } from '@xyflow/react'
import { useCallback } from 'react'
import { showFolded } from '#web/flow/actions.ts'
import { GLIDE } from '#web/flow/canvas/ZoomBar.tsx'
import { selectOnly } from '#web/flow/model/store.ts'
import { useFlowStore } from '#web/flow/use-flow.ts'

/** The view comes at least this near to a step that is looked for. */
const NEAR = 0.8

/** A path is shown no nearer than this, with some room around it. */
const PATH_VIEW = { padding: 0.2, maxZoom: 0.9, duration: GLIDE }

/** Chooses a step and brings it to the middle of the canvas; with the path that leads there, the whole path. */
export function useGoTo(): (id: string, path?: readonly string[]) => void {
  const store = useFlowStore()
  const { setCenter, getZoom, fitView } = useReactFlow()
  return useCallback(
    (id, path = []) => {
      const card = store.getState().cards.find((each) => each.id === id)
      if (!card) return
      if (card.hidden) showFolded(store, id)
      selectOnly(store, [id])
      const x = card.position.x + (card.width ?? 0) / 2
      const y = card.position.y + (card.height ?? 0) / 2
      const glide = () =>
        path.length > 1
          ? void fitView({ ...PATH_VIEW, nodes: path.map((step) => ({ id: step })) })
          : void setCenter(x, y, { zoom: Math.max(NEAR, getZoom()), duration: GLIDE })
      // By the second frame the canvas has made room for the step's panel, so that its middle is the one that stays.
      requestAnimationFrame(() => requestAnimationFrame(glide))
    },
    [store, setCenter, getZoom, fitView],
  )
}
