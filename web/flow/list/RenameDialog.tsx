import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { FlowRow } from '#core/flow/api.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

export const FLOW_NAME_MAX = 80

export function RenameDialog({ flow, onClose }: { flow: FlowRow; onClose: () => void }) {
  const words = useWords()
  const sayProblem = useProblemWords()
  const [name, setName] = useState(flow.name)
  const rename = useMutation({
    mutationFn: () => client.flow.updateFlow({ id: flow.id, name: name.trim() }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: orpc.flow.key() })
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim()) rename.mutate()
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={words('row.rename')}
      footer={
        <>
          <Button onClick={onClose}>{words('act.cancel')}</Button>
          <Button
            tone="primary"
            type="submit"
            form="rename-flow"
            busy={rename.isPending}
            disabled={!name.trim()}
          >
            {words('act.save')}
          </Button>
        </>
      }
    >
      <form id="rename-flow" onSubmit={submit}>
        <Field label={words('new.name')} error={rename.error && sayProblem(rename.error)}>
          <TextInput value={name} maxLength={FLOW_NAME_MAX} onChange={setName} />
        </Field>
      </form>
    </Dialog>
  )
}
