import {
  BaseEdge,
  type Edge,
  type EdgeProps,
  getBezierPath,
  getSmoothStepPath,
  ViewportPortal,
} from '@xyflow/react'
import { memo, useMemo } from 'react'
import type { Card } from '#web/flow/drawing/cards.ts'

/** Pixels that a target must stand to the right of its source to be reached by a curve. */
const FORWARD = 24
const ENTRY_TOP = 25

/** Ways forward are curves; ways that run back turn corners, so that they do not cut through steps. */
export const FlowEdge = memo(function FlowEdge(edge: EdgeProps) {
  const runsBack = edge.targetX < edge.sourceX + FORWARD
  const [path] = runsBack
    ? getSmoothStepPath({ ...edge, borderRadius: 14, offset: 22 })
    : getBezierPath({ ...edge, curvature: 0.32 })
  return <BaseEdge id={edge.id} path={path} interactionWidth={18} />
})

/** Far out, all ways together are one path. */
export function FarEdges({ cards, edges }: { cards: readonly Card[]; edges: readonly Edge[] }) {
  const path = useMemo(() => farPath(cards, edges), [cards, edges])
  return (
    <ViewportPortal>
      <svg className="pointer-events-none absolute -z-1 size-px overflow-visible" aria-hidden="true">
        <path d={path} fill="none" stroke="var(--edge)" strokeWidth="4" />
      </svg>
    </ViewportPortal>
  )
}

function farPath(cards: readonly Card[], edges: readonly Edge[]): string {
  const byId = new Map(cards.map((card) => [card.id, card]))
  let path = ''
  for (const edge of edges) {
    const source = byId.get(edge.source)
    const target = byId.get(edge.target)
    const handle = source?.handles?.find(({ id }) => id === edge.sourceHandle)
    if (!source || !target || !handle) continue
    path += `M${source.position.x + handle.x} ${source.position.y + handle.y}`
    path += `L${target.position.x} ${target.position.y + ENTRY_TOP}`
  }
  return path
}
