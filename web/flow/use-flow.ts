import { useContext } from 'react'
import { useStore } from 'zustand'
import { assert } from '#core/base/assert.ts'
import { FlowContext } from '#web/flow/flow-context.ts'
import { type FlowState, type FlowStore, sealTyping } from '#web/flow/model/store.ts'

export function useFlowStore(): FlowStore {
  const store = useContext(FlowContext)
  assert(store, 'parts of the builder stand inside a FlowContext')
  return store
}

/** Reads a narrow piece of the builder's state; the component redraws only when that piece changes. */
export function useFlow<T>(select: (state: FlowState) => T): T {
  return useStore(useFlowStore(), select)
}

/** Ends a stretch of typing, so that undo takes it back as one; outside the builder there is nothing to undo. */
export function useSealTyping(): () => void {
  const store = useContext(FlowContext)
  return () => {
    if (store) sealTyping(store)
  }
}
