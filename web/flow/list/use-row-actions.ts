import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { FlowRow } from '#core/flow/api.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'

import { useWords } from '#web/flow/use-words.ts'
import { toast } from '#web/ui/Toast.tsx'

/** What can be done with a whole flow, from its row and from its builder. */
export function useRowActions() {
  const words = useWords()
  const navigate = useNavigate()
  const sayProblem = useProblemWords()
  const onError = (error: unknown) => toast(sayProblem(error), { tone: 'problem' })
  const refresh = () => queryClient.invalidateQueries({ queryKey: orpc.flow.key() })
  const duplicating = useMutation({
    mutationFn: (id: string) => client.flow.duplicateFlow({ id }),
    onSuccess: ({ flow }) => {
      void refresh()
      toast(words('row.duplicated', { name: flow.name }))
      void navigate({ to: '/flows/$id', params: { id: flow.id } })
    },
    onError,
  })
  const switching = useMutation({
    mutationFn: ({ id, enabled }: { id: string; enabled: boolean }) =>
      client.flow.updateFlow({ id, enabled }),
    onSettled: refresh,
    onError,
  })
  const removing = useMutation({
    mutationFn: (flow: FlowRow) => client.flow.deleteFlow({ id: flow.id }),
    onSuccess: (_, flow) => toast(words('row.deleted', { name: flow.name })),
    onSettled: refresh,
    onError,
  })
  const exporting = useMutation({
    mutationFn: async (id: string) => (await import('#web/flow/bundle/export.ts')).exportFlow(id),
    onError,
  })
  const setEnabled = (flow: FlowRow, enabled: boolean) =>
    switching.mutate(
      { id: flow.id, enabled },
      {
        onSuccess: () => {
          const inside = flow.running > 0 ? ` ${words('row.inside', { count: flow.running })}` : ''
          const said = words(enabled ? 'row.switchedOn' : 'row.switchedOff', { name: flow.name })
          toast(said + (enabled ? '' : inside), {
            undo: () => switching.mutate({ id: flow.id, enabled: !enabled }),
          })
        },
      },
    )
  return {
    duplicate: (flow: FlowRow) => duplicating.mutate(flow.id),
    exportFile: (flow: FlowRow) => exporting.mutate(flow.id),
    remove: (flow: FlowRow) => removing.mutateAsync(flow),
    setEnabled,
  }
}
