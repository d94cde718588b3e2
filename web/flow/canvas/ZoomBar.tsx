import { Panel, useReactFlow, useStore } from '@xyflow/react'
import { Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import { useWords } from '#web/flow/use-words.ts'
import { IconButton } from '#web/ui/IconButton.tsx'

/** How long the view glides to a new place, in milliseconds. */
export const GLIDE = 220
export const FIT_VIEW = { duration: GLIDE, padding: 0.12, maxZoom: 1 }

export function ZoomBar() {
  const words = useWords()
  const { fitView, zoomIn, zoomOut } = useReactFlow()
  const zoom = useStore((state) => Math.round(state.transform[2] * 100))
  return (
    <Panel
      position="bottom-left"
      className="m-3! flex items-center rounded-md border border-line bg-surface p-0.5 shadow-2"
    >
      <IconButton label={words('canvas.zoomOut')} side="top" shortcut="−" onClick={() => void zoomOut()}>
        <ZoomOut />
      </IconButton>
      <span className="tnum w-11 text-center text-xs text-fg-2">{zoom}%</span>
      <IconButton label={words('canvas.zoomIn')} side="top" shortcut="+" onClick={() => void zoomIn()}>
        <ZoomIn />
      </IconButton>
      <span className="mx-0.5 h-5 w-px bg-line" />
      <IconButton label={words('canvas.fit')} side="top" shortcut="F" onClick={() => void fitView(FIT_VIEW)}>
        <Maximize />
      </IconButton>
    </Panel>
  )
}
