import type { NodeProps } from '@xyflow/react'
import { lazy, memo, Suspense } from 'react'
import type { FrameCard as FrameNode } from '#web/flow/drawing/cards.ts'

const load = () => import('#web/flow/canvas/FrameCard.tsx')
const Near = lazy(async () => ({ default: (await load()).FrameCard }))
const Far = lazy(async () => ({ default: (await load()).FrameFar }))

/** The place of a frame; what it is drawn with comes when the first one is seen. */
export const FrameSlot = memo(function FrameSlot({ id, data, selected }: NodeProps<FrameNode>) {
  return (
    <Suspense>
      <Near id={id} data={data} selected={selected} />
    </Suspense>
  )
})

export const FrameFar = memo(function FrameFar({ data, selected }: NodeProps<FrameNode>) {
  return (
    <Suspense>
      <Far data={data} selected={selected} />
    </Suspense>
  )
})
