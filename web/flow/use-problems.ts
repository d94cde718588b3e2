import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Problem } from '#core/flow/problem.ts'
import { orpc } from '#web/base/query.ts'
import { useFields } from '#web/flow/control/fields.ts'
import type { FlowStore } from '#web/flow/model/store.ts'
import { readySchemas } from '#web/flow/schemas.ts'

/** Pause after an edit before the drawing is judged again, in milliseconds. */
const CHECK_PAUSE = 150

/** Judges the draft after each edit, by the same rules as the server when it publishes. */
export function useProblems(store: FlowStore | null): void {
  const { fields } = useFields()
  const { data: flows } = useQuery(orpc.flow.flows.queryOptions())
  useEffect(() => {
    if (!store || !flows) return
    const { flowId } = store.getState()
    const world = {
      flow: flowId,
      fields: fields.map((field) => field.key),
      flows: flows
        .filter(({ id }) => id !== flowId)
        .map(({ id, version }) => ({ id, published: version !== null })),
    }
    let timer: number | undefined
    const judge = async () => {
      readySchemas()
      const { checkFlow } = await import('#core/flow/check.ts')
      const problems = checkFlow(store.getState().drawing.definition, world)
      store.setState({ problems, levels: levelsOf(problems) })
    }
    const stop = store.subscribe((state, before) => {
      if (state.drawing.definition === before.drawing.definition) return
      clearTimeout(timer)
      timer = window.setTimeout(() => void judge(), CHECK_PAUSE)
    })
    timer = window.setTimeout(() => void judge(), 0)
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [store, fields, flows])
}

function levelsOf(problems: readonly Problem[]): Record<string, Problem['severity']> {
  const levels: Record<string, Problem['severity']> = {}
  for (const { node, severity } of problems) if (levels[node] !== 'error') levels[node] = severity
  return levels
}
