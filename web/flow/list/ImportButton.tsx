import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useRef } from 'react'
import { parseJson } from '#core/base/json.ts'
import type { FlowFile } from '#core/flow/definition.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { toast } from '#web/ui/Toast.tsx'

/** Brings a flow file in as a draft and opens it; the server judges the file. */
export function useImport() {
  const words = useWords()
  const navigate = useNavigate()
  const sayProblem = useProblemWords()
  return useMutation({
    mutationFn: async (file: FlowFile) => client.flow.importFlow({ file }),
    onSuccess: ({ flow }) => {
      void queryClient.invalidateQueries({ queryKey: orpc.flow.key() })
      toast(words('import.done', { name: flow.name }))
      void navigate({ to: '/flows/$id', params: { id: flow.id } })
    },
    onError: (error) => toast(sayProblem(error), { tone: 'problem' }),
  })
}

export function ImportButton({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  const words = useWords()
  const input = useRef<HTMLInputElement | null>(null)
  const bringIn = useImport()
  const take = async (file: File | undefined) => {
    if (!file) return
    const content = parseJson(await file.text())
    if (content === undefined) toast(words('import.notJson', { name: file.name }), { tone: 'problem' })
    // What the file holds is judged by the server, which says in words what is wrong with it.
    else bringIn.mutate(content as FlowFile)
  }
  return (
    <>
      <Button icon={icon} busy={bringIn.isPending} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        onChange={(event) => {
          void take(event.target.files?.[0])
          event.target.value = ''
        }}
      />
    </>
  )
}
