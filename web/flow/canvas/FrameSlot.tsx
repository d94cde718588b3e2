import type { NodeProps } from '@xyflow/react'
import { lazy, memo, Suspense } from 'react'
import type { FrameCard as FrameNode } from '#web/flow/drawing/cards.ts'

const FrameCard = lazy(async () => ({ default: (await import('#web/flow/canvas/FrameCard.tsx')).FrameCard }))

/** The place of a frame; what it is drawn with comes when the first one is seen. */
export const FrameSlot = memo(function FrameSlot({ id, data, selected }: NodeProps<FrameNode>) {
  return (
    <Suspense fallback={<div className="frame-card" data-tone={data.tone} />}>
      <FrameCard id={id} data={data} selected={selected} />
    </Suspense>
  )
})

/** From far away a frame is its colour and its name. */
export const FrameFar = memo(function FrameFar({ data, selected }: NodeProps<FrameNode>) {
  return (
    <div className="frame-card" data-tone={data.tone} data-selected={selected || undefined}>
      <p className="frame-far">{data.title}</p>
    </div>
  )
})
