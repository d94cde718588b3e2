import { seal } from '#web/flow/model/history.ts'
import type { FlowStore } from '#web/flow/model/store.ts'

/** Leaving a field ends its step of typing. */
export function sealTyping(store: FlowStore): void {
  store.setState(({ history }) => ({ history: seal(history) }))
}
