import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { useBotWords } from '#web/flow/bot-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'

export const NAME_MAX = 80

/** A further bot, for numbers of its own: made without flows, which choose it when they are made. */
export function NewBotDialog({ onClose }: { onClose: () => void }) {
  const t = useBotWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const [typed, setTyped] = useState('')
  const name = typed.trim()
  const create = useMutation({
    mutationFn: () => client.flow.createBot({ name }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: orpc.flow.key() })
      toast(t('made', { name }))
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name) create.mutate()
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('new')}
      description={t('newAbout')}
      footer={
        <>
          <Button onClick={onClose}>{base('cancel')}</Button>
          <Button tone="primary" type="submit" form="new-bot" busy={create.isPending} disabled={!name}>
            {t('create')}
          </Button>
        </>
      }
    >
      <form id="new-bot" onSubmit={submit}>
        <Field label={t('name')} error={create.error && say(create.error)}>
          <TextInput value={typed} maxLength={NAME_MAX} onChange={setTyped} />
        </Field>
      </form>
    </Dialog>
  )
}
