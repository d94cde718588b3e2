import { useContext } from 'react'
import { useStore } from 'zustand'
import { assert } from '#core/base/assert.ts'
import type { FlowNode } from '#core/flow/definition.ts'
import { FlowContext } from '#web/flow/flow-context.ts'
import { sealTyping } from '#web/flow/model/seal-typing.ts'
import type { FlowState, FlowStore } from '#web/flow/model/store.ts'

export function useFlowStore(): FlowStore {
  const store = useContext(FlowContext)
  assert(store, 'parts of the builder stand inside a FlowContext')
  return store
}

/** Reads a narrow piece of the builder's state; the component redraws only when that piece changes. */
export function useFlow<T>(select: (state: FlowState) => T): T {
  return useStore(useFlowStore(), select)
}

/** A step of what the canvas shows; undefined for the moment in which its card outlives it. */
export function useShownStep(id: string): FlowNode | undefined {
  return useFlow(({ drawing, viewing }) => (viewing?.drawing ?? drawing).definition.nodes[id])
}

/** Ends a stretch of typing, so that undo takes it back as one; outside the builder there is nothing to undo. */
export function useSealTyping(): () => void {
  const store = useContext(FlowContext)
  return () => {
    if (store) sealTyping(store)
  }
}
