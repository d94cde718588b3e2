import { createContext } from 'react'
import type { FlowStore } from '#web/flow/model/store.ts'

/** The builder that a component stands in; null outside of one. It stands alone, so that what is also used elsewhere does not bring the canvas along. */
export const FlowContext = createContext<FlowStore | null>(null)
