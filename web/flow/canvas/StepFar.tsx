import type { NodeProps } from '@xyflow/react'
import { type CSSProperties, memo } from 'react'
import {
  type NoteCard as NoteCardNode,
  type StepCard as StepCardNode,
  titleId,
} from '#web/flow/drawing/cards.ts'
import { KINDS } from '#web/flow/kinds.ts'
import { useFlow, useShownStep } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'

/** Below this zoom a step is one box with its name: no handles, no body. Further out the box alone is left, in the colour of its kind. */
export const FAR_ZOOM = 0.4

export const StepFar = memo(function StepFar({ id, selected }: NodeProps<StepCardNode>) {
  const words = useWords()
  const node = useShownStep(id)
  const isTraced = useFlow(({ trace }) => trace.includes(id))
  const level = useFlow(({ levels }) => levels[id])
  const isMarked = useFlow(({ marked }) => marked?.path?.includes(id) ?? false)
  if (!node) return null
  const kind = KINDS[node.kind]
  return (
    <div
      className="step-card flex items-center justify-center overflow-hidden px-3 text-center"
      data-selected={selected || isTraced || undefined}
      data-level={level}
      data-marked={isMarked || undefined}
      style={{ '--kind': kind.dot, borderTop: '10px solid var(--kind)' } as CSSProperties}
    >
      <span id={titleId(id)} className="line-clamp-3 font-display text-2xl font-semibold">
        {node.name || words(kind.label)}
      </span>
    </div>
  )
})

export const NoteFar = memo(function NoteFar({ selected }: NodeProps<NoteCardNode>) {
  return <div className="note-card" data-selected={selected || undefined} />
})
