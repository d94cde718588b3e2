import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { BotAtWork } from '#core/flow/api.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { NAME_MAX } from '#web/flow/bot/NewBotDialog.tsx'
import { useBotWords } from '#web/flow/bot-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'

/** The name by which members know the bot; customers never see it. */
export function RenameBotDialog({ bot, onClose }: { bot: BotAtWork; onClose: () => void }) {
  const t = useBotWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const [typed, setTyped] = useState(bot.name)
  const name = typed.trim()
  const rename = useMutation({
    mutationFn: () => client.flow.renameBot({ id: bot.id, name }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: orpc.flow.key() })
      void queryClient.invalidateQueries({ queryKey: orpc.whatsapp.key() })
      toast(t('renamed', { name }))
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name) rename.mutate()
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('renameTitle')}
      description={t('renameAbout')}
      footer={
        <>
          <Button onClick={onClose}>{base('cancel')}</Button>
          <Button tone="primary" type="submit" form="rename-bot" busy={rename.isPending} disabled={!name}>
            {t('renameDo')}
          </Button>
        </>
      }
    >
      <form id="rename-bot" onSubmit={submit}>
        <Field label={t('name')} error={rename.error && say(rename.error)}>
          <TextInput value={typed} maxLength={NAME_MAX} onChange={setTyped} />
        </Field>
      </form>
    </Dialog>
  )
}
