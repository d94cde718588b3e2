import { useEffect } from 'react'
import { lookAt, usePeople } from '#web/base/live.ts'

/** Lets others see that this flow is open here, and which step. */
export function useLook(flowId: string, step: string | null): void {
  useEffect(() => lookAt({ thing: flowId, part: step }), [flowId, step])
  useEffect(() => () => lookAt(null), [])
}

/** The name of somebody else who has this step open. */
export function useOther(step: string): string | undefined {
  return usePeople().find(({ part }) => part === step)?.name
}
