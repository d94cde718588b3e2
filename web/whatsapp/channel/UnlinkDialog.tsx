import { useMutation } from '@tanstack/react-query'
import { Unlink } from 'lucide-react'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { toast } from '#web/ui/Toast.tsx'
import { TypedConfirm } from '#web/ui/TypedConfirm.tsx'
import { refreshChannel } from '#web/whatsapp/channel/refresh.ts'
import { useWords } from '#web/whatsapp/words.ts'

const WORD = 'UNLINK'

/** Takes the bot off a number: it stops answering there, everything it knows stays. */
export function UnlinkDialog({ number, onClose }: { number: PhoneNumber | null; onClose: () => void }) {
  const t = useWords()
  const say = useProblemWords()
  const unlink = useMutation(
    orpc.whatsapp.unlink.mutationOptions({
      onSuccess: (free) => {
        toast(t('unlinked', { number: free.display }))
        void refreshChannel()
        close()
      },
    }),
  )
  const close = () => {
    unlink.reset()
    onClose()
  }
  return (
    <TypedConfirm
      open={number !== null}
      onOpenChange={(open) => !open && close()}
      title={t('unlinkTitle', { number: number?.name || number?.display || '' })}
      description={t('unlinkText', { bot: number?.bot?.name ?? '', number: number?.display ?? '' })}
      word={WORD}
      action={t('unlinkDo')}
      icon={<Unlink />}
      busy={unlink.isPending}
      error={unlink.isError ? say(unlink.error) : undefined}
      onConfirm={(confirm) => number && unlink.mutate({ id: number.id, confirm })}
    />
  )
}
