import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Broadcast } from '#core/broadcast/api.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { toast } from '#web/ui/Toast.tsx'

type Props = {
  readonly row: Pick<Broadcast, 'id' | 'name' | 'state'>
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** Asks before a broadcast goes with all that was written in it, and leads back to the list. */
export function RemoveDialog({ row: { id, name, state }, open, onOpenChange }: Props) {
  const t = useBroadcastWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => client.broadcast.removeBroadcast({ id }),
    onSuccess: async () => {
      await navigate({ to: '/broadcasts' })
      await queryClient.invalidateQueries({ queryKey: orpc.broadcast.broadcasts.key() })
      toast(t('removed', { name }))
    },
    onError: (error) => toast(say(error), { tone: 'problem' }),
  })
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('removeTitle', { name })}
      description={t(state === 'draft' ? 'removeDraft' : 'removeText')}
      footer={
        <>
          <CloseWith>
            <Button>{base('cancel')}</Button>
          </CloseWith>
          <Button tone="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            {base('delete')}
          </Button>
        </>
      }
    />
  )
}
