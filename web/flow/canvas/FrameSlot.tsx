import { Handle, type NodeProps, Position } from '@xyflow/react'
import { memo, Suspense } from 'react'
import type { FrameCard as FrameNode } from '#web/flow/drawing/cards.ts'
import { FOLDED_WAY, FRAME_IN, FRAME_OUT } from '#web/flow/drawing/fold.ts'
import { patient } from '#web/ui/patient.ts'

const load = () => import('#web/flow/canvas/FrameCard.tsx')
const Near = patient(async () => (await load()).FrameCard)
const Far = patient(async () => (await load()).FrameFar)

/** The place of a frame; what it is drawn with comes when the first one is seen. */
export const FrameSlot = memo(function FrameSlot({ id, data, selected }: NodeProps<FrameNode>) {
  return (
    <>
      <Suspense>
        <Near id={id} data={data} selected={selected} />
      </Suspense>
      {data.folded && <Ways />}
    </>
  )
})

export const FrameFar = memo(function FrameFar({ data, selected }: NodeProps<FrameNode>) {
  return (
    <>
      <Suspense>
        <Far data={data} selected={selected} />
      </Suspense>
      {data.folded && <Ways />}
    </>
  )
})

/** Where ways come into a folded frame and go out of it; none is pulled from there. The canvas measures them as soon as the frame stands. */
function Ways() {
  const at = { top: FOLDED_WAY }
  return (
    <>
      <Handle
        id={FRAME_IN}
        type="target"
        position={Position.Left}
        isConnectable={false}
        style={at}
        aria-hidden
      />
      <Handle
        id={FRAME_OUT}
        type="source"
        position={Position.Right}
        isConnectable={false}
        style={at}
        aria-hidden
      />
    </>
  )
}
