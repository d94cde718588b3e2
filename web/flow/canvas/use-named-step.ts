import { useNavigate, useSearch } from '@tanstack/react-router'
import { useNodesInitialized } from '@xyflow/react'
import { useEffect } from 'react'
import { useGoTo } from '#web/flow/canvas/use-go-to.ts'

/** The step that the address names is opened once; then the address forgets it, so that a reload does not jump. */
export function useNamedStep(): void {
  const goTo = useGoTo()
  const navigate = useNavigate()
  const isDrawn = useNodesInitialized()
  const { step }: { readonly step?: unknown } = useSearch({ strict: false })
  useEffect(() => {
    if (typeof step !== 'string' || !isDrawn) return
    goTo(step)
    void navigate({
      to: '.',
      search: (before: object) => ({ ...before, step: undefined }),
      replace: true,
    })
  }, [step, isDrawn, goTo, navigate])
}
